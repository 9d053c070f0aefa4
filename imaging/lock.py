"""Measures whether the product's pixels are the photo's: the proof behind "pixel locked"."""

import math
from typing import TypedDict

import cv2
import numpy as np

from imaging.engines.base import U8, Placement, Work
from imaging.engines.place import placed
from imaging.ops.geometry import mask_eroded

CUBIC_REACH = 2  # photo px to each side that one resampled pixel depends on


class Lock(TypedDict):
    """JSON: the largest difference of any channel over `pixels` pixels inside the product mask.

    `locked` says that it is 0 and that there was a pixel to compare.
    """

    max_difference: int
    locked: bool
    pixels: int
    eroded_px: int


def measure(photo: U8, work: Work) -> Lock:
    """Do the recorded placement again on the untouched `photo` and compare with `work.image`.

    `photo` is (H, W, 3) uint8 RGB sRGB as decoded. Compared are pixels where `work.alpha` is 255,
    eroded so far that no compared pixel was resampled from beyond the edge; without alpha, all.
    Neither input is modified. Raises ValueError when the picture has another size than placed.
    """
    expected = photo if work.placement is None else placed(photo, work.placement)
    if expected.shape != work.image.shape:
        raise ValueError(f"expected {expected.shape}, got {work.image.shape}")
    radius = eroded_px(work.placement)
    alpha = np.full(expected.shape[:2], 255, np.uint8) if work.alpha is None else work.alpha
    inside = mask_eroded(alpha == 255, radius).view(np.uint8)
    apart = int(cv2.norm(expected, work.image, cv2.NORM_INF, inside))
    pixels = cv2.countNonZero(inside)
    return Lock(
        max_difference=apart, locked=apart == 0 and pixels > 0, pixels=pixels, eroded_px=radius
    )


def eroded_px(placement: Placement | None) -> int:
    """How many canvas px next to the edge may hold colours mixed with cleaned edge pixels.

    One for rounding of alpha, and the reach of the resampling: CUBIC_REACH photo px when
    enlarged; when shrunk by areas, less than that many canvas px. Moves before it add theirs.
    """
    reach, before = 0.0, 1.0
    while placement is not None:
        scale = max(to / of for to, of in zip(placement.size, placement.crop[2:], strict=True))
        reach += before * CUBIC_REACH * max(1.0, scale)
        before, placement = before * scale, placement.after
    return 1 + math.ceil(reach or CUBIC_REACH)
