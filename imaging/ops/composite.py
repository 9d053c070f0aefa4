"""One picture laid over one colour, or over another picture."""

import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]

WHITE = (255, 255, 255)


def over(image: U8, alpha: U8, color: tuple[int, int, int] | U8) -> U8:
    """`image` (H, W, 3) RGB uint8 with straight `alpha` (H, W) over a colour or a picture.

    Mixes sRGB values, rounded to nearest; exact at both ends of alpha. Returns a new
    (H, W, 3) uint8.
    """
    weight: NDArray[np.uint16] = alpha[..., None].astype(np.uint16)
    # 255 * 255 + 127 still fits 16 bits, so no wider (slower) integers are needed.
    total = image * weight + np.array(color, np.uint16) * (255 - weight) + np.uint16(127)
    return (total // 255).astype(np.uint8)
