"""Work on the few parts of a large picture that need it."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Slices = tuple[slice, slice]
TILE = 128  # px; small enough to hug an edge, large enough for vector units


def tiles_touching(band: NDArray[np.uint8], tile: int = TILE) -> Iterator[Slices]:
    """Rectangles of at most `tile` px a side, side by side, that hold a nonzero pixel of (H, W)."""
    height, width = band.shape
    by_row = np.maximum.reduceat(band, np.arange(0, height, tile), axis=0)
    hit = np.maximum.reduceat(by_row, np.arange(0, width, tile), axis=1)
    for row, column in np.argwhere(hit) * tile:
        yield (
            slice(int(row), int(min(row + tile, height))),
            slice(int(column), int(min(column + tile, width))),
        )


def grown(area: Slices, margin: int, shape: tuple[int, int]) -> Slices:
    """`area` with `margin` px more on each side, as far as a picture of `shape` (H, W) goes."""
    rows, columns = area
    return (
        slice(max(rows.start - margin, 0), min(rows.stop + margin, shape[0])),
        slice(max(columns.start - margin, 0), min(columns.stop + margin, shape[1])),
    )
