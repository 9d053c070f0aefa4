"""An imperceptible mark in machine-made background: 48 bits that outlive the file's metadata.

The pattern of `watermark_tile` is repeated over the background, stronger where the picture is
restless and hides it. Nothing else of the picture changes.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.provenance.watermark_tile import PERIOD, tile

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

LEAST, MOST = 0.8, 2.2  # levels of deviation: in a smooth gradient; in texture (41 dB)
HIDDEN = 0.12  # of the picture's own deviation around a pixel hides the mark
AROUND = 6.0  # px, sigma of "around"
ENOUGH_SHARE, ENOUGH_PIXELS = 0.15, 120_000  # of background, to be read after all that it outlives
DITHER = 20251  # seed: the same picture is marked the same way


class Marked(NamedTuple):
    """The picture, whether it carries the mark now, and the share of it that could."""

    image: U8
    is_marked: bool
    share: float


def embed(image: U8, where: U8, payload: int) -> Marked:
    """`image` with `payload` in its background.

    image: (H, W, 3) uint8 sRGB, not modified. where: (H, W) uint8, 255 where the background was
    made by machine and may change; nothing else does, not by one level. payload: in [0, 2^48).
    With too little background the image comes back as it is, and says so. Raises ValueError.
    """
    if where.shape != image.shape[:2]:
        raise ValueError(f"expected {image.shape[:2]}, got {where.shape}")
    free = where == 255
    share = float(free.mean())
    if share < ENOUGH_SHARE or int(free.sum()) < ENOUGH_PIXELS:
        return Marked(image, False, share)
    change = pattern(payload, image.shape[:2]) * strength(image, free)
    return Marked(changed(image, change, free), True, share)


def pattern(payload: int, shape: tuple[int, ...]) -> F32:
    """The tile over a picture of `shape` (H, W): (H, W) float32, deviation 1."""
    period = 2 * PERIOD
    one = tile(payload, period).astype(np.float32)
    repeats = [-(-side // period) for side in shape[:2]]
    return np.tile(one, repeats)[: shape[0], : shape[1]]


def strength(image: U8, free: NDArray[np.bool_]) -> F32:
    """How many levels the mark may deviate at each pixel, (H, W) float32 in [LEAST, MOST].

    Looks at the background alone, so that no halo of it shows along the product.
    """
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)
    weight = free.astype(np.float32)
    near = np.maximum(blurred(weight), 1e-3)
    mean = blurred(grey * weight) / near
    spread = blurred((grey - mean) ** 2 * weight) / near
    hidden: F32 = HIDDEN * np.sqrt(spread)
    return np.clip(LEAST + hidden, LEAST, MOST)


def changed(image: U8, change: F32, free: NDArray[np.bool_]) -> U8:
    """`image` with `change` in levels added to all channels where `free`, by dithering.

    Rounding alone would draw contours in a smooth gradient.
    """
    random = np.random.Generator(np.random.PCG64(DITHER))
    noise = random.random(change.shape, np.float32)
    step = np.floor(change + noise).astype(np.int16)
    step[~free] = 0
    return np.clip(image + step[..., None], 0, 255).astype(np.uint8)


def blurred(plane: F32) -> F32:
    soft: F32 = cv2.GaussianBlur(plane, (0, 0), AROUND, borderType=cv2.BORDER_REFLECT)
    return soft
