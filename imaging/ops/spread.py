"""Parts of a large picture that stand for the whole where details are measured."""

from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
A = TypeVar("A", U8, NDArray[np.float32])

SIDE = 512  # px of a part; a multiple of a JPEG's 16, so that its grid stays where it was
MOST = 12  # parts: 3 MP, whatever the size of the picture
GRID = 16


def spread(plane: A, side: int = SIDE, most: int = MOST) -> list[A]:
    """At most `most` views of `side` px of `plane` (H, W[, C]), evenly over it, on a JPEG's grid.

    A picture that is no larger than they are together comes back whole.
    """
    height, width = plane.shape[:2]
    if height * width <= most * side * side:
        return [plane]
    rows = max(1, min(round((most * height / width) ** 0.5), height // side, most))
    columns = max(1, min(most // rows, width // side))
    return [
        plane[top : top + side, left : left + side]
        for top in starts(height, side, rows)
        for left in starts(width, side, columns)
    ]


def starts(length: int, side: int, count: int) -> list[int]:
    """Where `count` parts begin along `length` px, as multiples of GRID."""
    free = max(length - side, 0)
    return [int(free * (i + 0.5) / count) // GRID * GRID for i in range(count)]


def shrunk(image: U8, longest: int) -> U8:
    """`image` (H, W[, C]), its longer side at most `longest` px, by areas; itself if it fits."""
    height, width = image.shape[:2]
    scale = longest / max(height, width)
    if scale >= 1:
        return image
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
