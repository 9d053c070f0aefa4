"""Reads the mark of `watermark` back, whatever was done to the file: size, crop, compression."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.provenance.watermark_tile import PERIOD, Match, read

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

OWN_SHADING = 3.0  # px at half size, sigma: what is smoother is the picture's own
AROUND = 5.0  # px, sigma
CALM = 0.7  # levels: deviation below which a place is not made to count for more
SIZES = (0.5, 1.0)  # to half size from the size it was made at, and from half of that


class Found(NamedTuple):
    """The number in a picture, and the share in [0, 1] of its signs that came through."""

    payload: int
    confidence: float


def detect(image: U8) -> Found | None:
    """The mark in `image`, (H, W, 3) uint8 sRGB; None where none is read."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    for size in SIZES:
        match = match_at(grey, size)
        if match.payload is not None:
            return Found(match.payload, match.agreement)
    return None


def match_at(grey: U8, size: float) -> Match:
    """What `grey` (H, W) says when resized by `size`."""
    way = cv2.INTER_AREA if size < 1 else cv2.INTER_CUBIC
    resized = grey if size == 1 else cv2.resize(grey, None, fx=size, fy=size, interpolation=way)
    return read(folded(calmed(resized.astype(np.float32))))


def calmed(grey: F32) -> F32:
    """What is left of `grey` (H, W) without its shading, with edges and textures held down."""
    rest = grey - soft(grey, OWN_SHADING)
    calm: F32 = rest / (np.sqrt(soft(rest * rest, AROUND)) + CALM)
    return np.clip(calm, -2, 2)


def folded(plane: F32) -> F64:
    """(PERIOD, PERIOD): all tiles of `plane` laid upon each other."""
    height, width = (-(-side // PERIOD) * PERIOD for side in plane.shape)
    whole = np.zeros((height, width), np.float32)
    whole[: plane.shape[0], : plane.shape[1]] = plane
    tiles = whole.reshape(height // PERIOD, PERIOD, width // PERIOD, PERIOD)
    return tiles.sum(axis=(0, 2), dtype=np.float64)


def soft(plane: F32, sigma: float) -> F32:
    out: F32 = cv2.GaussianBlur(plane, (0, 0), sigma, borderType=cv2.BORDER_REFLECT)
    return out
