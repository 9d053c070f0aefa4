"""What a restoring net is told of the whole photo while it looks at a part of it."""

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]

SAMPLED = 256  # rows and columns looked at, so that 50 MP cost no more than a thumbnail …
MOST = 1 << 20  # … and pixels of those rows, however wide
QUANTILES = (0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99)
TO_SIGMA = 1.4826 / np.sqrt(1.5)  # from the median of |pixel − mean of its two neighbours|


def seen(photo: U8) -> F32:
    """Nine numbers of `photo` (H, W, 3): luma at QUANTILES in [0, 1], noise of luma and of colour.

    Noise is a standard deviation in tenths of the range, robust against edges: 1 is 25 levels.
    """
    height, width = photo.shape[:2]
    every = max(-(-height // SAMPLED), -(-height * width // MOST))
    rows = photo[::every].astype(np.float32) / 255
    luma = np.asarray(rows @ np.array((0.299, 0.587, 0.114), np.float32), np.float32)
    light = np.quantile(luma[:, :: -(-width // SAMPLED)], QUANTILES)
    colour = np.subtract(rows[..., 0], rows[..., 2], dtype=np.float32)
    noises = (_noise(luma), _noise(colour))
    return np.array((*light, *noises), np.float32)


def _noise(rows: F32) -> float:
    """Of (h, w), from neighbours in a row; 0 where a row has no pixel between two others."""
    apart = rows[:, 1:-1] - (rows[:, :-2] + rows[:, 2:]) / 2
    return float(10 * TO_SIGMA * np.median(np.abs(apart))) if apart.size else 0.0
