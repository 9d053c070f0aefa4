"""What a product stands on: its base, and whether it stands at all, told from its outline."""

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]
Kind = Literal["standing", "flat-lay", "hanging"]

SOLID = 128  # alpha; a baked drop shadow or haze is fainter
SOFT_EDGE = 0.006  # of the product's height
LOWER_PART = 0.5  # of the height, from above: shadows lie below it
REST = 0.02  # of the product's height: columns that end this near the lowest row carry it


@dataclass(frozen=True)
class Base:
    """Where a product touches what it stands on, in px of its picture.

    x: middle of the contact. y: lower edge of the lowest solid row. width: from the first to the
    last column of the contact. gap: (W,) float32, how far above y each column's lowest solid pixel
    ends; infinite where the column has none.
    """

    x: float
    y: float
    width: float
    gap: F32


def solid(alpha: U8) -> NDArray[np.bool_]:
    """`alpha` (H, W) as the mask of what is surely product, thin soft edges left out.

    Where nothing is as solid as that, the strongest half of what is there.
    """
    return alpha >= min(SOLID, max(1, int(alpha.max()) // 2))


def base_of(alpha: U8) -> Base:
    """The base of the product in `alpha` (H, W) uint8. Raises ValueError for an empty alpha."""
    mask = solid(alpha)
    if not alpha.any():
        raise ValueError("there is no product")
    lowest = len(mask) - np.argmax(mask[::-1], axis=0)
    lowest = np.where(mask.any(axis=0), lowest, -1)
    bottom = int(lowest.max())
    top = int(np.argmax(mask.any(axis=1)))
    gap = np.where(lowest < 0, np.inf, bottom - lowest).astype(np.float32)
    columns = np.flatnonzero(gap <= max(1.0, REST * (bottom - top)))
    left, right = float(columns[0]), float(columns[-1] + 1)
    return Base(x=(left + right) / 2, y=float(bottom), width=right - left, gap=gap)


def without_baked_shadow(alpha: U8) -> U8:
    """`alpha` (H, W) without the soft drop shadow that some cut-out files bring along.

    Faint pixels further than a soft edge is wide from anything solid, in the lower part of the
    product and below it, are made 0; what solid parts enclose (glass) stays.
    """
    mask = solid(alpha)
    rows = np.flatnonzero(mask.any(axis=1))
    reach = 2 * max(1, round(SOFT_EDGE * len(rows))) + 1
    near = cv2.dilate(mask.view(np.uint8), np.ones((reach, reach), np.uint8))
    outside = _reached_from_frame(near == 0)
    outside[: int(rows[0] + LOWER_PART * (rows[-1] - rows[0]))] = False
    return np.where(outside, np.uint8(0), alpha)


def _reached_from_frame(free: NDArray[np.bool_]) -> NDArray[np.bool_]:
    framed = cv2.copyMakeBorder(free.view(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    parts = cv2.connectedComponents(framed, connectivity=4)[1]
    outside: NDArray[np.bool_] = (parts == parts[0, 0])[1:-1, 1:-1]
    return outside


def kind_of(alpha: U8) -> Kind:
    """How the product in `alpha` (H, W) uint8 is put up."""
    return "standing"
