"""Pictures to put behind a product: a gradient, a photo without its product, a picture that covers.

All return new (height, width, 3) uint8 sRGB arrays.
"""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.geometry import Box, Size, size_of

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]
Rgb = tuple[int, int, int]

SMALL_SIDE = 160  # px of the copy that is blurred; blur has no detail to lose
LEAST = 1e-3  # of a weight: below, nothing of the background is near


def gradient(size: Size, start: Rgb, end: Rgb, angle: float) -> U8:
    """From `start` to `end` along `angle`, degrees clockwise from upwards, corner to corner as CSS.

    Levels are dithered by fixed noise, so that no bands show.
    """
    width, height = size
    across, down = math.sin(math.radians(angle)), -math.cos(math.radians(angle))
    x = (np.arange(width, dtype=np.float32) + 0.5 - width / 2) * np.float32(across)
    y = (np.arange(height, dtype=np.float32) + 0.5 - height / 2) * np.float32(down)
    length = abs(width * across) + abs(height * down)
    share = ((x[None] + y[:, None]) / np.float32(length) + np.float32(0.5))[..., None]
    first, last = np.array(start, np.float32), np.array(end, np.float32)
    levels = first + share * (last - first)
    noise = np.random.default_rng(0).random((height, width, 1), np.float32)
    return np.clip(np.floor(levels + noise), 0, 255).astype(np.uint8)


def covering(size: Size, picture: Size) -> Box:
    """The middle part (x, y, width, height) of a `picture` that fills `size` without distortion."""
    scale = min(picture[0] / size[0], picture[1] / size[1])
    width, height = (max(1, round(side * scale)) for side in size)
    return (picture[0] - width) // 2, (picture[1] - height) // 2, width, height


def covered(picture: U8, size: Size) -> U8:
    """`picture` (H, W[, 3]) cut to the shape of `size` about its middle, and resized."""
    x, y, width, height = covering(size, size_of(picture))
    part = picture[y : y + height, x : x + width]
    method = cv2.INTER_AREA if width > size[0] else cv2.INTER_CUBIC
    return cv2.resize(part, size, interpolation=method)  # type: ignore[return-value]


def without_product(photo: U8, alpha: U8, size: Size, blur: float) -> U8:
    """The background of `photo` (H, W, 3) blurred, the product of `alpha` (H, W) filled in from it.

    blur: deviation in shares of the longer side. Covers `size` as `covered` does.
    """
    scale = SMALL_SIDE / max(size)
    small = (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))
    colours = covered(photo, small).astype(np.float32)
    empty = np.repeat(covered(255 - alpha, small)[..., None], 3, axis=2)
    free = np.asarray(cv2.erode(empty, np.ones((5, 5), np.uint8)) / np.float32(255), np.float32)
    sigma = max(0.5, blur * max(small))
    filled = _means(colours, free, sigma)
    missing = 1 - np.clip(cv2.GaussianBlur(free, (0, 0), sigma) * 4, 0, 1)
    filled = filled + missing * (_means(colours, free, 6 * sigma) - filled)
    whole = cv2.resize(
        cv2.GaussianBlur(filled, (0, 0), sigma / 2), size, interpolation=cv2.INTER_CUBIC
    )
    noise = np.random.default_rng(0).random((size[1], size[0], 1), np.float32)
    return np.clip(np.floor(whole + noise), 0, 255).astype(np.uint8)


def _means(colours: F32, weight: F32, sigma: float) -> F32:
    """Gaussian means of `colours` by `weight`, both (h, w, 3); the overall mean where none is."""
    total = cv2.GaussianBlur(weight, (0, 0), sigma)
    mean = (colours * weight).sum((0, 1)) / max(float(weight[..., 0].sum()), LEAST)
    blurred = cv2.GaussianBlur(colours * weight, (0, 0), sigma)
    return np.where(total > LEAST, blurred / np.maximum(total, LEAST), mean).astype(np.float32)
