"""Brush strokes on a mask: exact in their core, following real edges along their rim."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.matting import edges_refined

U8 = NDArray[np.uint8]
Mask = NDArray[np.bool_]

RIM = 1 / 80  # of the longer side: how far an edge may pull the rim of a stroke
CORE = 0.5  # of a stroke's half width at least stays exactly as drawn
GUESS_SIDE = 640  # px of the copy whose blur says where along the rim nothing is decided


@dataclass(frozen=True)
class Strokes:
    """keep, erase: (H, W) bool, apart from each other."""

    keep: Mask
    erase: Mask

    def painted_on(self, mask: U8) -> U8:
        """`mask` (H, W) with 255 where kept and 0 where erased; a new array."""
        painted = mask.copy()
        painted[self.keep] = 255
        painted[self.erase] = 0
        return painted


def snapped(image: U8, mask: U8, strokes: Strokes) -> U8:
    """`mask` with `strokes`, whose rims are refined by the photo's colours.

    Args:
        image: (H, W, 3) uint8, RGB, sRGB.
        mask: (H, W) uint8 alpha.

    Returns:
        (H, W) uint8: 255 in the core of keep strokes and 0 in the core of erase strokes; `mask`
        farther than RIM from any stroke.
    """
    painted = strokes.painted_on(mask)
    reach = max(2, round(max(mask.shape) * RIM))
    drawn = strokes.keep | strokes.erase
    if not drawn.any():
        return painted
    core = stroke_core(strokes.keep, reach) | stroke_core(strokes.erase, reach)
    rim = (cv2.dilate(drawn.astype(np.uint8), _square(reach)) > 0) & ~core
    refined = edges_refined(image, _undecided_along(painted, reach)).alpha
    return np.where(rim, refined, painted)


def stroke_core(stroke: Mask, reach: int) -> Mask:
    """The middle of `stroke` (H, W): `reach` px from its border, of thin ones half the width."""
    depth = cv2.distanceTransform(stroke.astype(np.uint8), cv2.DIST_L2, 3)
    deepest = cv2.dilate(depth, _square(reach))
    return np.asarray((depth > 0) & (depth >= np.minimum(CORE * deepest, reach)))


def _undecided_along(painted: U8, reach: int) -> NDArray[np.float32]:
    """A small copy of `painted` that is undecided within `reach` px of every contour."""
    scale = GUESS_SIDE / max(painted.shape)
    small = cv2.resize(painted, (GUESS_SIDE, GUESS_SIDE), interpolation=cv2.INTER_AREA)
    width = 2 * max(1, round(reach * scale)) + 1
    return np.asarray(cv2.blur(small, (width, width)) / np.float32(255), np.float32)


def _square(reach: int) -> U8:
    return np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
