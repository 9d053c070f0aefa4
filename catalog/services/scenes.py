"""Asking for scenes by their options: what programs do. They leave the same briefs as people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError

from catalog.errors import CatalogError
from catalog.models import Brief, Photo, Rendition, User
from catalog.selectors.briefs import base_of
from catalog.selectors.taste import looks_asked
from catalog.services.briefs import (
    Asked,
    Reading,
    brief_keep,
    brief_read,
    first_seeds,
    options_of,
    something_asked,
)
from catalog.services.renditions import inputs_of, rendition_draft, rendition_queue
from imaging.brief import SceneBrief
from imaging.engines.registry import refusal
from imaging.themes import theme


@dataclass(frozen=True)
class SceneAsked:
    """A scene in words or as the fields of a brief, either of them changing a theme.

    seed: None is the theme's own, with which its plates were drawn. aspect: "" is the brief's.
    """

    brief: str | Mapping[str, Any] = ""
    theme: str = ""
    seed: int | None = None
    aspect: str = ""


def scenes_request(
    *, photos: Iterable[Photo], presets: Iterable[str], asked: SceneAsked, by: User
) -> list[Rendition]:
    """Write down a brief for every photo and queue its scene for every channel, or for none.

    All of it or nothing. Raises CatalogError for a deleted photo and for words that say nothing,
    EngineError for what imaging refuses (unknown_theme, bad_parameters, unknown_preset …).
    """
    said = as_in_the_form(asked)
    reading, channels = understood(said), list(dict.fromkeys(presets)) or [""]
    # Apart from the reading, which may wait for a language model.
    with transaction.atomic():
        briefs = {photo: brief_keep(photo, said, reading, by) for photo in photos}
        looks = options_asked(next(iter(briefs.values())), asked.seed)
        return [
            rendition_queue(
                rendition_draft(photo, "scene", by, brief=brief, preset=preset, options=options),
                inputs_of(photo),
            )
            for photo, brief in briefs.items()
            for preset in channels
            for options in looks
        ]


def as_in_the_form(asked: SceneAsked) -> Asked:
    """The same in the studio's form: a field, or a shape, is a chip that was set by hand.

    Raises EngineError: unknown_theme, bad_parameters.
    """
    base = theme(asked.theme).brief if asked.theme else SceneBrief()
    text, by_hand = (asked.brief, {}) if isinstance(asked.brief, str) else ("", dict(asked.brief))
    if asked.aspect:
        by_hand["aspect"] = asked.aspect
    try:
        chips = SceneBrief.model_validate(base.model_dump(exclude_defaults=True) | by_hand)
    except ValidationError as error:
        raise refusal("brief", error) from error
    return Asked(text=text, theme=asked.theme, chips=chips)


def understood(asked: Asked) -> Reading:
    """What was asked, where anything of it was understood. Raises CatalogError."""
    reading = something_asked(asked, brief_read(asked))
    if reading.unknown and reading.scene == base_of(None, asked.theme):
        said = _("None of these words is known here: %(words)s. Say it differently.")
        raise CatalogError(said % {"words": ", ".join(reading.unknown)})
    return reading


def options_asked(brief: Brief, seed: int | None) -> list[dict[str, Any]]:
    """The options of each picture of `brief`: one, or as many as its words ask for.

    They do not depend on the photo: pictures asked for together show the same look.
    """
    first = first_seeds(brief).start if seed is None else seed
    seeds = range(first, first + int(brief.scene.get("variants", 1)))
    looks = zip(seeds, looks_asked(brief, seeds), strict=True)
    return [options_of(brief, one, look) for one, look in looks]
