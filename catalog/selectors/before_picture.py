"""The photo laid under its rendition, so that both can be compared pixel over pixel."""

from dataclasses import dataclass

import cv2
import numpy as np
from django.core.files.storage import default_storage

from catalog.models import Rendition
from imaging import codec
from imaging.engines import registry
from imaging.engines.base import U8, Context, Placement, Work
from imaging.models import Job

SIDE = 1600  # px
BEYOND = (236, 236, 236)  # sRGB where the photo ends before the canvas does


def before_picture(*, rendition: Rendition, view: str) -> bytes:
    """A JPEG of the photo as the recipe placed it, at most SIDE px a side.

    `view` is the storage name of the photo's display copy. Without a placing step the picture
    has the photo's own geometry, and so has this. Raises FileNotFoundError when a file is gone.
    """
    shown = codec.decode(stored(view)).image
    placement = placement_of(rendition.job)
    if placement is not None:
        shown = laid(shown, placement.placement, placement.photo_width)
    return codec.encode(shown, format="jpeg", quality=88).data


@dataclass(frozen=True)
class Placed:
    """How a photo of a known width (px) was placed."""

    placement: Placement
    photo_width: int


def placement_of(job: Job) -> Placed | None:
    """The placing step of a finished job done again on its mask; None when it had none."""
    params = next((step["params"] for step in job.steps if step["engine"] == "place"), None)
    if params is None or "mask" not in job.outputs:
        return None
    mask = codec.decode_grey(stored(job.outputs["mask"]["file"]))
    blank = np.zeros((*mask.shape, 3), np.uint8)
    work = registry.load("place").run(
        Work(image=blank, alpha=mask), registry.checked("place", params), Context()
    )
    return Placed(work.placement, mask.shape[1]) if work.placement else None


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


def stored(name: str) -> bytes:
    with default_storage.open(name) as file:
        return bytes(file.read())
