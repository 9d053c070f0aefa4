"""How blurred a picture is: the width of its sharpest edges."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

AGAIN = 1.5  # px, sigma of the second blur
STRONG = 0.02  # of all pixels: the steepest, where an edge is measured
LEAST_STEP = 8.0  # levels a px; flatter places are no edges
FEWEST = 20  # pixels of edge; fewer tell nothing
SHARPEST = 0.25  # quantile of edges: a background may well be out of focus
WIDEST = 8.0  # px, beyond which the ratio is too near 1 to tell


def blur_sigma(parts: Sequence[U8]) -> float | None:
    """Sigma in px of the Gaussian blur of the sharpest edges in `parts`, (H, W) uint8.

    An edge blurred by s and again by t is flatter by r = √(s² + t²) / s, so s = t / √(r² − 1)
    (Zhuo and Sim, "Defocus map estimation from a single image", 2011). About 0.5 for a step from
    one pixel to the next; at most WIDEST; None where there are no edges.
    """
    sigmas = np.concatenate([_of_edges(part) for part in parts])
    if sigmas.size < FEWEST:
        return None
    return float(np.quantile(sigmas, SHARPEST))


def _of_edges(plane: U8) -> F32:
    """Sigma at each pixel on the ridge of a strong edge, (N,)."""
    steep = _steepness(plane)
    again = cv2.GaussianBlur(plane.astype(np.float32), (0, 0), AGAIN)
    again = _steepness(np.asarray(again, np.float32))
    ridge = steep >= cv2.dilate(steep, np.ones((3, 3), np.uint8))
    enough = max(LEAST_STEP, float(np.quantile(steep, 1 - STRONG)))
    found = ridge & (steep >= enough)
    ratio = steep[found] / np.maximum(again[found], 1e-3)
    wide = AGAIN / np.sqrt(np.maximum(ratio**2 - 1, (AGAIN / WIDEST) ** 2))
    return np.asarray(wide, np.float32)


def _steepness(plane: U8 | F32) -> F32:
    """Levels a px along the gradient, (H, W)."""
    kernel = np.array([[-0.5, 0, 0.5]], np.float32)
    across = cv2.filter2D(plane, cv2.CV_32F, kernel)
    down = cv2.filter2D(plane, cv2.CV_32F, kernel.T)
    return np.asarray(cv2.magnitude(across, down), np.float32)
