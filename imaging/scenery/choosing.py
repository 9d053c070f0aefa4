"""What is chosen where a brief is silent: by style, occasion, mood and seed."""

from typing import Any, NamedTuple

import numpy as np
from numpy.random import Generator, default_rng

from imaging.brief.model import SceneBrief
from imaging.scenery import choices
from imaging.scenery.colour import hex_of, linear

GLOSSY = {"marble", "black-marble", "acrylic", "water", "metal", "terrazzo"}
PATTERNED = {"marble", "black-marble", "terrazzo", "light-wood", "dark-wood", "old-wood", "stone"}
TILT = {"eye-level": (6.5, 11.0), "low": (2.0, 3.5), "high": (22.0, 29.0), "top-down": (90.0, 90.0)}
AZIMUTH = {
    "left": (-72, -38), "right": (38, 72), "front": (-20, 20), "back": (138, 158), "top": (-35, 35),
}  # fmt: skip
FROM_ABOVE = {**AZIMUTH, "left": (-145, -105), "right": (105, 145), "front": (-15, 15)}
ELEVATION = {"soft": (36, 54), "hard": (30, 44), "window": (27, 36), "dappled": (38, 52)}
BESIDE = {"left": "right", "right": "left"}  # where the product goes when words go there


class Palette(NamedTuple):
    """#RRGGBB of backdrop (near, far), tint of the stand, and accents."""

    backdrop: tuple[str, str]
    stand: str
    accents: tuple[str, ...]


def choose(brief: SceneBrief, seed: int) -> dict[str, Any]:
    """Every field of a Look but its size and quality."""
    camera = brief.camera or choices.drawn(brief, "cameras", _rng(seed, "camera"))
    stage = _stage(brief, _rng(seed, "stage"))
    palette = _palette(brief, _rng(seed, "palette"))
    tilt = _rng(seed, "tilt").uniform(*TILT[camera])
    return {
        "surface": _surface(brief, _rng(seed, "surface")),
        "stage": None if stage == "floor" else stage,
        "backdrop": brief.backdrop or choices.drawn(brief, "backdrops", _rng(seed, "backdrop")),
        "backdrop_colours": palette.backdrop,
        "surface_colour": palette.stand,
        "accents": palette.accents,
        **_light(brief, camera, seed),
        **_props(brief, seed),
        **_stand(_rng(seed, "stand")),
        "camera": camera,
        "camera_tilt": round(float(tilt), 2),
        "position": brief.position or BESIDE.get(brief.text_space or "", "centre"),
        "scale": brief.scale or "medium",
        "text_space": brief.text_space,
        "seed": seed,
    }


def _rng(seed: int, part: str) -> Generator:
    """Its own generator for every choice: saying one thing does not change the others."""
    return default_rng([abs(seed), *part.encode()])


def _stage(brief: SceneBrief, rng: Generator) -> str:
    """A stage, or "floor"."""
    if brief.stage:
        return brief.stage
    found = choices.options(brief, "stages")
    if "podium" in brief.without:
        found = [stage for stage in found if stage in ("floor", "tabletop")] or ["floor"]
    if brief.surface in ("sand", "snow", "water"):
        found = ["floor", "podium"] if "podium" not in brief.without else ["floor"]
    return str(found[int(rng.integers(len(found)))])


def _surface(brief: SceneBrief, rng: Generator) -> str:
    if brief.surface:
        return brief.surface
    shunned = (GLOSSY if "reflection" in brief.without else set()) | (
        PATTERNED if "pattern" in brief.without else set()
    )
    found = [one for one in choices.options(brief, "surfaces") if one not in shunned] or ["plaster"]
    return str(found[int(rng.integers(len(found)))])


def _palette(brief: SceneBrief, rng: Generator) -> Palette:
    """Colours as asked for; else a palette of the tables in a shade of the seed's."""
    near, far, stand, *accents = choices.drawn(brief, "palettes", rng)
    shade = rng.uniform(0.90, 1.08)
    if not brief.colours:
        backdrop = _shaded(near, shade), _shaded(far, shade)
        return Palette(backdrop, stand, _turned(accents, rng))
    asked = [choices.hex_colour(colour) for colour in brief.colours]
    first = asked[0]
    blends = brief.backdrop == "gradient" and brief.colours[1:2] not in ((), ("gold",), ("silver",))
    far = asked[1] if blends else _shaded(first, 0.78)  # metals are for props, not for walls
    others = asked[1:] or [_shaded(first, 0.62), _towards_white(first, 0.45)]
    return Palette((first, far), _towards_white(asked[-1], 0.5), tuple(others))


def _light(brief: SceneBrief, camera: str, seed: int) -> dict[str, Any]:
    rng = _rng(seed, "light")
    soft_only = "shadow" in brief.without
    quality = brief.light_quality or choices.drawn(brief, "lights", _rng(seed, "quality"))
    quality = "soft" if soft_only and not brief.light_quality else quality
    direction = brief.light_direction or ("left", "right")[int(rng.integers(2))]
    sectors = FROM_ABOVE if camera == "top-down" else AZIMUTH
    azimuth = rng.uniform(*sectors[direction])
    if direction == "back" and rng.uniform() < 0.5:
        azimuth = -azimuth
    if quality == "window":
        azimuth = np.clip(azimuth, -56, 56)  # flatter, and its bars would miss the wall
    low, high = {"top": (64, 74), "back": (50, 60)}.get(direction, ELEVATION[quality])
    return {
        "light_azimuth": round(float(azimuth), 1),
        "light_elevation": round(float(rng.uniform(low, high)), 1),
        "light_quality": quality,
        "warmth": brief.warmth or choices.drawn(brief, "warmths", _rng(seed, "warmth")),
        "brightness": brief.brightness
        or choices.drawn(brief, "brightnesses", _rng(seed, "brightness")),
    }


def _props(brief: SceneBrief, seed: int) -> dict[str, Any]:
    chosen = brief.props or tuple(choices.drawn(brief, "props", _rng(seed, "props")))
    amount = brief.prop_amount or choices.drawn(brief, "amounts", _rng(seed, "amount"))
    if "props" in brief.without:
        chosen = ()
    kept = tuple(prop for prop in chosen if prop not in brief.without)
    return {"props": kept, "prop_amount": amount}


def _stand(rng: Generator) -> dict[str, Any]:
    return {
        "stand_round": bool(rng.uniform() < 0.62),
        "stand_height": round(float(rng.uniform(0.18, 0.46)), 3),
        "stand_width": round(float(rng.uniform(1.32, 1.66)), 3),
    }


def _turned(accents: list[str], rng: Generator) -> tuple[str, ...]:
    """The accents from another one on, in their order."""
    start = int(rng.integers(len(accents)))
    return (*accents[start:], *accents[:start])


def _shaded(colour: str, factor: float) -> str:
    """Lighter or darker at the same hue, never beyond white."""
    light = np.array(linear(colour))
    brighter = light * min(factor, 1 / max(float(light.max()), 1e-3))
    return hex_of((brighter[0], brighter[1], brighter[2]))


def _towards_white(colour: str, share: float) -> str:
    light = np.array(linear(colour)) * (1 - share) + share
    return hex_of((light[0], light[1], light[2]))
