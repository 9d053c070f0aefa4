"""Asking for better photos: of one, of a product's, of many products at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.models import Photo, Product, Rendition, Shop, User
from catalog.selectors.improving import options_told
from catalog.selectors.photos import photos_of
from catalog.services.own_looks import look_inputs
from catalog.services.photos import photo_add
from catalog.services.renditions import (
    Inputs,
    inputs_of,
    rendition_draft,
    rendition_queue,
    rendition_remake,
    strokes_check,
    strokes_kept,
)
from imaging import codec
from imaging.engines.base import U8
from imaging.errors import EngineError
from imaging.improving import ONE_TAP
from imaging.models import Job
from imaging.one_step import ONE_STEP
from imaging.recipes import RECIPES

Options = Mapping[str, Any]
ERASED = 128  # grey of the brush's strokes where something is to go


@dataclass(frozen=True)
class Batch:
    """What came of improving many products: `refused` is why the rest, if any, was left out."""

    pictures: int
    products: int
    without_photos: int
    left_out: int = 0
    refused: EngineError | None = None


@transaction.atomic
def photos_improve(
    *, photos: Sequence[Photo], options: Options, by: User, priority: int = Job.Priority.PERSON
) -> list[Rendition]:
    """Queue a better picture of every photo, all of them or none; the photos stay as they are.

    Raises CatalogError without photos, for a deleted one and for a look of the shop's own that is
    gone, EngineError for what imaging refuses.
    """
    if not photos:
        raise CatalogError(_("Choose at least one photo."))
    given = further_inputs(photos[0].shop, options)
    return [
        rendition_queue(
            rendition_draft(photo, ONE_TAP, by, options=dict(options)),
            {**inputs_of(photo), **given},
            priority=priority,
        )
        for photo in photos
    ]


def further_inputs(shop: Shop, options: Options) -> Inputs:
    """The files that `options` need beside the photo. Raises as `look_inputs` does, and
    EngineError("nothing_marked") for steps that only the brush can ask for."""
    if "erase" in options or options_told(options, "heal").get("where") == "marked":
        raise EngineError("nothing_marked")
    return look_inputs(shop=shop, options=options)


def photo_erase(*, photo: Photo, strokes: bytes, by: User) -> Rendition:
    """Queue `photo` without what the brush marked; nothing else of it is changed.

    `strokes` is the brush's grey picture, of the photo's shape: ERASED where a thing is to go.
    Raises CatalogError for strokes that are none, EngineError of the codec for unreadable ones.
    """
    data = codec.encode_grey(marks_of(strokes, photo)).data
    draft = rendition_draft(photo, ONE_TAP, by, options={"erase": {}, "strength": 0})
    with strokes_kept(data, tenant=photo.shop.tenant) as kept:
        return rendition_queue(draft, inputs_of(photo) | {"marked": kept})


def marks_of(strokes: bytes, photo: Photo) -> U8:
    """What the brush marked, (H, W) at its own size: 255 where a thing is to go. Raises as
    `photo_erase` does."""
    strokes_check(strokes, photo)
    marked = codec.decode_grey(strokes) == ERASED
    if not marked.any():
        raise CatalogError(_("Nothing was painted. Mark what is to go first."))
    return np.where(marked, 255, 0).astype(np.uint8)


def products_improve(*, products: Iterable[Product], options: Options, by: User) -> Batch:
    """Every photo of every product, behind what people wait for; one transaction a product.

    Where the shop has too much waiting, the products that came first are asked for, and the answer
    says how many were not. Raises CatalogError where there is no photo at all, EngineError for
    options that imaging refuses.
    """
    photos = {product: photos_of(product) for product in products}
    wanted = {product: found for product, found in photos.items() if found}
    if not wanted:
        raise CatalogError(_("The chosen products have no photos yet."))
    made, asked, refused = 0, 0, None
    for found in wanted.values():
        try:
            made += len(
                photos_improve(photos=found, options=options, by=by, priority=Job.Priority.BULK)
            )
        except EngineError as error:
            if error.code != "too_many_jobs" or not made:
                raise
            refused = error
            break
        asked += 1
    return Batch(made, asked, len(photos) - len(wanted), len(wanted) - asked, refused)


def rendition_use_as_photo(*, rendition: Rendition, by: User) -> Photo:
    """Add a finished better picture to its product's photos; the photo it was made from stays.

    Raises CatalogError when it is not a finished one of those.
    """
    name = rendition.job.output_file()
    if not is_better_photo(rendition) or name is None:
        raise CatalogError(_("Only a finished better photo can be used as a photo."))
    origin = rendition.photo.name.rpartition(".")[0] if rendition.photo else ""
    with default_storage.open(name) as file:
        data = file.read()
    ending = name.rpartition(".")[2]
    shown = _("%(name)s, improved") % {"name": origin or rendition.product.title}
    photo = photo_add(product=rendition.product, name=f"{shown}.{ending}", data=data, by=by)
    if photo.made_from_id is None:
        photo.made_from = rendition
        photo.save(update_fields=["made_from"])
    return photo


def rendition_fix(*, rendition: Rendition, preset: str | None, by: User) -> Rendition:
    """Make `rendition` as the channel `preset` wants it: from the better photo where it is one.

    That is added to the product's photos first, as `rendition_use_as_photo` does, and stays there.
    Raises CatalogError and EngineError as that and `rendition_remake` do.
    """
    if not (preset and is_better_photo(rendition)):
        return rendition_remake(rendition=rendition, preset=preset, by=by)
    photo = rendition_use_as_photo(rendition=rendition, by=by)
    draft = rendition_draft(photo, "main-image", by, preset=preset)
    return rendition_queue(draft, inputs_of(photo), parents=[rendition])


def is_better_photo(rendition: Rendition) -> bool:
    """Whether it is a photo put right, in its own frame, rather than a picture for a channel."""
    return rendition.recipe in ONE_STEP and not RECIPES[rendition.recipe].is_for_channels
