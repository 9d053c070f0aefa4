"""Dust, lint and sensor spots: small lonely marks on an otherwise calm surface."""

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.tiles import Area, grown

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]
Mask = NDArray[np.bool_]

SIDE = 1600  # px of the copy that is looked at: finer dust cannot be seen in a shop
WIDEST = 0.006  # of the longer side: wider marks are things
FAINTEST = 12.0  # levels: less cannot be seen
ABOVE = 7.0  # times the mean roughness about it: cloth and wood are rougher than dust is clear
CALM = 4.0  # levels of mean roughness: nothing is dust on what is rougher
LONELY = 3  # marks within NEAR make a pattern, not dust
NEAR = 8  # widths of a mark
SLIM, LOOSE = 2.0, 0.5  # longer than wide, or emptier than its box: a thread, seam or letter
QUIET = 0.6  # of a mark's own strength: the ring about it differs by less, or it is part of a line
MOST = 60  # marks: more of them are how the surface looks
ROWS, EVEN = 9, 0.25  # so many marks whose nearest neighbours are evenly far away are a pattern;
# of marks strewn at random the distances vary by 0.52 of their mean (Clark and Evans 1954)


def specks(image: U8, avoid: Mask | None = None) -> Mask:
    """Where `image` (H, W, 3) uint8 has dust: (H, W) bool, each speck with a rim of its own blur.

    avoid: (H, W) bool, where nothing is dust, such as on the product. When in doubt, nothing.
    """
    scale = min(1.0, SIDE / max(image.shape[:2]))
    size = tuple(max(1, round(side * scale)) for side in image.shape[1::-1])
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.uint8)
    found = _marks(grey)
    if avoid is not None:
        kept = cv2.resize(avoid.view(np.uint8), size, interpolation=cv2.INTER_NEAREST)
        found &= cv2.dilate(kept, np.ones((5, 5), np.uint8)) == 0
    lonely = _lonely(found, grey, _width(size))
    rim = cv2.dilate(lonely.view(np.uint8), np.ones((5, 5), np.uint8))
    return cv2.resize(rim, image.shape[1::-1], interpolation=cv2.INTER_NEAREST) > 0


def _width(size: tuple[int, ...]) -> int:
    return max(3, round(WIDEST * max(size)))


def _marks(grey: U8) -> Mask:
    """What stands out from the median about it, on calm ground. `grey` (h, w)."""
    width = _width(grey.shape)
    around = cv2.medianBlur(grey, 2 * width + 1)
    apart = cv2.absdiff(grey, around).astype(np.float32)
    window = (12 * width + 1, 12 * width + 1)
    rough = cv2.blur(np.minimum(apart, FAINTEST), window)
    # An edge is steep on a larger scale: dust never is.
    slope = cv2.morphologyEx(around, cv2.MORPH_GRADIENT, np.ones((2 * width + 1,) * 2, np.uint8))
    calm = (rough < CALM) & (slope < FAINTEST)
    return np.asarray((apart > np.maximum(FAINTEST, ABOVE * rough)) & calm)


def _lonely(found: Mask, grey: U8, width: int) -> Mask:
    """Of the parts of `found` those that are small, round, few, and alone on their ground."""
    joined = cv2.morphologyEx(found.view(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    _, labels, stats, middles = cv2.connectedComponentsWithStats(joined, connectivity=8)
    stats, middles = stats[1:], middles[1:]
    sides, area = stats[:, 2:4], stats[:, cv2.CC_STAT_AREA]
    longer, shorter = sides.max(axis=1), sides.min(axis=1)
    is_round = (longer <= SLIM * shorter) & (area >= LOOSE * sides.prod(axis=1))
    fits = np.flatnonzero((area >= 2) & (longer <= width) & is_round)
    if len(fits) > 10 * MOST:
        return np.zeros_like(found)
    large = middles[area >= 2]
    good = np.zeros(len(stats) + 1, np.bool_)
    for index in fits:
        crowd = (np.abs(large - middles[index]).max(axis=1) < NEAR * width).sum()
        if crowd <= LONELY and _is_on_calm_ground(grey, stats[index], width):
            good[index + 1] = True
    if good.sum() > MOST or _is_pattern(middles[good[1:]].astype(np.float64)):
        return np.zeros_like(found)
    return np.asarray(good[labels])


def _is_pattern(middles: NDArray[np.float64]) -> bool:
    """Whether marks at `middles` (N, 2), each alone on its ground, lie as evenly as print does."""
    if len(middles) < ROWS:
        return False
    apart = np.linalg.norm(middles[:, None] - middles[None], axis=2)
    np.fill_diagonal(apart, np.inf)
    nearest = apart.min(axis=1)
    return bool(nearest.std() < EVEN * nearest.mean())


def _is_on_calm_ground(grey: U8, stat: NDArray[np.int32], width: int) -> bool:
    """Whether all about a mark looks alike, next to how far the mark differs from it."""
    x, y, across, down = stat[:4].tolist()
    spot = (slice(y, y + down), slice(x, x + across))
    soft = 2 + max(across, down) // 2  # how far a blurred mark runs out
    area, inner = grown(spot, soft + width, grey.shape), grown(spot, soft, grey.shape)
    if any(
        side.start < width or side.stop > end - width
        for side, end in zip(spot, grey.shape, strict=True)
    ):
        return False
    around = grey[area][_ring(area, inner)].astype(np.float32)
    strength = np.abs(grey[spot].astype(np.float32) - np.median(around)).max()
    return bool(np.ptp(around) < QUIET * strength)


def _ring(area: Area, inner: Area) -> Mask:
    """`area` without `inner`, as a mask of the size of `area`."""
    ring = np.ones([side.stop - side.start for side in area], np.bool_)
    hole = tuple(
        slice(a.start - b.start, a.stop - b.start) for a, b in zip(inner, area, strict=True)
    )
    ring[hole] = False
    return ring
