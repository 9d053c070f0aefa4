"""Light of a bright backdrop that creeps round a product's soft edge."""

import cv2
import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]

REACH = 0.006  # of the canvas's shorter side
AMOUNT = 0.35  # of the backdrop's colour at the outermost edge


def reach_of(shape: tuple[int, ...]) -> float:
    """How far light creeps on a canvas of `shape` (H, W), px."""
    return max(0.5, REACH * min(shape[:2]))


def wrapped(image: U8, alpha: U8, behind: U8, reach_px: float) -> U8:
    """`image` (H, W, 3), whose half-transparent edge pixels take on colour from `behind` (H, W, 3).

    Only brightens, and only where `alpha` (H, W) is below 255: solid pixels keep their bytes.
    """
    around = cv2.GaussianBlur(behind, (0, 0), reach_px)
    share = (255 - alpha).astype(np.uint16)[..., None] * np.uint16(round(AMOUNT * 256))
    gained = np.maximum(around, image) - image
    added = (gained * (share >> 8).astype(np.uint16)) // 255
    return image + added.astype(np.uint8)
