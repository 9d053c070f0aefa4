"""One picture laid over one colour, or over another picture."""

import cv2
import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]

WHITE = (255, 255, 255)
BAND = 32  # rows worked on at a time: 16-bit numbers of a whole picture would not fit a cache


def over(image: U8, alpha: U8, color: tuple[int, int, int] | U8) -> U8:
    """`image` (H, W, 3) RGB uint8 with straight `alpha` (H, W) over a colour or a picture.

    Mixes sRGB values, rounded to nearest; exact at both ends of alpha. Returns a new
    (H, W, 3) uint8.
    """
    ground = np.asarray(color, np.uint8)
    is_plain = ground.ndim == 1
    if is_plain:
        ground = np.tile(ground, (BAND, image.shape[1], 1))
    out = np.empty_like(image)
    for top in range(0, len(image), BAND):
        rows = slice(top, top + BAND)
        under = ground[: len(image[rows])] if is_plain else ground[rows]
        out[rows] = _mixed(image[rows], alpha[rows], under)
    return out


def _mixed(image: U8, alpha: U8, under: U8) -> NDArray[np.uint16]:
    """255ths of both, in 16 bits: (n + 128 + (n + 128) / 256) / 256 is n / 255 rounded."""
    weight = cv2.merge([alpha, alpha, alpha]).astype(np.uint16)
    total = image * weight + under * (255 - weight) + np.uint16(128)
    mixed: NDArray[np.uint16] = (total + (total >> np.uint16(8))) >> np.uint16(8)
    return mixed
