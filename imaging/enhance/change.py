"""How far a picture's colours moved from what a neutral correction would have made of them."""

import numpy as np
from numpy.typing import NDArray

from imaging.ops.curves import F32, applied
from imaging.ops.delta_e import delta_e, lab
from imaging.ops.spread import shrunk

U8 = NDArray[np.uint8]

SMALL = 96  # px of the longer side; noise and its removal are no change of colour


def colour_change(before: U8, after: U8, neutral: F32, alpha: U8 | None = None) -> float:
    """Median ΔE00 between `after` and `before` through the curve `neutral`.

    before, after: (H, W, 3), of one size. neutral: (256, 3), exposure and white balance alone.
    alpha: (H, W), where the product is; None for everywhere.
    """
    meant = applied(shrunk(before, SMALL), neutral)
    apart = delta_e(lab(meant), lab(shrunk(after, SMALL)))
    inside = None if alpha is None else shrunk(alpha, SMALL) > 127
    if inside is not None and inside.any():
        apart = apart[inside]
    return round(float(np.median(apart)), 2)
