"""Light of a bright backdrop that creeps round a product's soft edge."""

import cv2
import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]

REACH = 0.006  # of the canvas's shorter side
AMOUNT = 0.35  # of the backdrop's colour at the outermost edge


def wrapped(image: U8, alpha: U8, behind: U8) -> U8:
    """`image` (H, W, 3), whose half-transparent edge pixels take on colour from `behind` (H, W, 3).

    Only brightens, and only where `alpha` (H, W) is below 255: solid pixels keep their bytes.
    """
    sigma = max(0.5, REACH * min(alpha.shape))
    around = cv2.GaussianBlur(behind, (0, 0), sigma)
    share = (255 - alpha).astype(np.uint16)[..., None] * np.uint16(round(AMOUNT * 256))
    gained = np.maximum(around, image) - image
    added = (gained * (share >> 8).astype(np.uint16)) // 255
    return image + added.astype(np.uint8)
