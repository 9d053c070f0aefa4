"""Reads the mark of `watermark` back, whatever was done to the file: size, crop, compression, turn.

The two sizes that matter most are tried first: as it was made, and half of that. For any other, the
pattern itself tells how large it is now. At each size the picture is laid upon itself once; what
that gives is then turned and mirrored, which is cheaper. What a picture without a mark says
is chance: it passes the checksum once in 2^32 times, and TRIES are made: one false alarm in 38
million pictures.
"""

from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.spread import shrunk
from imaging.provenance.watermark_scale import SHORTEST, likely_periods
from imaging.provenance.watermark_tile import PERIOD, Match, read

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

OWN_SHADING = 3.0  # px at half size, sigma: what is smoother is the picture's own
AROUND = 5.0  # px, sigma
CALM = 0.7  # levels: deviation below which a place is not made to count for more
SIZES = (0.5, 1.0)  # to half size from the size it was made at, and from half of that
OTHER_SIZES, NUDGES = 4, (0.9992, 1.0, 1.0008)
TURNS = 8  # by a quarter each, and mirrored
TRIES = (len(SIZES) + OTHER_SIZES * len(NUDGES)) * TURNS
LOOKED_AT = 2048  # px a side at half size, from the middle: time and memory stay bounded
SEARCHED = 1024  # px on the longer side of what its size is searched in
SMALLEST = PERIOD  # px


class Found(NamedTuple):
    """The number in a picture, and the share in [0, 1] of its signs that came through."""

    payload: int
    confidence: float


def detect(image: U8) -> Found | None:
    """The mark in `image`, (H, W, 3) uint8 sRGB, not modified; None where none is read."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)
    if min(grey.shape) < SMALLEST:
        return None
    for size in SIZES:
        if found := found_at(middle(grey, int(LOOKED_AT / size)), size):
            return found
    small = shrunk(grey, SEARCHED)
    return None if min(small.shape) < SHORTEST else detect_resized(small)


def detect_resized(grey: U8) -> Found | None:
    """The mark in `grey` (H, W), which may have any size."""
    for period in likely_periods(calmed(grey.astype(np.float32)), OTHER_SIZES):
        part = middle(grey, int(SEARCHED * period / PERIOD))
        for nudge in NUDGES:
            if found := found_at(part, PERIOD / period * nudge):
                return found
    return None


def found_at(grey: U8, size: float) -> Found | None:
    """The mark in `grey` (H, W) when resized by `size`, however it was turned or mirrored."""
    for turned in turns(folded_at(grey, size)):
        match = read(turned)
        if match.payload is not None:
            return Found(match.payload, match.agreement)
    return None


def turns(square: F64) -> Iterator[F64]:
    """(n, n) `square` as it is, turned by quarters, and its mirror image likewise: TURNS."""
    for side in (square, square[:, ::-1]):
        for quarters in range(TURNS // 2):
            yield np.rot90(side, quarters)


def match_at(grey: U8, size: float) -> Match:
    """What `grey` (H, W) says upright when resized by `size`."""
    return read(folded_at(grey, size))


def folded_at(grey: U8, size: float) -> F64:
    """`grey` (H, W), resized by `size`, calmed and laid upon itself: (PERIOD, PERIOD)."""
    way = cv2.INTER_AREA if size < 1 else cv2.INTER_CUBIC
    resized = grey if size == 1 else cv2.resize(grey, None, fx=size, fy=size, interpolation=way)
    return folded(calmed(resized.astype(np.float32)))


def middle(grey: U8, side: int) -> U8:
    """At most `side` px each way from the middle of `grey` (H, W)."""
    top, left = (max(0, (length - side) // 2) for length in grey.shape)
    return grey[top : top + side, left : left + side]


def calmed(grey: F32) -> F32:
    """What is left of `grey` (H, W) without its shading, with edges and textures held down."""
    rest = grey - soft(grey, OWN_SHADING)
    calm = rest / (np.sqrt(soft(rest * rest, AROUND)) + CALM)
    return np.clip(calm, -2, 2).astype(np.float32, copy=False)


def folded(plane: F32) -> F64:
    """(PERIOD, PERIOD): all tiles of `plane` laid upon each other."""
    height, width = (-(-side // PERIOD) * PERIOD for side in plane.shape)
    whole = np.zeros((height, width), np.float32)
    whole[: plane.shape[0], : plane.shape[1]] = plane
    tiles = whole.reshape(height // PERIOD, PERIOD, width // PERIOD, PERIOD)
    sums: F64 = tiles.sum(axis=(0, 2), dtype=np.float64)
    return sums


def soft(plane: F32, sigma: float) -> F32:
    """`plane` (H, W) without what is finer than `sigma` px."""
    blurred = cv2.GaussianBlur(plane, (0, 0), sigma, borderType=cv2.BORDER_REFLECT)
    return blurred.astype(np.float32, copy=False)
