"""Known values of a picture carried smoothly to where none are known."""

import cv2
import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
Mask = NDArray[np.bool_]


def spread_inward(values: F32, known: Mask) -> F32:
    """`values` (H, W, C) float32 where `known` (H, W), and elsewhere a smooth surface between them.

    Pull and push of Gortler et al., "The Lumigraph" (1996, section 3.4): means of known values at
    every half size, the coarser ones filling what finer ones do not know. A new array; zeros when
    nothing is known.
    """
    weight = known.astype(np.float32)
    surface = _pulled_and_pushed(values * weight[..., None], weight)
    return np.asarray(np.where(known[..., None], values, surface), np.float32)


def _pulled_and_pushed(total: F32, weight: F32) -> F32:
    """The surface through `total` / `weight`, both (h, w[, C]), where there is any weight."""
    own = total / np.maximum(weight, np.float32(1e-6))[..., None]
    if min(weight.min(), 1) >= 1 or max(weight.shape) <= 1:
        return np.asarray(own, np.float32)
    size = tuple((side + 1) // 2 for side in weight.shape[::-1])
    less = np.asarray(cv2.resize(weight, size, interpolation=cv2.INTER_AREA), np.float32)
    fewer = np.asarray(cv2.resize(total, size, interpolation=cv2.INTER_AREA), np.float32)
    fewer = fewer.reshape(*less.shape, -1)
    full = np.minimum(less * 4, 1) / np.maximum(less, np.float32(1e-6))
    coarse = _pulled_and_pushed(
        np.asarray(fewer * full[..., None], np.float32), np.minimum(less * 4, 1)
    )
    shape = weight.shape[::-1]
    below = np.asarray(cv2.resize(coarse, shape, interpolation=cv2.INTER_LINEAR), np.float32)
    share = np.minimum(weight, 1)[..., None]
    return np.asarray(own * share + below.reshape(own.shape) * (1 - share), np.float32)
