"""The photo laid under its rendition, so that both can be compared pixel over pixel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from django.core.files.storage import default_storage

from catalog.models import Rendition
from imaging import codec
from imaging.engines import registry
from imaging.engines.base import U8, Context, Placement, Work
from imaging.engines.place import VISIBLE_ALPHA
from imaging.models import Job
from imaging.ops.geometry import mask_to_product_box, resized

SIDE = 1600  # px
BEYOND = (236, 236, 236)  # sRGB where the photo ends before the canvas does


def before_picture(*, rendition: Rendition, view: str) -> bytes:
    """A JPEG of the photo as the recipe placed it, at most SIDE px a side.

    `view` is the storage name of the photo's display copy. Without a placing step the picture
    has the photo's own geometry, and so has this. Raises FileNotFoundError when a file is gone.
    """
    shown = codec.decode(stored(view)).image
    if moved := rendition.job.facts.get("geometry"):
        shown = turned(shown, moved)
    elif placement := placement_of(rendition.job):  # a job from before that fact was told
        shown = laid(shown, placement.placement, placement.photo_width)
    return codec.encode(shown, format="jpeg", quality=88).data


@dataclass(frozen=True)
class Placed:
    """How a photo of a known width (px) was placed."""

    placement: Placement
    photo_width: int


def placement_of(job: Job) -> Placed | None:
    """How a finished job placed the product; None when it left the photo's geometry.

    Found again on its mask: by the placing step, or from where a scene says the product stands.
    """
    if "mask" not in job.outputs:
        return None
    params = next((step["params"] for step in job.steps if step["engine"] == "place"), None)
    put: Mapping[str, Any] = job.facts.get("scene") or job.facts.get("backdrop") or {}
    box: Sequence[float] = put.get("box") or ()
    if params is None and not box:
        return None
    mask = codec.decode_grey(stored(job.outputs["mask"]["file"]))
    placement = by_step(mask, params) if params is not None else by_box(mask, box, job)
    return Placed(placement, mask.shape[1]) if placement else None


def by_step(mask: U8, params: Mapping[str, Any]) -> Placement | None:
    blank = np.zeros((*mask.shape, 3), np.uint8)
    work = registry.load("place").run(
        Work(image=blank, alpha=mask), registry.checked("place", params), Context()
    )
    return work.placement


def by_box(mask: U8, box: Sequence[float], job: Job) -> Placement | None:
    """The product's box in the photo, put where the picture shows it (shares of its sides)."""
    crop = mask_to_product_box(mask >= VISIBLE_ALPHA)
    if crop is None:
        return None
    canvas = (job.outputs["picture"]["width"], job.outputs["picture"]["height"])
    left, top, width, height = (
        round(share * side) for share, side in zip(box, canvas * 2, strict=True)
    )
    return Placement(crop, (max(1, width), max(1, height)), (left, top), canvas, cv2.INTER_AREA)


def laid(shown: U8, placement: Placement, photo_width: int) -> U8:
    """`shown` (H, W, 3), a reduced photo, on the placement's canvas reduced to SIDE px."""
    out = min(1.0, SIDE / max(placement.canvas))
    width, height = (max(1, round(side * out)) for side in placement.canvas)
    per_px = photo_width / shown.shape[1]
    matrix = np.zeros((2, 3))
    for axis in (0, 1):
        scale = out * placement.size[axis] / placement.crop[2 + axis]
        matrix[axis, axis] = scale * per_px
        matrix[axis, 2] = out * placement.offset[axis] - scale * placement.crop[axis]
    moved = cv2.warpAffine(
        shown, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=BEYOND
    )
    return moved.astype(np.uint8, copy=False)


def turned(shown: U8, moved: Mapping[str, Any]) -> U8:
    """`shown` (H, W, 3), a reduced photo, by the matrix of all steps that moved it.

    `moved`: matrix (row by row, photo px to canvas px), canvas and photo (width, height).
    """
    out = min(1.0, SIDE / max(moved["canvas"]))
    size = [max(1, round(side * out)) for side in moved["canvas"]]
    per_px = moved["photo"][0] / shown.shape[1]
    matrix = resized(out, out) @ np.reshape(moved["matrix"], (3, 3)) @ resized(per_px, per_px)
    laid_so = cv2.warpPerspective(shown, matrix, size, flags=cv2.INTER_LINEAR, borderValue=BEYOND)
    return laid_so.astype(np.uint8, copy=False)


def stored(name: str) -> bytes:
    with default_storage.open(name) as file:
        return bytes(file.read())
