"""How large the tiles of a marked picture are now, whatever it was resized to.

A pattern that repeats makes peaks in the picture's autocorrelation, on a lattice as wide as its
period (Kutter 1998; Deguillaume, Csurka, Ó Ruanaidh and Pun, SPIE 3657, 1999). The period under
which those peaks add up highest is the tile's.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

SHORTEST, LONGEST, STEP = 60.0, 300.0, 0.0007  # px, px, share: half a px over a whole picture
REACH = 3  # tiles to each side that are compared
SEEN = 0.8  # of a side: of pictures laid upon each other further apart too little is left
APART = 0.004  # share by which two answers differ
BROAD = 4.0  # px, sigma: what is broader than a peak is not the pattern's


def likely_periods(plane: F32, count: int) -> list[float]:
    """The `count` likeliest periods in px of `plane`, (H, W) float32 without shading."""
    periods = np.exp(np.arange(np.log(SHORTEST), np.log(LONGEST), STEP))
    scores = lattice_scores(autocorrelation(plane), plane.shape, periods)
    found: list[float] = []
    for at in np.argsort(-scores):
        if all(abs(periods[at] / other - 1) > APART for other in found):
            found.append(float(periods[at]))
        if len(found) == count:
            break
    return found


def autocorrelation(plane: F32) -> F32:
    """(H', W') float32, distance 0 in the middle, of `plane` with its spectrum half flattened.

    Half, so that a few strong structures of the picture do not drown a weak pattern.
    """
    size = [cv2.getOptimalDFTSize(2 * side) for side in plane.shape]
    strength = np.abs(np.fft.rfft2(plane, size))
    peaks = np.fft.fftshift(np.fft.irfft2(strength, size)).astype(np.float32)
    fine: F32 = peaks - cv2.GaussianBlur(peaks, (0, 0), BROAD)
    return fine


def lattice_scores(peaks: F32, shape: tuple[int, ...], periods: F64) -> F64:
    """How much the `peaks` of a picture of `shape` (H, W) add up to, for each of `periods`."""
    total, weights = np.zeros_like(periods), np.zeros_like(periods)
    for down in range(REACH + 1):
        for across in range(-REACH, REACH + 1):
            if (down, across) <= (0, 0):
                continue  # the same by symmetry
            y, x = down * periods, across * periods
            left = (1 - y / shape[0]) * (1 - np.abs(x) / shape[1])
            weight = np.where((y < SEEN * shape[0]) & (np.abs(x) < SEEN * shape[1]), left, 0)
            total += weight * sampled(peaks, y, x)
            weights += weight**2
    scores: F64 = total / np.sqrt(np.maximum(weights, 1e-9))
    return scores


def sampled(peaks: F32, y: F64, x: F64) -> F64:
    """`peaks` at (n,) distances `y` and `x` from its middle."""
    rows = (y + peaks.shape[0] // 2).astype(np.float32)[None]
    columns = (x + peaks.shape[1] // 2).astype(np.float32)[None]
    values: F64 = cv2.remap(peaks, columns, rows, cv2.INTER_CUBIC)[0].astype(np.float64)
    return values
