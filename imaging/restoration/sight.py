"""What can be told of a whole photo in thirteen numbers and a thumbnail, however large it is."""

import cv2
import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]

SAMPLED = 256  # rows and columns looked at, so that 50 MP cost no more than a thumbnail …
MOST = 1 << 20  # … and pixels of those rows, however wide
QUANTILES = (0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99)
LUMA = np.array((0.299, 0.587, 0.114), np.float32)
BLOCK = 8  # px of JPEG
LEVEL = 1 / 255
THUMBNAIL = 32  # px a side


def seen(photo: U8) -> F32:
    """Of `photo` (H, W, 3), natural logarithms, for light, noise and damage multiply:

    luma at QUANTILES (7); noise of luma and of colour (2) and of the flattest fifth (1), in levels;
    JPEG's blocks (1): the strongest step of eight between neighbours over the median one;
    sharpness (1): strong steps over one pixel, over those over four; share of flat pixels (1, as
    it is). Where a row is too short to tell, 0.
    """
    height, width = photo.shape[:2]
    every = max(-(-height // SAMPLED), -(-height * width // MOST))
    rows = photo[::every].astype(np.float32) / 255
    luma = np.asarray(rows @ LUMA, np.float32)
    light = np.log(np.quantile(luma[:, :: -(-width // SAMPLED)], QUANTILES) + 4 * LEVEL)
    apart = _apart(luma)
    if not apart.size or width <= BLOCK:
        return np.array((*light, *[0.0] * 6), np.float32)
    colour = _apart(np.subtract(rows[..., 0], rows[..., 2], dtype=np.float32))
    noises = [np.median(apart), np.median(colour), np.quantile(apart, 0.2)]
    flat = float((apart < LEVEL / 4).mean())
    told = (*light, *map(_in_levels, noises), _blocks(luma), _sharp(luma), flat)
    return np.array(told, np.float32)


def thumbnail(photo: U8) -> U8:
    """All of `photo` (H, W, 3), whatever its shape, as (THUMBNAIL, THUMBNAIL, 3)."""
    small = cv2.resize(photo, (THUMBNAIL, THUMBNAIL), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def _apart(rows: F32) -> F32:
    """How far each pixel is from the mean of its two neighbours in its row."""
    return np.asarray(np.abs(rows[:, 1:-1] - (rows[:, :-2] + rows[:, 2:]) / 2), np.float32)


def _in_levels(noise: np.floating) -> float:
    return float(np.log(noise / LEVEL + 0.25))


def _blocks(luma: F32) -> float:
    steps = np.abs(np.diff(luma, axis=1)).mean(axis=0)
    by_phase = np.array([steps[phase::BLOCK].mean() for phase in range(BLOCK)])
    return float(np.log((by_phase.max() + LEVEL / 10) / (np.median(by_phase) + LEVEL / 10)))


def _sharp(luma: F32) -> float:
    near, far = (np.abs(luma[:, by:] - luma[:, :-by]) for by in (1, 4))
    return float(np.log((np.quantile(near, 0.95) + LEVEL) / (np.quantile(far, 0.95) + LEVEL)))
