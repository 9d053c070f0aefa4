"""Whether a file came cut out already."""

import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]

NOTHING = 12  # of 255: what is this faint cannot be seen
# Rounded corners of a screenshot are 1 in 700; around a product far more is empty.
CUT_OUT_SHARE = 0.05


def is_cut_out(alpha: U8) -> bool:
    """Whether so much of `alpha` (H, W) is transparent that somebody must have cut it out."""
    return bool((alpha <= NOTHING).mean() >= CUT_OUT_SHARE)
