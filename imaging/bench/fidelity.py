"""How near a picture is to what it should be: PSNR, SSIM and ΔE00."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.delta_e import delta_e, lab

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]
U8 = NDArray[np.uint8]

WINDOW, SIGMA = (11, 11), 1.5  # of SSIM, as published
C1, C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
MOST_DB = 60.0  # of equal pictures, so that a mean can be taken


class Fidelity(NamedTuple):
    """psnr: dB, MOST_DB at most. ssim: 1 is equal. delta_e: mean ΔE00, 0 is equal."""

    psnr: float
    ssim: float
    delta_e: float


def fidelity(found: U8, truth: U8) -> Fidelity:
    """Of `found` against `truth`, both (H, W, 3) RGB, at least 11 px a side."""
    return Fidelity(
        psnr(found, truth), ssim(found, truth), float(delta_e(lab(found), lab(truth)).mean())
    )


def psnr(found: U8, truth: U8) -> float:
    """Peak signal-to-noise ratio over all channels, dB."""
    squares = np.square(found.astype(np.float64) - truth).mean()
    return float(min(10 * np.log10(255**2 / squares), MOST_DB)) if squares else MOST_DB


def ssim(found: U8, truth: U8) -> float:
    """Mean structural similarity of luma (Wang et al. 2004), over windows wholly inside."""
    one, other = (cv2.cvtColor(p, cv2.COLOR_RGB2GRAY).astype(np.float64) for p in (found, truth))
    mean, mean2 = _blurred(one), _blurred(other)
    variance = _blurred(one * one) - mean * mean
    variance2 = _blurred(other * other) - mean2 * mean2
    together = _blurred(one * other) - mean * mean2
    likeness = (2 * mean * mean2 + C1) * (2 * together + C2)
    likeness /= (mean**2 + mean2**2 + C1) * (variance + variance2 + C2)
    return float(likeness[5:-5, 5:-5].mean())


def _blurred(plane: F64) -> F64:
    return np.asarray(cv2.GaussianBlur(plane, WINDOW, SIGMA), np.float64)
