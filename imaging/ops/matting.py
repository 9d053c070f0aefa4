"""Edges of a coarse mask, found again at the photo's own resolution.

Near an edge, alpha is close to a linear function of colour (Levin et al., "A closed-form solution
to natural image matting", 2008, eq. 3; He et al., "Guided image filtering", 2013, eq. 5). Where
the mask is sure, its pixels are examples: around each point those within a few mask pixels give,
by ridge regression, alpha = slope · colour + offset, product and background counting equally.
The fit is made on a small copy and applied to the photo's own pixels, only in the uncertain band
(fast guided filter, He and Sun, 2015). Where colour does not tell the two apart, which the fit's
own R² says, the mask's own contour stands.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.tiles import Slices, tiles_touching

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]

SIDE = 640  # px of the small copy, whatever the photo's shape: two for each of U²-Net's
RADIUS = 6  # px of the small copy: how far examples are looked for
SURE_PRODUCT, SURE_BACKGROUND = 0.85, 0.15  # of the coarse mask
RIDGE = 1e-4  # (1/100 of the range)²: about the noise of a phone photo
MIN_R2 = 0.1
SOFT = 0.3  # the mask's own contour is as wide as its px: keep its middle [SOFT, 1 - SOFT]
CHANNEL_PAIRS = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))


@dataclass(frozen=True)
class ColourFit:
    """alpha = slope · colour + offset around each point of the small copy.

    lines: (h, w, 4) float32: slope for R, G, B in [0, 1], then offset.
    trust: (h, w) float32 in [0, 1]: how much of the examples' variance the fit explains.
    """

    lines: F32
    trust: F32


def alpha_refined(image: U8, mask: F32) -> U8:
    """Alpha of `image` with edges where its colours say, near the contour of a coarse `mask`.

    Args:
        image: (H, W, 3) uint8, RGB, sRGB.
        mask: (h, w) float32 in [0, 1], any size, squeezed to the photo's frame.

    Returns:
        (H, W) uint8, straight alpha: 0 and 255 where the mask is sure.
    """
    height, width = image.shape[:2]
    guess = enlarged(mask, (height, width))
    fit = colour_fit(*(_small(picture) for picture in (image, guess)))
    alpha = cv2.LUT(guess, _CONTOUR)
    band = cv2.inRange(guess, round(SURE_BACKGROUND * 255), round(SURE_PRODUCT * 255))
    for tile in tiles_touching(band):
        lines, trust = (_part(plane, tile, (height, width)) for plane in (fit.lines, fit.trust))
        refined = blended(image[tile], alpha[tile], lines, trust)
        np.copyto(alpha[tile], refined, where=band[tile] > 0)
    return np.asarray(alpha)


def enlarged(mask: F32, shape: tuple[int, int]) -> U8:
    """A mask (h, w) in [0, 1] as alpha (H, W) uint8 of `shape` (H, W), bicubic."""
    small = np.rint(mask * 255).astype(np.uint8)
    return np.asarray(cv2.resize(small, shape[::-1], interpolation=cv2.INTER_CUBIC))


def colour_fit(image: F32, mask: F32) -> ColourFit:
    """Local ridge regression of product (1) or background (0) on colour.

    Args:
        image: (h, w, 3) float32 in [0, 1].
        mask: (h, w) float32 in [0, 1]; only its sure pixels are examples.
    """
    product = (mask > SURE_PRODUCT).astype(np.float32)
    background = (mask < SURE_BACKGROUND).astype(np.float32)
    # A few product pixels weigh as much as many background ones, or the line would be shifted.
    weight = product / np.maximum(_sum(product), 1) + background / np.maximum(_sum(background), 1)
    total = _sum(weight) + np.float32(1e-6)
    mean = _sum(image * weight[..., None]) / total[..., None]
    share = _sum(product * weight) / total
    shared = _sum(image * (product * weight)[..., None]) / total[..., None] - mean * share[..., None]
    slope = _solved(_covariance(image, weight, total, mean), shared)
    offset = share - (slope * mean).sum(2)
    r2 = (slope * shared).sum(2) / np.maximum(share * (1 - share), 1e-3)
    trust = np.clip((r2 - MIN_R2) / (1 - MIN_R2), 0, 1)
    return ColourFit(np.dstack([slope, offset]), trust)


def blended(image: U8, contour: U8, lines: F32, trust: F32) -> U8:
    """Alpha (h, w) uint8 from colour as far as it is trusted, else from the mask's `contour`."""
    by_colour = np.einsum("hwc,hwc->hw", image, lines[..., :3]) + lines[..., 3] * 255
    by_colour = np.clip((by_colour - 0.15 * 255) / 0.7, 0, 255)
    return np.rint(by_colour * trust + contour * (1 - trust)).astype(np.uint8)


def _contour_table() -> U8:
    middle = (np.arange(256) / 255 - SOFT) / (1 - 2 * SOFT)
    return np.rint(np.clip(middle, 0, 1) * 255).astype(np.uint8)


_CONTOUR = _contour_table()


def _small(picture: U8) -> F32:
    small = cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32) / np.float32(255)


def _part(plane: F32, tile: Slices, shape: tuple[int, int]) -> F32:
    """What bilinear enlargement of `plane` to `shape` (H, W) would hold in `tile`."""
    rows, columns = tile
    down, across = plane.shape[0] / shape[0], plane.shape[1] / shape[1]
    left, top = (columns.start + 0.5) * across - 0.5, (rows.start + 0.5) * down - 0.5
    to_plane = np.array([[across, 0, left], [0, down, top]])
    size = (columns.stop - columns.start, rows.stop - rows.start)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(
        cv2.warpAffine(plane, to_plane, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    )


def _sum(plane: F32) -> F32:
    window = (2 * RADIUS + 1, 2 * RADIUS + 1)
    return np.asarray(
        cv2.boxFilter(plane, -1, window, normalize=False, borderType=cv2.BORDER_REFLECT)
    )


def _covariance(image: F32, weight: F32, total: F32, mean: F32) -> list[F32]:
    """The six different entries of the 3×3 covariance of colour, ridge added."""
    entries = []
    for i, j in CHANNEL_PAIRS:
        squares = _sum(image[..., i] * image[..., j] * weight) / total
        entries.append(squares - mean[..., i] * mean[..., j] + np.float32(RIDGE if i == j else 0))
    return entries


def _solved(covariance: list[F32], right: F32) -> F32:
    """x of the symmetric 3×3 systems C x = right, by cofactors; right and x (h, w, 3)."""
    a, b, c, d, e, f = covariance
    rows = (
        (d * f - e * e, c * e - b * f, b * e - c * d),
        (c * e - b * f, a * f - c * c, b * c - a * e),
        (b * e - c * d, b * c - a * e, a * d - b * b),
    )
    determinant = a * rows[0][0] + b * rows[0][1] + c * rows[0][2]
    x = [sum(entry * right[..., k] for k, entry in enumerate(row)) for row in rows]
    return np.asarray(np.dstack(x) / determinant[..., None], np.float32)
