"""What a product stands on: its base, and whether it stands at all, told from its outline."""

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.geometry import mask_beside_frame

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]
Kind = Literal["standing", "flat-lay", "hanging"]

SOLID = 128  # alpha; a baked drop shadow or haze is fainter
SOFT_EDGE = 0.006  # of the product's height
LOWER_PART = 0.5  # of the height, from above: shadows lie below it
SQUAT = 0.75  # height of width: what is lower (shoes, glasses) stands whatever its outline
LOW_PART = 0.8  # of the height, from above: columns that end lower make up the bottom
SLEEVE, BODY, STEP = 0.07, 0.45, 0.3  # shares of width, of width and of height
UNEVEN = 0.02  # of the width
RISE, FADE = 0.15, 0.08  # of the height: columns that end higher do not rest; how they count less


@dataclass(frozen=True)
class Base:
    """Where a product touches what it stands on, in px of its picture.

    x: middle of what rests, where a column counts the less the higher it ends, because a base seen
    at an angle rises towards the back. y: lower edge of the lowest solid row. width: from the first
    to the last column of the contact. gap: (W,) float32, how far above y each
    column's lowest solid pixel ends; infinite where the column has none.
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
    near = gap <= max(1.0, RISE * (bottom - top))
    weight = np.exp(-gap[near] / np.float32(max(1.0, FADE * (bottom - top))))
    columns = np.flatnonzero(near)
    middle = float((columns + 0.5) @ weight / weight.sum())
    return Base(x=middle, y=float(bottom), width=float(columns[-1] + 1 - columns[0]), gap=gap)


def without_baked_shadow(alpha: U8) -> U8:
    """`alpha` (H, W) without the soft drop shadow that some cut-out files bring along.

    Faint pixels further than a soft edge is wide from anything solid, in the lower part of the
    product and below it, are made 0; what solid parts enclose (glass) stays.
    """
    mask = solid(alpha)
    rows = np.flatnonzero(mask.any(axis=1))
    reach = 2 * max(1, round(SOFT_EDGE * len(rows))) + 1
    near = cv2.dilate(mask.view(np.uint8), np.ones((reach, reach), np.uint8))
    outside = mask_beside_frame(near == 0)
    outside[: int(rows[0] + LOWER_PART * (rows[-1] - rows[0]))] = False
    return np.where(outside, np.uint8(0), alpha)


def kind_of(alpha: U8) -> Kind:
    """How the product in `alpha` (H, W) uint8 is put up: "standing", or "hanging" for cloth.

    Cloth shows in an outline that is not much wider than high and has sleeves, or ends below in
    something else than the smooth arc of a rigid base. Of the masks of 161 phone photos of clothes
    (hats and shoes aside) 96 are seen to be cloth, trousers nearly always, straight hems seldom;
    of 11 cut-outs of rigid products (bottle, mug, books, box, glasses, shoes) all stand. What errs
    stands: a bottle in the air is worse than a skirt on its hem.
    """
    lowest = _lowest(solid(alpha))
    height, width = float(lowest.max()), len(lowest)
    if height < SQUAT * width:
        return "standing"
    carried = np.flatnonzero(lowest > LOW_PART * height)
    sleeves = _has_sleeves(lowest / height, int(carried[0]), int(carried[-1]))
    return "hanging" if sleeves or _unevenness(lowest, carried) > UNEVEN * width else "standing"


def _lowest(mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    """(w,) how far below the top of the product's box each of its columns ends."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    part = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return np.where(part.any(axis=0), len(part) - np.argmax(part[::-1], axis=0), 0)


def _has_sleeves(ends: NDArray[np.float64], first: int, last: int) -> bool:
    """Whether on both sides of the columns `first` to `last` something juts out and ends high."""
    width, near = len(ends), max(1, round(0.01 * len(ends)))
    if min(first, width - 1 - last) < SLEEVE * width or last - first < BODY * width:
        return False
    steps = (ends[first + near] - ends[first - near], ends[last - near] - ends[last + near])
    return min(steps) > STEP


def _unevenness(lowest: NDArray[np.int64], carried: NDArray[np.int64]) -> float:
    """Px by which the lower ends of the `carried` columns leave the parabola that fits them best.

    Without the outer tenth at each side, where rigid bases are rounded.
    """
    first, last = carried[0], carried[-1]
    inner = carried[
        (carried >= first + (last - first) / 10) & (carried <= last - (last - first) / 10)
    ]
    if len(inner) < 4:
        return 0.0
    across = (inner - inner.mean()) / len(lowest)
    powers = np.stack([np.ones_like(across), across, across**2], axis=1)
    fitted = powers @ np.linalg.lstsq(powers, lowest[inner].astype(float), rcond=None)[0]
    return float(np.percentile(np.abs(lowest[inner] - fitted), 98))
