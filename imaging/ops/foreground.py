"""Colours of the product alone, where an edge pixel shows product and background mixed.

Blur fusion (Forté, "Approximate fast foreground colour estimation", ICIP 2021, eq. 4 and 5): local
means of product and background explain a mixed pixel; what they leave unexplained is shared out by
alpha. The wide first means come from a small copy, the close one of the product from the photo
itself, and only in tiles that hold an edge.
"""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.tiles import TILE, Area, grown, part_enlarged, tiles

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]

SMALL_SIDE = 320  # px of the small copy's longer side
WIDE = 6  # px of the small copy
CLOSE = 4  # px of the photo
FAINT = np.float32(1e-4)  # weight of what is hardly there, to have a colour everywhere


def foreground_colours(image: U8, alpha: U8) -> U8:
    """Product colours F of I = alpha · F + (1 - alpha) · B, estimated at and beyond the edge.

    Args:
        image: (H, W, 3) uint8, RGB, sRGB (alpha mixes in sRGB, as it will be composited).
        alpha: (H, W) uint8, straight.

    Returns:
        (H, W, 3) uint8, a new array: where alpha is 255 the bytes of `image`; where it is less,
        and for at least TILE px beyond, colours of the product, so that shrinking the straight
        picture brings nothing of the background back; elsewhere `image`.
    """
    product, background = _wide_means(image, alpha)
    beyond = np.rint(product).astype(np.uint8)
    clean = image.copy()
    for area, is_mixed in _areas_near_edge(alpha):
        if is_mixed:
            clean[area] = _fused_in(area, image, alpha, product, background)
        else:
            clean[area] = part_enlarged(beyond, area, alpha.shape)
    return clean


def _areas_near_edge(alpha: U8) -> Iterator[tuple[Area, bool]]:
    """Tiles with pixels to clean, and whether product is in them or only in a tile beside."""
    every = list(tiles(alpha))
    columns = -(-alpha.shape[1] // TILE)
    has_product = np.array([tile.highest > 0 for tile in every], np.uint8).reshape(-1, columns)
    beside = cv2.dilate(has_product, np.ones((3, 3), np.uint8)).ravel()
    for tile, is_near in zip(every, beside, strict=True):
        if is_near and tile.lowest < 255:
            yield tile.area, bool(tile.highest > 0)


def _fused_in(area: Area, image: U8, alpha: U8, product: F32, background: F32) -> U8:
    """Blur fusion in `area`, the first means given as small planes (h, w, 3).

    Where alpha is 255, `mixed` is 0 and `own` the pixel itself: its bytes come out again.
    """
    around = grown(area, CLOSE, alpha.shape)
    share = np.asarray(alpha[around][..., None] / np.float32(255), np.float32)
    wide, behind = (part_enlarged(means, around, alpha.shape) for means in (product, background))
    one = np.float32(1)
    own, mixed = share * (image[around] - (one - share) * behind), one - share * share
    colours = _close_mean(wide * mixed + own, share + FAINT) * mixed + own
    inner = tuple(
        slice(part.start - whole.start, part.stop - whole.start)
        for part, whole in zip(area, around, strict=True)
    )
    return np.rint(np.clip(colours[inner], 0, 255)).astype(np.uint8)


def _close_mean(colours: F32, weight: F32) -> F32:
    """Mean of (h, w, 3) `colours` within CLOSE px by `weight` (h, w, 1)."""
    size = (2 * CLOSE + 1, 2 * CLOSE + 1)
    total = cv2.blur(weight, size)[..., None]
    return np.asarray(cv2.blur(colours * weight, size) / total, np.float32)


def _wide_means(image: U8, alpha: U8) -> tuple[F32, F32]:
    """Mean colours of product and of background around each point of a small copy."""
    scale = min(1.0, SMALL_SIDE / max(alpha.shape))
    size = tuple(max(1, round(side * scale)) for side in alpha.shape[::-1])
    # Picked, not averaged: an averaged pixel of the copy would mix what is pure in the photo.
    pixels = cv2.resize(image, size, interpolation=cv2.INTER_NEAREST).astype(np.float32)
    picked = cv2.resize(alpha, size, interpolation=cv2.INTER_NEAREST)
    share = picked.astype(np.float32) / np.float32(255)
    return _sure_mean(pixels, share), _sure_mean(pixels, 1 - share)


def _sure_mean(pixels: F32, share: F32) -> F32:
    """Mean colour around each point, mixed pixels counting only where there are no pure ones."""
    weight = (share > 0.99) + FAINT * share
    window = (2 * WIDE + 1, 2 * WIDE + 1)
    # As one product of matrices: a tenth of the time of a sum over rows and columns.
    whole = weight.ravel() @ pixels.reshape(-1, 3) / max(float(weight.sum()), 1e-9)
    total = cv2.blur(weight, window)[..., None] + FAINT * FAINT
    mean = (cv2.blur(pixels * weight[..., None], window) + FAINT * FAINT * whole) / total
    return np.asarray(mean, np.float32)
