"""Work on the few parts of a large picture that need it."""

from collections.abc import Iterator
from typing import NamedTuple, TypeVar, cast

import cv2
import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]
P = TypeVar("P", U8, F32)
Area = tuple[slice, slice]

TILE = 64  # px; small enough to hug an edge, large enough for vector units
AROUND = np.ones((5, 5), np.uint8)  # px of a small plane that bicubic enlargement looks at


class Tile(NamedTuple):
    """A part of a picture: where it is, and the range of a plane in it."""

    area: Area
    lowest: float
    highest: float


def tiles(plane: U8 | F32, tile: int = TILE) -> Iterator[Tile]:
    """The whole of `plane` (H, W) in rectangles of at most `tile` px a side."""
    yield from _tiles(plane, plane, plane.shape, tile)


def tiles_of_enlarged(plane: F32, shape: tuple[int, ...], tile: int = TILE) -> Iterator[Tile]:
    """Tiles of a picture of `shape` (H, W), with the range of the small `plane` (h, w) in each."""
    low, high = cv2.erode(plane, AROUND), cv2.dilate(plane, AROUND)
    yield from _tiles(np.asarray(low, np.float32), np.asarray(high, np.float32), shape, tile)


def areas(shape: tuple[int, ...], tile: int) -> Iterator[Area]:
    """A picture of `shape` (H, W, …) in parts of at most `tile` px a side, row by row."""
    for rows in spans(shape[0], tile):
        for columns in spans(shape[1], tile):
            yield rows, columns


def spans(length: int, longest: int) -> Iterator[slice]:
    """`length` px in pieces of at most `longest`."""
    for start in range(0, length, longest):
        yield slice(start, min(start + longest, length))


def grown(area: Area, margin: int, shape: tuple[int, ...]) -> Area:
    """`area` with `margin` px more on each side, as far as a picture of `shape` (H, W) goes."""
    rows, columns = area
    return (
        slice(max(rows.start - margin, 0), min(rows.stop + margin, shape[0])),
        slice(max(columns.start - margin, 0), min(columns.stop + margin, shape[1])),
    )


def within(area: Area, around: Area) -> Area:
    """Where `area` lies in the part of the picture cut out by `around`."""
    rows, columns = (
        slice(inner.start - outer.start, inner.stop - outer.start)
        for inner, outer in zip(area, around, strict=True)
    )
    return rows, columns


def part_enlarged(plane: P, area: Area, shape: tuple[int, ...], by: int = cv2.INTER_LINEAR) -> P:
    """What enlargement of `plane` (h, w[, C]) to `shape` (H, W) holds in `area`; same dtype."""
    rows, columns = area
    down, across = plane.shape[0] / shape[0], plane.shape[1] / shape[1]
    left, top = (columns.start + 0.5) * across - 0.5, (rows.start + 0.5) * down - 0.5
    to_plane = np.array([[across, 0, left], [0, down, top]])
    size = (columns.stop - columns.start, rows.stop - rows.start)
    flags = by | cv2.WARP_INVERSE_MAP
    part = cv2.warpAffine(plane, to_plane, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return cast(P, part)


def _tiles(low: U8 | F32, high: U8 | F32, shape: tuple[int, ...], tile: int) -> Iterator[Tile]:
    height, width = shape[:2]
    tops, lefts = np.arange(0, height, tile), np.arange(0, width, tile)
    rows, columns = tops * low.shape[0] // height, lefts * low.shape[1] // width
    lowest = np.minimum.reduceat(np.minimum.reduceat(low, rows, axis=0), columns, axis=1)
    highest = np.maximum.reduceat(np.maximum.reduceat(high, rows, axis=0), columns, axis=1)
    flat = zip(lowest.ravel(), highest.ravel(), strict=True)
    for area, (least, most) in zip(areas(shape, tile), flat, strict=True):
        yield Tile(area, least, most)
