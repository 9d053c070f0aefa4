"""What a net is shown of a photo: the product in several cuts, and where it stands."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]

PRODUCT = 127  # alpha above this
MARGIN = 0.04  # of the product's longer side, left around it


class Area(NamedTuple):
    """A rectangle in px; right and bottom are the first ones outside."""

    left: int
    top: int
    right: int
    bottom: int

    def of(self, plane: U8) -> U8:
        """What of `plane` (H, W, …) lies in it."""
        return plane[self.top : self.bottom, self.left : self.right]

    @property
    def tallness(self) -> float:
        """Log of height by width: 0 of a square, above it of what is taller than wide."""
        return float(np.log((self.bottom - self.top) / (self.right - self.left)))


def product_area(shape: tuple[int, ...], alpha: U8 | None) -> Area:
    """Where the product is in a photo of `shape` (H, W, …); all of it where nobody knows."""
    height, width = shape[:2]
    x, y, across, down = (
        (0, 0, 0, 0) if alpha is None else cv2.boundingRect((alpha > PRODUCT).astype(np.uint8))
    )
    if not across:
        return Area(0, 0, width, height)
    return Area(x, y, x + across, y + down)


def grown(area: Area, by: float, shape: tuple[int, ...]) -> Area:
    """`area` with `by` of its longer side more on each side, as far as the photo goes."""
    height, width = shape[:2]
    more = round(by * max(area.right - area.left, area.bottom - area.top))
    return Area(
        max(area.left - more, 0),
        max(area.top - more, 0),
        min(area.right + more, width),
        min(area.bottom + more, height),
    )


def squeezed(image: U8, side: int) -> U8:
    """`image` (H, W, 3) as (side, side, 3), whatever its shape was."""
    shrinks = min(image.shape[:2]) > side
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, (side, side), interpolation=how), np.uint8)
