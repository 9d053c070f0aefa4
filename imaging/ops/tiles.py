"""Work on the few parts of a large picture that need it."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

Slices = tuple[slice, slice]
TILE = 128  # px; small enough to hug an edge, large enough for vector units


def tiles_touching(band: NDArray[np.bool_], tile: int = TILE) -> Iterator[Slices]:
    """Rectangles of at most `tile` px a side, side by side, that hold a true pixel of (H, W)."""
    height, width = band.shape
    rows, columns = -(-height // tile), -(-width // tile)
    padded = np.zeros((rows * tile, columns * tile), np.uint8)
    padded[:height, :width] = band
    # INTER_AREA averages whole tiles, so a single pixel of 16,384 must not round to nothing.
    hit = cv2.resize(padded.astype(np.float32), (columns, rows), interpolation=cv2.INTER_AREA) > 0
    for row, column in np.argwhere(hit):
        top, left = row * tile, column * tile
        yield (
            slice(int(top), int(min(top + tile, height))),
            slice(int(left), int(min(left + tile, width))),
        )
