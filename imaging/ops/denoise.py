"""Noise taken out without a net: non-local means for lightness, the same and coarser for colour."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.guided import bands
from imaging.ops.luma import as_planes
from imaging.ops.tiles import grown

U8 = NDArray[np.uint8]

PATCH, SEARCH = 3, 11  # px; larger ones cost twice the time and are worse on textured cloth
H_OF_SIGMA = 1.1  # filter strength for a noise of 1 level, tuned for PSNR on photos
ROWS = 512
MARGIN = PATCH + SEARCH


def denoised(
    image: U8,
    sigma: float,
    chroma_sigma: float,
    on_progress: Callable[[float], None] = lambda fraction: None,
) -> U8:
    """`image` (H, W, 3) less noise of `sigma` levels in luma and `chroma_sigma` in colour.

    Non-local means (Buades, Coll and Morel 2005), colour at half size, where eyes see no more.
    Works in bands; 0 leaves luma or colour alone. `on_progress` is told the share that is done.
    """
    out = np.empty_like(image)
    for area in bands(image.shape, ROWS):
        wide = grown(area, MARGIN, image.shape)
        made = _of_band(image[wide], sigma, chroma_sigma)
        top = area[0].start - wide[0].start
        out[area] = made[top : top + area[0].stop - area[0].start]
        on_progress(area[0].stop / image.shape[0])
    return out


def _of_band(image: U8, sigma: float, chroma_sigma: float) -> U8:
    luma, *colours = as_planes(image)
    made = [_smoothed(luma, sigma), *(_coarsely(plane, chroma_sigma) for plane in colours)]
    return np.asarray(cv2.cvtColor(cv2.merge(made), cv2.COLOR_YCrCb2RGB), np.uint8)


def _smoothed(plane: U8, sigma: float) -> U8:
    if not sigma:
        return plane
    made = cv2.fastNlMeansDenoising(plane, None, H_OF_SIGMA * sigma, PATCH, SEARCH)
    return np.asarray(made, np.uint8)


def _coarsely(plane: U8, sigma: float) -> U8:
    """`plane` smoothed at half its size, where the noise of single pixels is half as strong."""
    height, width = plane.shape
    if not sigma or min(height, width) < 2:
        return plane
    half = cv2.resize(plane, ((width + 1) // 2, (height + 1) // 2), interpolation=cv2.INTER_AREA)
    made = _smoothed(np.asarray(half, np.uint8), sigma)
    return np.asarray(cv2.resize(made, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
