"""A small advert at once, drawn while somebody types: the real engine on a reduced cut-out."""

import math
import os
import threading
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np

from catalog.models import Photo, Rendition
from catalog.selectors.adverts import ADVERT, scene_under
from catalog.selectors.before_picture import placement_of, stored
from catalog.selectors.brand import brand_of
from catalog.selectors.briefs import masked_of
from catalog.services.adverts import AdvertAsked, options_of
from catalog.services.photos import photo_view_file
from imaging import codec
from imaging.adverts.sizes import SIZES
from imaging.engines import registry
from imaging.engines.base import U8, Context, Work
from imaging.engines.place import placed
from imaging.recipes import build

MEAN_SIDE = 640  # px of the square with the preview's area: its smallest text is still legible
CUT_SIDE = 900  # px; larger than the product of any preview
QUALITY = 82
FINDS_PRODUCT = ("cutout", "retouch")  # takes long, and was done before
# Every request has a thread of its own; the others wait for a core.
DRAWING = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))


class NoPreview(Exception):
    """Only a worker can draw it: nothing was cut out yet, or its scene is not drawn."""


@dataclass(frozen=True)
class Preview:
    """A small advert as WebP, and its size in px.

    is_rough: words on the scene as it is, which is drawn anew with room for them when made.
    """

    data: bytes
    width: int
    height: int
    is_rough: bool = False


def advert_preview(
    *, photo: Photo, asked: AdvertAsked, size: str, parent: Rendition | None
) -> Preview:
    """The advert that `asked` would become in `size`, reduced.

    Raises NoPreview, and EngineError for what the engine refuses, as the job would.
    """
    if asked.ground.kind == "theme":
        raise NoPreview
    options = options_of(photo.shop, asked, size, parent) | reduced(SIZES[size])
    with DRAWING:
        if asked.ground.kind == "scene":
            begun = scene_drawn(parent, size)
        else:
            begun = cut_out(photo, parent)
        image = drawn(options, replace(begun, inputs=logo_of(photo))).image
    encoded = codec.encode(image, format="webp", quality=QUALITY)
    return Preview(encoded.data, encoded.width, encoded.height, is_rough=begun.is_backed)


def drawn(options: dict[str, Any], work: Work) -> Work:
    """`work` after the advert's steps that are still to do."""
    for step in build(ADVERT, options=options).steps:
        if step.engine not in FINDS_PRODUCT and (step.engine == ADVERT or not work.is_backed):
            params = registry.checked(step.engine, step.params)
            work = registry.load(step.engine).run(work, params, Context())
    return work


def reduced(size: tuple[int, int]) -> dict[str, int]:
    """A canvas of the same shape with the area of a square of MEAN_SIDE px."""
    scale = MEAN_SIDE / math.sqrt(size[0] * size[1])
    return {"width": round(size[0] * scale), "height": round(size[1] * scale)}


def cut_out(photo: Photo, parent: Rendition | None) -> Work:
    """The product of `photo`, reduced, with the outline of `parent` or of its latest picture."""
    source = parent if parent and "mask" in parent.job.outputs else masked_of(photo)
    if source is None or photo.deleted_at:
        raise NoPreview
    image = codec.decode(stored(photo_view_file(photo=photo))).image
    scale = min(1.0, CUT_SIDE / max(image.shape[:2]))
    box = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    mask = codec.decode_grey(stored(source.job.outputs["mask"]["file"]))
    return Work(image=resized(image, box), alpha=resized(mask, box))


def scene_drawn(parent: Rendition | None, size: str) -> Work:
    """The finished scene that the advert is made from, reduced, with its product's outline.

    Raises NoPreview where it has another shape: then the set is drawn anew.
    """
    scene = scene_under(parent, size)
    placement = placement_of(scene.job) if scene else None
    if scene is None or placement is None:
        raise NoPreview
    small = reduced(SIZES[size])
    box = (small["width"], small["height"])
    mask = codec.decode_grey(stored(scene.job.outputs["mask"]["file"]))
    image = codec.decode(stored(scene.job.outputs["picture"]["file"])).image
    alpha = resized(placed(mask, placement.placement), box)
    return Work(image=resized(image, box), alpha=alpha, is_backed=True)


def resized(pixels: U8, box: tuple[int, int]) -> U8:
    """`pixels` at `box`, (width, height) px."""
    return np.asarray(cv2.resize(pixels, box, interpolation=cv2.INTER_AREA), np.uint8)


def logo_of(photo: Photo) -> dict[str, U8]:
    """The shop's logo as the engine takes it, (h, w, 4); empty without one."""
    brand = brand_of(photo.shop)
    if not brand.logo:
        return {}
    logo = codec.decode(stored(brand.logo))
    opaque = np.full(logo.image.shape[:2], 255, np.uint8)
    return {"logo": np.dstack([logo.image, opaque if logo.alpha is None else logo.alpha])}
