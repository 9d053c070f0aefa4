"""Whether something that looks like the product goes on beyond its outline.

Pixels count that stand outside the mask, have colours that the product often has and the background
does not, hang together with the outline, and end in a clear edge: shadows
and mirror images end softly or are of another colour.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.attributes.model import Share, share_of
from imaging.ops.delta_e import lab
from imaging.screening.pair import Mask, Pair

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

UNLIKE = 12.0  # Lab units from the background
CELL, MIDDLE = 8.0, 16  # Lab units a side of a cell of colours; cells to each side of grey
OFTEN = 0.004  # of the product that a cell and its neighbours hold
BESIDE = 3  # px about the outline that shadow, light wrap and JPEG may tint
REACH = 0.5  # of the product's size: how far from the outline anything is looked for
FAR = 0.12  # of its size from the outline: what lies farther is background
THIN = 0.012  # of its size; thinner is a rim
CLEAR = 6.0  # Lab units a px of an edge
LEAST_SHARE = 0.002  # of the product's area


@dataclass(frozen=True)
class Growth:
    """What goes on beyond the outline: share of the product's area, box, how clear its edge is,
    and where it is, (H, W) bool."""

    share: float
    box: Share | None
    clear: float
    where: Mask | None = None


NOTHING = Growth(0.0, None, 0.0)


def growth(pair: Pair) -> Growth:
    """The largest and clearest part beyond the outline of `pair`'s product."""
    area = int(pair.product.sum())
    if not area or not pair.inside.any():
        return NOTHING
    size = area**0.5
    colours = lab(np.asarray(cv2.GaussianBlur(pair.seen, (0, 0), 1.0), np.uint8))
    from_outline = np.asarray(
        cv2.distanceTransform((~pair.product).astype(np.uint8), cv2.DIST_L2, 3), np.float32
    )
    outside = (from_outline > BESIDE) & (from_outline < REACH * size)
    like = has_colour_of(colours, pair.inside)
    behind = background(colours, from_outline > FAR * size)
    unlike = np.linalg.norm(colours - behind, axis=2) > UNLIKE
    grown = (outside & like & unlike).astype(np.uint8)
    radius = max(1, round(THIN * size))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    grown = cv2.morphologyEx(grown, cv2.MORPH_CLOSE, kernel) * outside
    grown = cv2.morphologyEx(grown, cv2.MORPH_OPEN, kernel)
    return _told(np.asarray(grown, np.uint8), from_outline, colours, area)


def has_colour_of(colours: F32, inside: Mask) -> Mask:
    """Where `colours` (H, W, 3) Lab are colours that the `inside` often has, (H, W)."""
    cells = np.clip((colours / CELL + (0, MIDDLE, MIDDLE)).astype(np.int32), 0, 2 * MIDDLE - 1)
    index = (cells[..., 0] * 2 * MIDDLE + cells[..., 1]) * 2 * MIDDLE + cells[..., 2]
    counts = np.bincount(index[inside], minlength=(2 * MIDDLE) ** 3).astype(np.float32)
    near = counts.reshape((2 * MIDDLE,) * 3)
    for axis in range(3):  # neighbouring cells are nearly the same colour
        near = near + 0.5 * (np.roll(near, 1, axis) + np.roll(near, -1, axis))
    return np.asarray((near.ravel() > OFTEN * inside.sum())[index])


def background(colours: F32, far: Mask) -> F32:
    """The background's colour everywhere, from where it is `far` from the product, (H, W, 3)."""
    small = (max(8, far.shape[1] // 16), max(8, far.shape[0] // 16))
    weight = cv2.resize(far.astype(np.float32), small, interpolation=cv2.INTER_AREA)
    levels = cv2.resize(colours * far[..., None], small, interpolation=cv2.INTER_AREA)
    weight, levels = cv2.GaussianBlur(weight, (0, 0), 4), cv2.GaussianBlur(levels, (0, 0), 4)
    known = levels / np.maximum(weight, 1e-4)[..., None]
    return np.asarray(cv2.resize(known, far.shape[::-1]), np.float32)


def _told(grown: U8, from_outline: F32, colours: F32, area: int) -> Growth:
    """The part of `grown` (H, W) that is largest and ends most clearly."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(grown)
    slopes = (cv2.Sobel(colours[..., 0], cv2.CV_32F, *axis) / 4 for axis in ((1, 0), (0, 1)))
    edges = np.hypot(*slopes)
    found = []
    for index in range(1, count):
        where = labels == index
        x, y, width, height, size = (int(number) for number in stats[index])
        if size < LEAST_SHARE * area or from_outline[where].min() > 3 * BESIDE:
            continue
        box = share_of((x, y, x + width, y + height), where.shape)
        found.append(Growth(size / area, box, clearness(where, edges, from_outline), where))
    return max(found, key=lambda one: one.share * one.clear, default=NOTHING)


def clearness(where: Mask, edges: F32, from_outline: F32) -> float:
    """The share of the rim of `where`, away from the product, that is a clear edge."""
    rim = cv2.morphologyEx(where.astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((5, 5), np.uint8))
    outer = (rim > 0) & (from_outline > 2 * BESIDE)
    return float(np.mean(edges[outer] > CLEAR)) if outer.any() else 0.0
