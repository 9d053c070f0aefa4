"""What the options of `manage.py render` ask for: recipes, each with a tag for its file's name."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from imaging import preflight
from imaging.adverts.layouts import LAYOUTS
from imaging.adverts.words import Words
from imaging.brief import SceneBrief, parse
from imaging.brief.model import MAX_VARIANTS, Aspect
from imaging.errors import EngineError
from imaging.improving import ONE_TAP
from imaging.looks import load_looks
from imaging.presets import preset
from imaging.recipe import Recipe
from imaging.recipes import SCREEN, TAGS, build, screen, tags
from imaging.themes import load_themes, theme

OWN = {
    "aspect": "aspect",
    "size": "long_side",
    "seed": "seed",
    "theme": "theme",
    "layout": "layout",
    "look": "look",
    "strength": "strength",
    "scale": "scale",
}
# Options that are a further step's own where the one tap is asked for.
STEP_OF = {"look": "look", "scale": "upscale"}


@dataclass(frozen=True)
class Asked:
    """One picture to make of every photo. tag: what tells it from its variants, often nothing."""

    recipe: Recipe
    tag: str


def add_arguments(parser: ArgumentParser) -> None:
    """The options that recipes beyond a channel's main image take."""
    scene = parser.add_argument_group("pictures in a scene")
    scene.add_argument("--brief", metavar="TEXT", help="what is wanted, in Chinese or English")
    scene.add_argument("--theme", choices=sorted(load_themes()), metavar="KEY")
    scene.add_argument("--variants", type=int, choices=range(1, MAX_VARIANTS + 1), metavar="N")
    scene.add_argument("--seed", type=int, help="of the first variant; the next follow on")
    scene.add_argument("--aspect", choices=get_args(Aspect))
    scene.add_argument("--size", type=int, metavar="PX", help="of the longer side")
    scene.add_argument(
        "--option",
        action="append",
        default=[],
        type=pair,
        metavar="KEY=VALUE",
        help='any other option of the recipe: shadow=hard, match_light=true, spot={"x": 0.1}',
    )
    advert = parser.add_argument_group("adverts")
    advert.add_argument("--layout", choices=sorted(LAYOUTS), metavar="KEY")
    advert.add_argument(
        "--text",
        metavar="WORDS",
        help="headline|subline|price|old price|badge|button; what is empty or missing is left out",
    )
    photo = parser.add_argument_group("better photos")
    photo.add_argument("--look", choices=list(load_looks()), metavar="KEY")
    photo.add_argument("--strength", type=float, help="0 to 1: how much of it")
    photo.add_argument("--scale", type=int, choices=(2, 4), help="how many times as large")
    scene.add_argument(
        "--input",
        action="append",
        default=[],
        type=pair,
        metavar="ROLE=FILE",
        help="a further file: background=wall.jpg; to screen: picture=finished.jpg, mask=mask.png",
    )


def pair(text: str) -> tuple[str, str]:
    """The two sides of "key=value". Raises ValueError, which argparse tells."""
    key, found, value = text.partition("=")
    if not (key and found):
        raise ValueError(text)
    return key, value


def asked(given: Mapping[str, Any]) -> list[Asked]:
    """Every picture that `given`, the parsed options, ask for. Raises EngineError."""
    if given["recipe"] == TAGS:
        return [Asked(tags(), "")]
    if given["recipe"] == SCREEN:
        has_mask = any(role == "mask" for role, _ in given["input"])
        return [Asked(screen(screened(given), has_mask=has_mask), "")]
    return [
        Asked(build(given["recipe"], preset_key=preset, options=options), tag_of(options))
        for preset in given["preset"] or [None]
        for options in variants(given)
    ]


def screened(given: Mapping[str, Any]) -> dict[str, Any]:
    """The options of screening; for a channel they hold its check of the picture's file.

    Raises EngineError as the codec does.
    """
    options = {key: value_of(text) for key, text in given["option"]}
    picture = inputs(given).get("picture")
    if given["preset"] and picture:
        report = preflight.check(picture, preset(given["preset"][0]))
        options["preflight"] = report.model_dump(mode="json")
    return options


def variants(given: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The recipe's options, once for each variant."""
    options = {name: given[key] for key, name in OWN.items() if given[key] is not None}
    if given["recipe"] == ONE_TAP:
        options = {STEP_OF.get(key, key): nested(key, value) for key, value in options.items()}
    options |= {key: value_of(text) for key, text in given["option"]}
    if given["text"] is not None:
        options["words"] = words_of(given["text"])
    brief = brief_of(given)
    if brief is not None:
        options["brief"] = brief.model_dump(mode="json", exclude_unset=True)
    if given["recipe"] != "scene":
        yield options
        return
    known = theme(given["theme"]).seed if given["theme"] else 1
    first = options.get("seed", known)
    count = given["variants"] or (brief.variants if brief else None) or 1
    for seed in range(first, first + count):
        yield {**options, "seed": seed}


def nested(key: str, value: Any) -> Any:
    """`value` as the parameters of the further step that `key` belongs to."""
    return {key: value} if key in STEP_OF else value


def words_of(text: str) -> dict[str, str]:
    """The words of an advert by role. Raises EngineError("bad_parameters") where there are more."""
    parts = [part.strip() for part in text.split("|")]
    if len(parts) > len(Words.model_fields):
        reason = f"--text has {len(parts)} parts, at most {len(Words.model_fields)} are set"
        raise EngineError("bad_parameters", step="advert", reason=reason)
    return {role: part for role, part in zip(Words.model_fields, parts, strict=False) if part}


def brief_of(given: Mapping[str, Any]) -> SceneBrief | None:
    """What --brief says, on top of the theme where one is named; None where nothing is said."""
    if given["brief"] is None:
        return None
    said = parse(given["brief"]).brief
    if not given["theme"]:
        return said
    return theme(given["theme"]).brief.model_copy(
        update=dict(said.model_dump(exclude_defaults=True))
    )


def not_understood(given: Mapping[str, Any]) -> tuple[str, ...]:
    """The words of --brief that mean nothing to the studio."""
    return parse(given["brief"]).unknown if given["brief"] else ()


def inputs(given: Mapping[str, Any]) -> dict[str, bytes]:
    """The further files by role. Raises OSError."""
    return {role: Path(path).read_bytes() for role, path in given["input"]}


def value_of(text: str) -> Any:
    """`text` as JSON, or as it is where it is none."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


def tag_of(options: Mapping[str, Any]) -> str:
    """The theme and seed of a variant, as a part of a file's name."""
    parts = [options.get("theme"), options.get("seed")]
    return "-".join(str(part) for part in parts if part is not None)
