"""Whether two pictures of like structure look alike: 16 × 16 colours each, compared in CIELAB.

A perceptual hash sees light and dark in broad strokes: two pairs of trousers on white, one green
and one blue, often have the same. What it finds is looked at once more, in colour, where either of
the two shows anything but white.
"""

import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]

CELLS = 16  # on a side; LOOK_BYTES in all
LOOK_BYTES = CELLS * CELLS * 3
ALIKE = 10.0  # CIELAB units, root mean square over the cells that show something
WHITE = 3.0  # as far from white as a JPEG leaves it
# 8-bit CIELAB holds L* in 0–255, a* and b* from 128 on.
SCALE, ZERO = np.array([100 / 255, 1, 1], np.float32), np.array([0, 128, 128], np.float32)
PAPER = np.array([100, 0, 0], np.float32)


def look(image: U8) -> bytes:
    """`image` (H, W, 3) uint8 RGB in CELLS × CELLS colours, row by row, as 8-bit CIELAB."""
    import cv2  # here: the web process compares looks, and never takes one

    small = cv2.resize(np.ascontiguousarray(image), (CELLS, CELLS), interpolation=cv2.INTER_AREA)
    return cv2.cvtColor(small, cv2.COLOR_RGB2LAB).tobytes()


def looks_apart(one: bytes, other: bytes) -> float:
    """How far two looks are apart, in CIELAB units; 0 where both are white all over."""
    first, second = colours(one), colours(other)
    shown = (from_white(first) > WHITE) | (from_white(second) > WHITE)
    if not shown.any():
        return 0.0
    square = np.square(first - second).sum(axis=1)[shown]
    return float(np.sqrt(square.mean()))


def colours(look: bytes) -> NDArray[np.float32]:
    """The cells of a look (CELLS², 3): L* in 0–100, a* and b* in -128–127."""
    cells = np.frombuffer(look, np.uint8).reshape(-1, 3).astype(np.float32)
    return cells * SCALE - ZERO


def from_white(cells: NDArray[np.float32]) -> NDArray[np.float32]:
    """The distance of each of `cells` (n, 3) from white, in CIELAB units: (n,)."""
    distance: NDArray[np.float32] = np.sqrt(np.square(cells - PAPER).sum(axis=1))
    return distance
