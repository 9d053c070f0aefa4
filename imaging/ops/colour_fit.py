"""Alpha as a linear function of colour, fitted around each point of a small picture.

Ridge regression in sliding windows: the local linear model of Levin et al., "A closed-form
solution to natural image matting" (2008, eq. 3) and of He et al., "Guided image filtering" (2013,
eq. 5), but learnt only from the pixels that are known to be product or background.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
Mask = NDArray[np.bool_]

RIDGE = np.float32(1e-4)  # (1/100 of the range)²: about the noise of a phone photo
MIN_R2 = 0.1
CHANNEL_PAIRS = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))


@dataclass(frozen=True)
class ColourFit:
    """alpha = slope · colour + offset around each point.

    lines: (h, w, 4) float32: slope for R, G, B in [0, 1], then offset.
    trust: (h, w) float32 in [0, 1]: how much of the examples' variance the line explains (R²);
        0 where only product or only background is near.
    """

    lines: F32
    trust: F32


def alpha_by_colour(image: F32, lines: F32) -> F32:
    """Alpha (h, w), not clipped, of `image` (h, w, 3) in [0, 1] by its `lines` (h, w, 4)."""
    return np.asarray(np.einsum("hwc,hwc->hw", image, lines[..., :3]) + lines[..., 3])


def colour_fit(image: F32, product: Mask, background: Mask, radius: int) -> ColourFit:
    """The line through the colours of what is known around each point.

    Args:
        image: (h, w, 3) float32, RGB, sRGB, [0, 1].
        product, background: (h, w) bool, the examples.
        radius: px; examples come from a square of 2 · radius + 1.
    """
    window = _Window.balanced(product, background, radius)
    is_product = product.astype(np.float32)
    mean, share = window.mean(image), window.mean(is_product)
    shared = window.mean(image * is_product[..., None]) - mean * share[..., None]
    slope = _solved(_covariance(image, mean, window), shared)
    offset = share - (slope * mean).sum(2)
    r2 = (slope * shared).sum(2) / np.maximum(share * (1 - share), 1e-3)
    trust = np.clip((r2 - MIN_R2) / (1 - MIN_R2), 0, 1)
    return ColourFit(np.dstack([slope, offset]), trust)


@dataclass(frozen=True)
class _Window:
    """A sliding square that averages by weight."""

    radius: int
    weight: F32
    total: F32

    @classmethod
    def balanced(cls, product: Mask, background: Mask, radius: int) -> "_Window":
        """Few product pixels weigh as much as many of background, or alpha would be shifted."""
        weight = np.zeros(product.shape, np.float32)
        for examples in (product.astype(np.float32), background.astype(np.float32)):
            weight += examples / np.maximum(_box_sum(examples, radius), 1)
        return cls(radius, weight, _box_sum(weight, radius) + np.float32(1e-6))

    def mean(self, plane: F32) -> F32:
        """Weighted mean of (h, w) or (h, w, 3) around each point; 0 where nothing has weight."""
        over = (..., None) if plane.ndim == 3 else ...
        return np.asarray(_box_sum(plane * self.weight[over], self.radius) / self.total[over])


def _box_sum(plane: F32, radius: int) -> F32:
    size = (2 * radius + 1, 2 * radius + 1)
    return np.asarray(
        cv2.boxFilter(plane, -1, size, normalize=False, borderType=cv2.BORDER_REFLECT)
    )


def _covariance(image: F32, mean: F32, window: _Window) -> list[F32]:
    """The six different entries of the 3×3 covariance of colour, ridge added."""
    entries = []
    for i, j in CHANNEL_PAIRS:
        products = window.mean(image[..., i] * image[..., j])
        ridge = RIDGE if i == j else np.float32(0)
        entries.append(np.asarray(products - mean[..., i] * mean[..., j] + ridge, np.float32))
    return entries


def _solved(covariance: list[F32], right: F32) -> F32:
    """x of the symmetric 3×3 systems C x = right; right and x (h, w, 3).

    L D Lᵀ, because cofactors in float32 lose 5 % on grey pictures, whose C is nearly singular.
    """
    c00, c01, c02, c11, c12, c22 = covariance
    l10, l20 = c01 / c00, c02 / c00
    d1, rest = c11 - c01 * l10, c12 - c02 * l10
    l21 = rest / d1
    d2 = c22 - c02 * l20 - rest * l21
    y0, y1, y2 = right[..., 0], right[..., 1] - l10 * right[..., 0], right[..., 2]
    y2 = y2 - l20 * y0 - l21 * y1
    x2 = y2 / d2
    x1 = y1 / d1 - l21 * x2
    x0 = y0 / c00 - l10 * x1 - l20 * x2
    return np.dstack([x0, x1, x2])
