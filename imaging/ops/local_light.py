"""Light by places: shadows opened, highlights held back, the drawing inside both kept."""

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.guided import Shapes, by_bands
from imaging.ops.luma import luma
from imaging.ops.tiles import Area

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

RADIUS = 0.04  # of the longer side
EDGE = 16.0  # levels
OPENED = 1.2  # shadows at 1 multiply the levels of dark parts by up to 1 + OPENED: about 2.5 stops
DARK = 150.0  # level from which nothing is a shadow
BLACKEST = 14.0  # level below which black is meant, and noise is
HELD = 0.35  # highlights at 1 take this share of the levels over BRIGHT
BRIGHT = 150.0


def lit(image: U8, shadows: float = 0.0, highlights: float = 0.0) -> U8:
    """`image` (H, W, 3) with shadows opened and highlights held back, each 0 to 1.

    One factor a place for all three levels, so that hue stays; it follows the large shapes, so that
    texture keeps its contrast.
    """
    grey = luma(image)
    shapes = Shapes(grey, RADIUS, EDGE)
    table = _factors(shadows, highlights)

    def act(part: U8, area: Area) -> U8:
        base = np.clip(shapes.of(grey[area], area) + 0.5, 0, 255).astype(np.uint8)
        factor = cv2.LUT(base, table)
        return np.asarray(cv2.multiply(part, cv2.merge([factor] * 3), dtype=cv2.CV_8U), np.uint8)

    return by_bands(image, act)


def _factors(shadows: float, highlights: float) -> F32:
    """What levels are multiplied with for every level of the base, (256,)."""
    base = np.arange(256, dtype=np.float64)
    dark = 1 - _smooth(base / DARK)
    opened = 1 + shadows * OPENED * dark * _smooth(base / BLACKEST)
    bright = np.maximum(base - BRIGHT, 0)
    held = 1 - highlights * HELD * bright / np.maximum(base, 1)
    return (opened * held).astype(np.float32)


def _smooth(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Smoothstep."""
    x = np.clip(x, 0, 1)
    return x * x * (3 - 2 * x)
