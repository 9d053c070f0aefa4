"""The photo laid on the finished picture, so that both can be compared pixel by pixel."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.delta_e import delta_e, lab
from imaging.ops.geometry import Box, mask_eroded, mask_to_product_box, resized, shift, size_of
from imaging.ops.spread import shrunk

U8 = NDArray[np.uint8]
F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]
How = Literal["recorded", "estimated"]

HALF = 128  # alpha from which on a pixel is the product's
WHOLE = 250  # and from which on hardly anything of the background shines through
REACH = 2  # px of the photo, and of the picture's JPEG blocks, that an edge may mix
FEATURES_SIDE = 720  # px in which points are looked for
RATIO = 0.75  # Lowe's: the best match against the second
LEAST_POINTS = 12
SAMPLE = 4096  # pixels that say whether a guess fits
UNLIKE = 18.0  # median ΔE00 above which the photo does not lie there


@dataclass(frozen=True)
class Pair:
    """expected: the photo as it should be seen; seen: the picture; both (H, W, 3) uint8 RGB sRGB.

    product: (H, W) bool, where the product should be. inside: without what its edge may mix.
    """

    expected: U8
    seen: U8
    product: Mask
    inside: Mask
    how: How


def pair(photo: U8, alpha: U8, picture: U8, matrix: F64 | None) -> Pair | None:
    """`photo` (h, w, 3) with its mask `alpha` (h, w) laid on `picture` (H, W, 3).

    `matrix` 3×3 takes photo px to picture px, a pixel's middle at whole numbers; where it is None
    the place is looked for, and None is the answer where the photo is not found.
    """
    if matrix is not None:
        return _laid(photo, alpha, picture, matrix, "recorded")
    guesses = _guesses(photo, alpha, picture)
    found = [_laid(photo, alpha, picture, guess, "estimated") for guess in guesses]
    best = min(found, key=median_delta_e, default=None)
    return best if best is not None and median_delta_e(best) < UNLIKE else None


def _laid(photo: U8, alpha: U8, picture: U8, matrix: F64, how: How) -> Pair:
    size = size_of(picture)
    scale = scale_of(matrix)
    mask = _moved(alpha, matrix, size, scale)
    product = mask >= HALF
    inside = mask_eroded(mask >= WHOLE, REACH + math.ceil(REACH * max(1.0, scale)))
    return Pair(_moved(photo, matrix, size, scale), picture, product, inside, how)


def scale_of(matrix: F64) -> float:
    """How many times as large things become, by area."""
    return math.sqrt(abs(float(np.linalg.det(matrix[:2, :2]))))


def _moved(pixels: U8, matrix: F64, size: tuple[int, int], scale: float) -> U8:
    """By areas as far as it shrinks, then by interpolation; black beyond the photo."""
    small = shrunk(pixels, max(1, round(max(pixels.shape[:2]) * min(1.0, scale))))
    factors = [now / was for now, was in zip(size_of(small), size_of(pixels), strict=True)]
    rest = matrix @ np.linalg.inv(resized(*factors))
    return np.asarray(cv2.warpPerspective(small, rest, size, flags=cv2.INTER_CUBIC), np.uint8)


def _guesses(photo: U8, alpha: U8, picture: U8) -> Iterator[F64]:
    """Where the photo may lie: all over, its product where one stands out, by its details."""
    width, height = (to / of for to, of in zip(size_of(picture), size_of(photo), strict=True))
    if abs(width / height - 1) < 0.01:
        yield resized(width, height)
    by_details = _by_details(photo, alpha, picture)
    if by_details is not None:
        yield by_details
    boxes = mask_to_product_box(alpha >= HALF), _standing_out(picture)
    if boxes[0] and boxes[1]:
        yield _box_to_box(boxes[0], boxes[1])


def _box_to_box(of: Box, to: Box) -> F64:
    scales = resized(to[2] / of[2], to[3] / of[3])
    return shift(to[0], to[1]) @ scales @ shift(-of[0], -of[1])


def _standing_out(picture: U8) -> Box | None:
    """The box of what differs from the picture's corner."""
    apart = np.abs(picture.astype(np.int16) - picture[0, 0].astype(np.int16)).max(axis=2)
    return mask_to_product_box(apart > 24)


def _by_details(photo: U8, alpha: U8, picture: U8) -> F64 | None:
    """By SIFT points (Lowe 2004) that RANSAC agrees on."""
    small, small_picture = shrunk(photo, FEATURES_SIDE), shrunk(picture, FEATURES_SIDE)
    mask = cv2.resize(alpha, size_of(small), interpolation=cv2.INTER_NEAREST)
    sift = cv2.SIFT_create(nfeatures=800)  # type: ignore[attr-defined]  # not in its stubs
    points, told = sift.detectAndCompute(_grey(small), mask)
    points2, told2 = sift.detectAndCompute(_grey(small_picture), None)
    if told is None or told2 is None or min(len(told), len(told2)) < LEAST_POINTS:
        return None
    matches = cv2.BFMatcher().knnMatch(told, told2, k=2)
    good = [one for one, other in matches if one.distance < RATIO * other.distance]
    if len(good) < LEAST_POINTS:
        return None
    of = np.array([points[match.queryIdx].pt for match in good])
    to = np.array([points2[match.trainIdx].pt for match in good])
    found, agreed = cv2.estimateAffinePartial2D(of, to, ransacReprojThreshold=2.0)
    if found is None or agreed.sum() < LEAST_POINTS:
        return None
    down, up = _to_copy(photo, small), np.linalg.inv(_to_copy(picture, small_picture))
    return np.asarray(up @ np.vstack([found, (0, 0, 1)]) @ down, np.float64)


def _to_copy(image: U8, copy: U8) -> F64:
    return resized(*(to / of for to, of in zip(size_of(copy), size_of(image), strict=True)))


def _grey(image: U8) -> U8:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)


def median_delta_e(pair: Pair) -> float:
    """The median ΔE00 of pixels spread over the inside; infinite where there is none."""
    where = np.nonzero(pair.inside)
    step = max(1, len(where[0]) // SAMPLE)
    rows, columns = where[0][::step], where[1][::step]
    if not len(rows):
        return math.inf
    expected, seen = (lab(image[rows, columns]) for image in (pair.expected, pair.seen))
    return float(np.median(delta_e(expected, seen)))


def smaller(pair: Pair, side: int) -> Pair:
    """The same, its longer side at most `side` px."""
    product, inside = (_mask_shrunk(mask, side) for mask in (pair.product, pair.inside))
    expected, seen = shrunk(pair.expected, side), shrunk(pair.seen, side)
    return Pair(expected, seen, product, inside, pair.how)


def _mask_shrunk(mask: Mask, side: int) -> Mask:
    """Where all of a smaller pixel is in `mask` (H, W)."""
    return np.asarray(shrunk(mask.astype(np.uint8) * 255, side) > 250)
