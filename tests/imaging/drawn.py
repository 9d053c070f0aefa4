"""Pictures with a known cut-out, drawn in memory."""

import cv2
import numpy as np

PRODUCT = (200, 60, 40)
WALL = (90, 120, 150)


def disc(height, width, radius=0.3):
    """Exact coverage (H, W) float32 of an ellipse of `radius` of each side, antialiased."""
    y, x = np.mgrid[:height, :width] + 0.5
    distance = np.hypot((x / width - 0.5) * min(height, width), (y / height - 0.5) * height)
    return np.clip(radius * min(height, width) - distance + 0.5, 0, 1).astype(np.float32)


def photo(coverage, product=PRODUCT, wall=WALL, noise=0.0):
    """(H, W, 3) uint8: the product's colour where covered, the wall's elsewhere."""
    share = coverage[..., None]
    pixels = np.array(product) * share + np.array(wall) * (1 - share)
    pixels += np.random.default_rng(0).normal(0, noise, pixels.shape) if noise else 0
    return np.rint(np.clip(pixels, 0, 255)).astype(np.uint8)


def coarse(coverage, side=320):
    """What a net says of `coverage`: (side, side) float32, blurred by about a pixel."""
    small = cv2.resize(coverage, (side, side), interpolation=cv2.INTER_AREA)
    return cv2.GaussianBlur(small, (0, 0), 1.0)


def alpha_error(alpha, coverage):
    """Mean absolute error of `alpha` (H, W) uint8, in [0, 1]."""
    return float(np.abs(alpha / 255 - coverage).mean())
