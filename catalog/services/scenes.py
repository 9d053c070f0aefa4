"""Asking for scenes by their options: what programs do; people ask with briefs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError

from catalog.errors import CatalogError
from catalog.models import Photo, Rendition, User
from catalog.services.briefs import ASPECT, LONG_SIDE, words_read
from catalog.services.renditions import inputs_of, rendition_queue
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


@transaction.atomic
def scenes_request(
    *, photos: Iterable[Photo], presets: Iterable[str], asked: SceneAsked, by: User
) -> list[Rendition]:
    """Queue a scene of every photo for every channel, or for none where none is named.

    All of them or none. Raises CatalogError for a deleted photo and for words that say nothing,
    EngineError for what imaging refuses (unknown_theme, bad_parameters, unknown_preset …).
    """
    options = scene_options(asked)
    return [
        rendition_queue(
            Rendition(
                shop=photo.shop,
                product=photo.product,
                photo=photo,
                recipe="scene",
                preset=preset,
                options=options,
                requested_by=by,
            ),
            inputs_of(photo),
        )
        for photo in photos
        for preset in dict.fromkeys(presets) or [""]
    ]


def scene_options(asked: SceneAsked) -> dict[str, Any]:
    """What the scene recipe is built with. Raises what `scenes_request` says of scenes."""
    base = theme(asked.theme) if asked.theme else None
    scene = scene_asked(asked.brief, base.brief if base else SceneBrief())
    return {
        "theme": base.key if base and base.brief == scene else None,
        "brief": scene.model_dump(mode="json", exclude_defaults=True),
        "seed": asked.seed if asked.seed is not None else base.seed if base else 1,
        "aspect": asked.aspect or scene.aspect or ASPECT,
        "long_side": LONG_SIDE,
        "quality": "best",
    }


def scene_asked(brief: str | Mapping[str, Any], base: SceneBrief) -> SceneBrief:
    """`base` as `brief` changes it. Raises CatalogError and EngineError("bad_parameters")."""
    if isinstance(brief, str):
        reading = words_read(brief, base)
        if reading.unknown and reading.scene == base:
            said = _("None of these words is known here: %(words)s. Say it differently.")
            raise CatalogError(said % {"words": ", ".join(reading.unknown)})
        return reading.scene
    try:
        return SceneBrief.model_validate(base.model_dump(exclude_defaults=True) | dict(brief))
    except ValidationError as error:
        raise refusal("brief", error) from error
