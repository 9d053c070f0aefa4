"""A lens focused on the product: what is far behind it is softer."""

import cv2
import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]

OPENING = 0.032  # blur at infinity as a share of the picture's shorter side
SHARP_BEHIND = 0.7  # product sides behind the product that are still sharp
STEPS = (0.2, 0.45, 1.0)  # of the strongest blur; between them pictures are mixed


def softened(light: F32, depth: F32, product_depth: float) -> F32:
    """`light` (H, W, 3), linear, with what lies beyond the product blurred by its distance.

    depth: (H, W) distance along the optical axis, in product sides. What is near never bleeds into
    what is far, as it does not through a lens focused on the near.
    """
    sharp_to = product_depth + SHARP_BEHIND
    wanted = OPENING * min(depth.shape) * np.maximum(1 - sharp_to / np.maximum(depth, 1e-3), 0)
    most = float(wanted.max())
    if most < 0.5:
        return light
    result, before = light, 0.0
    for share in STEPS:
        sigma = most * share
        blurred = _blurred(light, np.clip(wanted / sigma, 0, 1).astype(np.float32), sigma)
        mix = np.clip((wanted - before) / (sigma - before), 0, 1)[..., None].astype(np.float32)
        result, before = result + (blurred - result) * mix, sigma
    return result


def _blurred(light: F32, weight: F32, sigma: float) -> F32:
    """A mean of the neighbours in which each counts by its weight."""
    weight = np.maximum(weight, 1e-4)[..., None]
    stacked = np.concatenate([light * weight, weight], axis=-1)
    spread = cv2.GaussianBlur(stacked, (0, 0), sigma, borderType=cv2.BORDER_REFLECT)
    return np.asarray(spread[..., :3] / spread[..., 3:], np.float32)
