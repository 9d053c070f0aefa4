"""A picture's large shapes without its texture, their edges kept: the fast guided filter."""

from collections.abc import Callable, Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.spread import shrunk
from imaging.ops.tiles import Area, part_enlarged, spans

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

SMALL = 512  # px of the longer side where the lines are fitted
BAND = 256  # rows at a time, for bounded memory


class Shapes:
    """The smooth base of a plane as lines of its own levels (He and Sun, "Fast guided filter").

    plane: (H, W) uint8. radius: a share of the longer side. edge: levels; steps well below it are
    texture and go, steps well above it are edges and stay.
    """

    def __init__(self, plane: U8, radius: float, edge: float) -> None:
        small = shrunk(plane, SMALL).astype(np.float32)
        side = 2 * max(1, round(radius * max(small.shape))) + 1
        mean = _box(small, side)
        spread = np.maximum(_box(small * small, side) - mean * mean, 0)
        slope = np.asarray(spread / (spread + np.float32(edge**2)), np.float32)
        lines = np.dstack([_box(slope, side), _box(mean - slope * mean, side)])
        self.lines, self.shape = lines.astype(np.float32), plane.shape

    def of(self, part: U8, area: Area) -> F32:
        """The base of `part`, the plane in `area`: float32 levels, (h, w)."""
        lines = part_enlarged(self.lines, area, self.shape)
        return np.asarray(lines[..., 0] * part + lines[..., 1], np.float32)


def bands(shape: tuple[int, ...], rows: int = BAND) -> Iterator[Area]:
    """A picture of `shape` (H, W, …) in bands of at most `rows` rows."""
    for band in spans(shape[0], rows):
        yield band, slice(0, shape[1])


def by_bands(image: U8, act: Callable[[U8, Area], U8]) -> U8:
    """A new picture: `act` of every band of `image` (H, W[, C]), which gives the same shape."""
    out = np.empty_like(image)
    for area in bands(image.shape):
        out[area] = act(image[area], area)
    return out


def _box(plane: F32, side: int) -> F32:
    return np.asarray(
        cv2.boxFilter(plane, -1, (side, side), borderType=cv2.BORDER_REFLECT), np.float32
    )
