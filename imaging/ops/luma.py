"""Changes of lightness alone, given back to all three channels alike."""

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.guided import by_bands
from imaging.ops.tiles import Area

U8 = NDArray[np.uint8]


def luma(image: U8) -> U8:
    """The weighted mean of the levels of `image` (H, W, 3), Y' of BT.601: (H, W) uint8."""
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)


def as_planes(image: U8) -> list[U8]:
    """Y', Cr and Cb of `image` (H, W, 3), each (H, W) uint8 (BT.601)."""
    planes = cv2.split(cv2.cvtColor(image, cv2.COLOR_RGB2YCrCb))
    return [np.asarray(plane, np.uint8) for plane in planes]


def with_luma(image: U8, before: U8, after: U8) -> U8:
    """`image` (H, W, 3) with what `after` is more than `before`, both (H, W), in each channel.

    Pixels where the two are equal stay as they are, to the bit.
    """

    def act(part: U8, area: Area) -> U8:
        more = cv2.subtract(after[area], before[area], dtype=cv2.CV_16S)
        return np.asarray(cv2.add(part, cv2.merge([more] * 3), dtype=cv2.CV_8U), np.uint8)

    return by_bands(image, act)
