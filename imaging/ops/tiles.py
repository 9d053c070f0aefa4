"""Work on the few parts of a large picture that need it."""

from collections.abc import Iterator

import cv2
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


def grown(area: Slices, margin: int, shape: tuple[int, ...]) -> Slices:
    """`area` with `margin` px more on each side, as far as a picture of `shape` (H, W) goes."""
    rows, columns = area
    return (
        slice(max(rows.start - margin, 0), min(rows.stop + margin, shape[0])),
        slice(max(columns.start - margin, 0), min(columns.stop + margin, shape[1])),
    )


def part_enlarged(
    plane: NDArray[np.float32], area: Slices, shape: tuple[int, ...]
) -> NDArray[np.float32]:
    """What bilinear enlargement of `plane` (h, w[, C]) to `shape` (H, W) holds in `area`."""
    rows, columns = area
    down, across = plane.shape[0] / shape[0], plane.shape[1] / shape[1]
    left, top = (columns.start + 0.5) * across - 0.5, (rows.start + 0.5) * down - 0.5
    to_plane = np.array([[across, 0, left], [0, down, top]])
    size = (columns.stop - columns.start, rows.stop - rows.start)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(
        cv2.warpAffine(plane, to_plane, size, flags=flags, borderMode=cv2.BORDER_REPLICATE),
        np.float32,
    )
