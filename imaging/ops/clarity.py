"""Local contrast: what is a little lighter or darker than its surroundings becomes more so."""

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.guided import Shapes, by_bands
from imaging.ops.tiles import Area

U8 = NDArray[np.uint8]

RADIUS = 0.03  # of the longer side
EDGE = 14.0  # levels; larger steps are edges, which get no halo
STRONGEST = 1.2  # times the detail that is there, at amount 1
MOST = 12.0  # levels that anything moves


def clarified(luma: U8, amount: float) -> U8:
    """`luma` (H, W) uint8 with its detail made stronger; `amount` in [-1, 1].

    Detail is what the large shapes have not; it moves by at most MOST levels, less near black and
    white, and with `amount` below 0 becomes weaker.
    """
    shapes = Shapes(luma, RADIUS, EDGE)
    room = _room()

    def act(part: U8, area: Area) -> U8:
        detail = part - shapes.of(part, area)
        moved = np.tanh(detail * np.float32(STRONGEST * amount / MOST)) * MOST
        return np.clip(part + moved * cv2.LUT(part, room) + 0.5, 0, 255).astype(np.uint8)

    return by_bands(luma, act)


def _room() -> NDArray[np.float32]:
    """How far each level may move: all in the middle, nothing at black and white, (256,)."""
    x = np.arange(256, dtype=np.float32) / 255
    return np.asarray(np.minimum(1, 6 * x) * np.minimum(1, 6 * (1 - x)), np.float32)
