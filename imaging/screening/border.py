"""A frame drawn about a picture: bands of one colour along its sides, ending in straight edges."""

import numpy as np
from numpy.typing import NDArray

from imaging.ops.delta_e import lab
from imaging.ops.spread import shrunk

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

SIDE = 512  # px in which it is looked for
WIDEST = 0.12  # of the shorter side
EVEN = 2.0  # Lab units, mean deviation within a row of the band
STEP = 6.0  # Lab units between band and picture, along most of the side
MOST = 0.9  # of a side's length
SIDES_NEEDED = 3


def border(image: U8) -> float:
    """Width of the frame about `image` (H, W, 3), as a share of its shorter side; 0 without one."""
    colours = lab(shrunk(image, SIDE))
    turned = [np.rot90(colours, quarters) for quarters in range(4)]
    widths = [width for side in turned if (width := _band(np.asarray(side, np.float32)))]
    short = min(colours.shape[:2])
    if len(widths) < SIDES_NEEDED or max(widths) > 2 * min(widths) + 2:
        return 0.0
    return round(float(np.median(widths)) / short, 4)


def _band(colours: F32) -> int:
    """How many rows from the top are a band; 0 where there is none."""
    height, width = colours.shape[:2]
    deepest = max(2, round(WIDEST * min(height, width)))
    inner = slice(deepest, max(width - deepest, deepest + 1))
    first = np.median(colours[0], axis=0)
    for row in range(1, deepest):
        apart = np.linalg.norm(colours[row] - first, axis=1)
        if apart[inner].mean() > EVEN:
            below = np.linalg.norm(colours[min(row + 1, height - 1)] - first, axis=1)
            return row if (below[inner] > STEP).mean() >= MOST else 0
    return 0
