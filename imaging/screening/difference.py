"""Where the product in the picture is not the photo's: in colour as a whole, and in parts.

Resampling, JPEG and a pixel's shift move values between neighbours. So a value only counts as
different by how far it lies outside all that its neighbours are in the other picture, and the same
the other way round, for smearing takes detail away without adding any.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.attributes.model import Share, share_of
from imaging.ops.delta_e import lab
from imaging.screening.pair import Mask, Pair, median_delta_e

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

NEIGHBOURS = np.ones((3, 3), np.uint8)
SOFT = 1.0  # sigma in px that both are blurred by first
FAINT, PLAIN = 3.0, 7.0  # Lab units: part of a change; surely a change
SMOOTH = 5  # px over which a difference is averaged
LEAST_SHARE, LEAST_PX = 0.0004, 24  # of the product; smaller is dust
ADJUSTED = 1.0  # median ΔE00 from which on a change of the whole is taken off first
ROUNDS = 4
HEAT_FULL = 30.0  # Lab units that are white in the heat-map


@dataclass(frozen=True)
class Part:
    """A connected part of the product that differs: its box as shares, its size, how much."""

    box: Share
    share: float  # of the product's area
    mean: float  # Lab units
    peak: float


@dataclass(frozen=True)
class Difference:
    """delta_e: median ΔE00 of the product. parts: the largest first. heat: (H, W) uint8."""

    delta_e: float
    changed_share: float
    parts: tuple[Part, ...]
    heat: U8


def difference(pair: Pair) -> Difference:
    """What differs inside the product of `pair`, beyond a change of the whole."""
    expected, seen = soft_lab(pair.expected), soft_lab(pair.seen)
    raw = excess(expected, seen) * pair.inside
    delta = median_delta_e(pair)
    left = raw
    if delta >= ADJUSTED:
        left = excess(_adjusted(expected, seen, pair.inside), seen) * pair.inside
    found = parts(left, pair.inside)
    heat = np.clip(raw * (255 / HEAT_FULL), 0, 255).astype(np.uint8)
    return Difference(delta, sum(part.share for part in found), tuple(found), heat)


def soft_lab(image: U8) -> F32:
    return lab(np.asarray(cv2.GaussianBlur(image, (0, 0), SOFT), np.uint8))


def excess(expected: F32, seen: F32) -> F32:
    """How far either lies outside its neighbourhood in the other: (H, W), Lab units.

    `expected` and `seen` are (H, W, 3) Lab. Chroma counts less where it is strong (CIE94's S_C).
    """
    apart = np.maximum(_outside(seen, expected), _outside(expected, seen))
    chroma = np.hypot(expected[..., 1], expected[..., 2])
    in_colour = (apart[..., 1] ** 2 + apart[..., 2] ** 2) / (1 + 0.045 * chroma) ** 2
    return np.asarray(np.sqrt(apart[..., 0] ** 2 + in_colour), np.float32)


def _outside(values: F32, others: F32) -> F32:
    """By how much `values` lie beyond the 3×3 neighbourhood in `others`, by channel."""
    above = values - cv2.dilate(others, NEIGHBOURS)
    below = cv2.erode(others, NEIGHBOURS) - values
    return np.asarray(np.maximum(np.maximum(above, below), 0), np.float32)


def _adjusted(expected: F32, seen: F32, inside: Mask) -> F32:
    """`expected` with the change of the whole that brings it nearest to `seen`: an affine map of
    Lab by least squares, what fits worst set aside each round."""
    of, to = expected[inside], seen[inside]
    step = max(1, len(of) // 20_000)
    of, to = np.column_stack([of[::step], np.ones(len(of[::step]))]), to[::step]
    kept = np.ones(len(of), bool)
    for _ in range(ROUNDS):
        map_, *_rest = np.linalg.lstsq(of[kept], to[kept], rcond=None)
        left = np.linalg.norm(of @ map_ - to, axis=1)
        kept = left <= max(2.0, 2 * float(np.median(left)))
    height, width = expected.shape[:2]
    flat = np.column_stack([expected.reshape(-1, 3), np.ones(height * width, np.float32)])
    return np.asarray((flat @ map_).reshape(expected.shape), np.float32)


def parts(apart: F32, inside: Mask) -> list[Part]:
    """Connected parts of `apart` (H, W), Lab units, that differ plainly somewhere."""
    smooth = cv2.blur(apart, (SMOOTH, SMOOTH))
    area = max(int(inside.sum()), 1)
    count, labels, stats, _ = cv2.connectedComponentsWithStats((smooth > FAINT).astype(np.uint8))
    found = []
    for index in range(1, count):
        x, y, width, height, size = (int(number) for number in stats[index])
        if size < max(LEAST_PX, LEAST_SHARE * area):
            continue
        there = labels[y : y + height, x : x + width] == index
        values = smooth[y : y + height, x : x + width][there]
        if values.max() > PLAIN:
            box = share_of((x, y, x + width, y + height), inside.shape)
            found.append(Part(box, size / area, float(values.mean()), float(values.max())))
    return sorted(found, key=lambda part: -part.share * part.mean)
