"""Colours of the product alone, where an edge pixel shows product and background mixed.

Blur fusion (Forté, "Approximate fast foreground colour estimation", ICIP 2021, eq. 4 and 5): local
means of product and background explain a mixed pixel; what they leave unexplained is shared out by
alpha. The wide first means come from a small copy, the second, close ones from the photo itself,
and only in tiles that hold an edge.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.tiles import grown, part_enlarged, tiles_touching

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]

SMALL_SIDE = 480  # px of the small copy's longer side
WIDE = 6  # px of the small copy
CLOSE = 4  # px of the photo
REACH = 1 / 160  # of the longer side: how far beyond the edge colours go on, for later shrinking
FAINT = np.float32(1e-4)  # weight of what is hardly there, to have a colour everywhere


def foreground_colours(image: U8, alpha: U8) -> U8:
    """Product colours F of I = alpha · F + (1 - alpha) · B, estimated at and beyond the edge.

    Args:
        image: (H, W, 3) uint8, RGB, sRGB (alpha mixes in sRGB, as it will be composited).
        alpha: (H, W) uint8, straight.

    Returns:
        (H, W, 3) uint8, a new array: where alpha is 255 the bytes of `image`; where it is less,
        and up to REACH beyond, colours of the product; elsewhere `image`.
    """
    product, background = _wide_means(image, alpha)
    near = near_edge(alpha)
    clean = image.copy()
    for tile in tiles_touching(near):
        around = grown(tile, CLOSE, alpha.shape)
        first = [part_enlarged(means, around, alpha.shape) for means in (product, background)]
        colours = _fused(image[around], alpha[around], *first)
        inner = tuple(
            slice(t.start - a.start, t.stop - a.start) for t, a in zip(tile, around, strict=True)
        )
        np.copyto(clean[tile], colours[inner], where=near[tile][..., None] > 0)
    return clean


def near_edge(alpha: U8) -> U8:
    """1 where `alpha` (H, W) is below 255 and product is within REACH, else 0."""
    reach = max(3, round(max(alpha.shape) * REACH))
    kernel = np.ones((2 * reach + 1, 1), np.uint8)
    some = cv2.dilate(cv2.dilate((alpha > 0).astype(np.uint8), kernel), kernel.T)
    return np.asarray(some & (alpha < 255), np.uint8)


def _fused(image: U8, alpha: U8, product: F32, background: F32) -> U8:
    """Blur fusion of (h, w, 3) `image` from first means (h, w, 3) of product and background."""
    pixels = image.astype(np.float32)
    share = (alpha.astype(np.float32) / 255)[..., None]
    product = _explained(pixels, share, product, background)
    product = _mean(product, share, fallback=product)
    background = _mean(pixels, 1 - share, fallback=background)
    colours = _explained(pixels, share, product, background)
    return np.rint(np.clip(colours, 0, 255)).astype(np.uint8)


def _explained(pixels: F32, share: F32, product: F32, background: F32) -> F32:
    left = pixels - share * product - (1 - share) * background
    return np.asarray(product + share * left)


def _mean(colours: F32, weight: F32, fallback: F32) -> F32:
    """Weighted mean within CLOSE px; `fallback` as far as nothing is there."""
    size = (2 * CLOSE + 1, 2 * CLOSE + 1)
    total = cv2.blur(weight[..., 0], size)[..., None] + FAINT
    return np.asarray((cv2.blur(colours * weight, size) + FAINT * fallback) / total)


def _wide_means(image: U8, alpha: U8) -> tuple[F32, F32]:
    """Mean colours of product and of background around each point of a small copy."""
    scale = min(1.0, SMALL_SIDE / max(alpha.shape))
    size = tuple(max(1, round(side * scale)) for side in alpha.shape[::-1])
    pixels = cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    share = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    return _sure_mean(pixels, share), _sure_mean(pixels, 1 - share)


def _sure_mean(pixels: F32, share: F32) -> F32:
    """Mean colour around each point, mixed pixels counting only where there are no pure ones."""
    weight = (share > 0.99) + FAINT * share
    window = (2 * WIDE + 1, 2 * WIDE + 1)
    whole = (weight[..., None] * pixels).sum((0, 1)) / max(float(weight.sum()), 1e-9)
    total = cv2.blur(weight, window)[..., None] + FAINT * FAINT
    mean = (cv2.blur(pixels * weight[..., None], window) + FAINT * FAINT * whole) / total
    return np.asarray(mean, np.float32)
