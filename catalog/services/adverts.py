"""Asking for adverts: a product or a scene with words, each size a rendition of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.models import Photo, Rendition, Shop, User
from catalog.selectors.adverts import ADVERT, Ground, field_of, ground_options
from catalog.selectors.brand import brand_inputs, brand_of, kit_of
from catalog.services.renditions import (
    inputs_of,
    photo_of_rendition,
    rendition_draft,
    rendition_queue,
)
from imaging.adverts.badges import ROOM
from imaging.adverts.compose import planned
from imaging.adverts.layouts import LAYOUTS
from imaging.adverts.sizes import SIZES
from imaging.adverts.stack import Copy, stacked
from imaging.adverts.type_case import TypeCase
from imaging.adverts.words import Adjust, Words
from imaging.errors import EngineError, sentence
from imaging.models import Job
from imaging.reader import language


@dataclass(frozen=True)
class AdvertAsked:
    """What stands in the advert's form.

    sizes: keys of SIZES, one picture each. language: the writer's, for texts that do not tell.
    """

    words: Words
    layout: str = "minimal"
    sizes: Sequence[str] = ("1:1",)
    ground: Ground = field(default_factory=Ground)
    adjust: Adjust = field(default_factory=Adjust)
    language: Literal["en", "zh"] | None = None


class WordsDoNotFit(CatalogError):
    """The engine refused a text in one of the sizes; `field` is the one to shorten or change."""

    def __init__(self, error: EngineError, size: str) -> None:
        said = sentence(error.code, error.arguments, language())
        super().__init__(f"{size}: {said}")
        self.field = field_of(error)


@transaction.atomic
def adverts_request(
    *,
    photo: Photo,
    asked: AdvertAsked,
    by: User,
    parent: Rendition | None = None,
    priority: int = Job.Priority.PERSON,
) -> list[Rendition]:
    """Queue one advert of `photo` for every size: all of them or none.

    They are children of `parent`: the scene they are made from, or the advert that was changed.
    Its cut-out, brushed or not, is theirs. Raises CatalogError for an advert that says nothing,
    in no size, or of a deleted photo, WordsDoNotFit, and EngineError for what imaging refuses.
    """
    if not any(asked.words.model_dump().values()):
        raise CatalogError(_("Write at least a headline or a price."))
    if not asked.sizes:
        raise CatalogError(_("Choose at least one size."))
    words_check(shop=photo.shop, asked=asked)
    made_at = timezone.now()  # one moment: that is how sizes asked for together are found again
    return [
        rendition_queue(
            rendition_draft(
                photo,
                ADVERT,
                by,
                options=options_of(photo.shop, asked, size, parent),
                created_at=made_at,
            ),
            inputs_for(photo, parent),
            priority=priority,
            parents=[parent] if parent else (),
        )
        for size in dict.fromkeys(asked.sizes)
    ]


def words_check(*, shop: Shop, asked: AdvertAsked) -> None:
    """Whether all words fit in the layout in every size, found out without drawing.

    Only for a layout's own ground: elsewhere it depends on where the product stands, and the job
    tells. Raises WordsDoNotFit.
    """
    if asked.ground.kind != "layout":
        return
    brand = brand_of(shop)
    layout = LAYOUTS[asked.layout].branded(kit_of(brand))
    logo_aspect = brand.logo_width / brand.logo_height if brand.logo else None
    copy = Copy(asked.words, layout, TypeCase(asked.language), logo_aspect)
    for size in asked.sizes:
        try:
            stacked(copy, planned(copy, SIZES[size]), tagged=layout.badge not in ROOM)
        except EngineError as error:
            raise WordsDoNotFit(error, size) from error


def options_of(
    shop: Shop, asked: AdvertAsked, size: str, parent: Rendition | None
) -> dict[str, Any]:
    """What the advert recipe is built with, in the shop's brand of today."""
    width, height = SIZES[size]
    said = {
        "layout": asked.layout,
        "width": width,
        "height": height,
        "words": asked.words.model_dump(exclude_defaults=True),
        "brand": kit_of(brand_of(shop)).model_dump(exclude_defaults=True),
        "adjust": asked.adjust.model_dump(exclude_defaults=True),
        "language": asked.language,
    }
    return ground_options(asked.ground, parent) | said


def inputs_for(photo: Photo, parent: Rendition | None) -> dict[str, Mapping[str, str]]:
    """The photo, the cut-out as `parent` has it, and the shop's logo of today.

    Raises CatalogError when the photo was deleted.
    """
    inputs = inputs_of(photo)
    if parent and parent.photo_id == photo.pk and photo_of_rendition(parent):
        inputs = {role: item for role, item in parent.job.inputs.items() if role != "logo"}
    return inputs | brand_inputs(brand_of(photo.shop))
