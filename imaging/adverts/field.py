"""The canvas that backdrops are drawn on, and what they are drawn with: masks, light, distances.

Pictures are (H, W, 3) and shares (H, W, 1), float32; levels are sRGB, 0 to 255.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.adverts.layout import Palette
from imaging.adverts.plan import Rect, mean_side
from imaging.adverts.shapes import rounded_mask, shape_mask
from imaging.ops.light import rgb

F32 = NDArray[np.floating[Any]]
U8 = NDArray[np.uint8]
MOST_DISC = 0.92  # of the shorter side of the canvas
DISC_CLEAR = 0.03  # of the mean side, between a disc and words
QUIET = 0.92  # share of a pattern that goes behind the words


@dataclass(frozen=True)
class Set:
    """What a backdrop is drawn around: canvas (width, height), the product's box, the areas of
    words, colours."""

    canvas: tuple[int, int]
    product: Rect
    words: tuple[Rect, ...]
    palette: Palette

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the product."""
        return self.product.x + self.product.w / 2, self.product.y + self.product.h / 2

    def colour(self, role: str) -> F32:
        """(3,) float32 of a palette colour."""
        return np.array(rgb(getattr(self.palette, role)), np.float32)

    def disc(self, share: float) -> Rect:
        """A square behind the product, `share` of the larger side of its box.

        It keeps away from the words as `across` does, and never fills the canvas.
        """
        wanted = max(self.product.w, self.product.h) * share
        side = min(wanted, MOST_DISC * min(self.canvas))
        side = min(self._room(side, 0), self._room(side, 1))
        return Rect(self._start(side, 0), self._start(side, 1), side, side)

    def across(self, width: float) -> tuple[float, float]:
        """Left end and width of what stands behind the product, `width` px wide.

        Where it would reach the words it moves away from them, as far as the product's middle
        stays over it, and is narrower beyond that.
        """
        width = self._room(width, 0)
        return self._start(width, 0), width

    def _room(self, length: float, axis: int) -> float:
        """`length` along an axis (0 across, 1 down), or what the words leave of it."""
        low, high = self._free[axis], self._free[axis + 2]
        middle, reach = self.middle[axis], 0.5 * min(self.product.w, self.product.h)
        return min(length, high - low, 2 * (middle - low + reach), 2 * (high - middle + reach))

    def _start(self, length: float, axis: int) -> float:
        """Where `length` px begin that lie about the product's middle and not under the words."""
        start = self.middle[axis] - length / 2
        return min(max(start, self._free[axis]), self._free[axis + 2] - length)

    @cached_property
    def _free(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of what the words leave the product's middle."""
        (x, y), clear = self.middle, DISC_CLEAR * mean_side(self.canvas)
        free = [-math.inf, -math.inf, math.inf, math.inf]
        for area in self.words:
            right, bottom = area.x + area.w + clear, area.y + area.h + clear
            apart = (x - right, y - bottom, area.x - clear - x, area.y - clear - y)
            at = apart.index(max(apart))
            edge = (right, bottom, area.x - clear, area.y - clear)[at]
            free[at] = max(free[at], edge) if at < 2 else min(free[at], edge)
        return free[0], free[1], free[2], free[3]

    @cached_property
    def loud(self) -> F32:
        """(H, W, 1): 1 where patterns may be strong, little behind the words, soft between."""
        quiet = np.zeros((self.canvas[1], self.canvas[0]), np.uint8)
        for area in self.words:
            quiet = np.maximum(quiet, rounded_mask(area, 0, self.canvas))
        soft = cv2.GaussianBlur(as_share(quiet), (0, 0), 0.03 * mean_side(self.canvas))
        return 1 - QUIET * soft[..., None]


def floor_share(around: Set) -> F32:
    """0 on the wall to 1 on the floor, a soft bend between them behind the product's base."""
    rows, _ = pixels(around)
    floor = around.product.y + around.product.h * 0.86
    return (1 / (1 + np.exp(-(rows - floor) / (0.045 * around.canvas[1]))))[..., None]


def filled(around: Set, colour: F32) -> F32:
    """A canvas of one colour (3,)."""
    return np.full((around.canvas[1], around.canvas[0], 3), colour, np.float32)


def mixed(below: F32, above: F32, share: F32) -> F32:
    """`above` over `below`, each a picture or a colour, by a share that is clipped to [0, 1]."""
    return np.asarray(below + (above - below) * np.clip(share, 0, 1), np.float32)


def as_share(mask: U8) -> F32:
    """A mask (H, W) uint8 as shares in [0, 1]."""
    return (mask.astype(np.float32) / 255)[..., None]


def pixels(around: Set) -> tuple[F32, F32]:
    """Row and column of every pixel, (H, W) each."""
    rows, columns = np.mgrid[0 : around.canvas[1], 0 : around.canvas[0]].astype(np.float32)
    return rows, columns


def from_middle(around: Set) -> tuple[F32, F32]:
    """px right of and below the product's middle, (H, W) each."""
    rows, columns = pixels(around)
    x, y = around.middle
    return columns - np.float32(x), rows - np.float32(y)


def from_centre(around: Set) -> tuple[F32, F32]:
    """Shares of the canvas from its centre, −0.5 to 0.5."""
    rows, columns = pixels(around)
    return columns / around.canvas[0] - 0.5, rows / around.canvas[1] - 0.5


def down(around: Set) -> F32:
    """0 along the upper edge to 1 along the lower."""
    rows, _ = pixels(around)
    return (rows / around.canvas[1])[..., None]


def glow(around: Set, share: float) -> F32:
    """1 behind the product to 0 a good way off; `share` of its larger side is the half width."""
    x, y = from_middle(around)
    radius = share * max(around.product.w, around.product.h)
    return np.exp(-((x**2 + y**2) / (radius**2)))[..., None]


def ring(rect: Rect, thick: float, canvas: tuple[int, int]) -> F32:
    """A circle `thick` px wide inside `rect`, a square: (H, W, 1)."""
    outer = shape_mask("circle", rect, canvas).astype(np.int16)
    inner = shape_mask("circle", rect.inset(thick), canvas)
    return as_share(np.clip(outer - inner, 0, 255).astype(np.uint8))
