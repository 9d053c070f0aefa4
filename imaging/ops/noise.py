"""How noisy a picture is, in levels of its own flattest parts."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

# Immerkaer, "Fast noise variance estimation" (1996): blind to constant, sloped and edge-like parts.
KERNEL = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
TO_SIGMA = (np.pi / 2) ** 0.5 / 6
BLOCK = 16  # px
FLATTEST = 0.1  # of all blocks: texture is taken for noise in the others
BIAS = 0.9  # what that quantile of pure noise is of its sigma
DARK, LIGHT = 12, 243  # levels; beyond them noise is cut off


def noise_sigma(parts: Sequence[U8]) -> float:
    """Standard deviation, in levels, of the noise in `parts` of a plane, each (H, W) uint8.

    0 where none is seen, and where nothing is large enough to tell.
    """
    sigmas = np.concatenate([_of_blocks(part) for part in parts])
    return float(np.quantile(sigmas, FLATTEST) / BIAS) if sigmas.size else 0.0


def _of_blocks(plane: U8) -> F32:
    """The estimate of every whole block that is neither black nor white, (N,)."""
    height, width = (side // BLOCK for side in plane.shape)
    if not (height and width):
        return np.empty(0, np.float32)
    whole = plane[: height * BLOCK, : width * BLOCK]
    apart = np.abs(cv2.filter2D(whole, cv2.CV_32F, KERNEL)) * np.float32(TO_SIGMA)
    sigmas = cv2.resize(apart, (width, height), interpolation=cv2.INTER_AREA)
    levels = cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(sigmas[(levels >= DARK) & (levels <= LIGHT)], np.float32)
