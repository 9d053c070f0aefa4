"""Edges of a coarse mask, found again at the photo's own resolution.

Where the mask is sure, its pixels are examples of product and background; between them alpha is
read off the photo's colours by local lines (colour_fit). A first fit on a very small copy settles
what it can of wide uncertain areas; a second, finer one is applied to the photo's own pixels, only
in the band that is left (as in "Fast guided filter", He and Sun, 2015). Where colour does not tell
the two apart, which the fit says itself, the mask's own contour stands.

Closed-form matting proper (a solver over all unknown pixels) is as true at half the resolution and
truer at full, but takes 3 and 25 times as long on 2.5 MP: docs/measurements.md.
"""

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.colour_fit import ColourFit, alpha_by_colour, colour_fit
from imaging.ops.tiles import part_enlarged, tiles_touching

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]


class Level(NamedTuple):
    """Side of a small copy, whatever the photo's shape, and how far examples are looked for."""

    side: int  # px
    radius: int  # px of the small copy


COARSE, FINE = Level(320, 12), Level(640, 6)  # one and two px for each of U²-Net's
SURE_PRODUCT, SURE_BACKGROUND = 0.85, 0.15  # of the mask
SETTLING_TRUST = 0.5  # a line must explain this much to overrule an undecided net
NOISE = 0.1  # of alpha by colour, cut at both ends: texture must not pierce the product
SOFT = 0.3  # the mask's own contour is as wide as its px: keep its middle [SOFT, 1 - SOFT]


@dataclass(frozen=True)
class Edges:
    """A mask with refined edges.

    alpha: (H, W) uint8, straight: 0 and 255 where the coarse mask was sure.
    trust: mean over the uncertain band, in [0, 1], of how well colour tells product from
        background; 1 where there was no band. Low for white on white.
    """

    alpha: U8
    trust: float


def edges_refined(image: U8, mask: F32) -> Edges:
    """Alpha of `image` with edges where its colours say, near the contour of a coarse `mask`.

    Args:
        image: (H, W, 3) uint8, RGB, sRGB.
        mask: (h, w) float32 in [0, 1], any size, squeezed to the photo's frame.
    """
    small = _small(image)
    mask, trust = _settled(small, mask)
    fit = _fit(small, mask, FINE)
    return Edges(_alpha_in_band(image, enlarged(mask, image.shape), fit), trust)


def enlarged(mask: F32, shape: tuple[int, ...]) -> U8:
    """A mask (h, w) in [0, 1] as alpha (H, W) uint8 of `shape` (H, W), bicubic."""
    small = np.rint(mask * 255).astype(np.uint8)
    return np.asarray(cv2.resize(small, shape[1::-1], interpolation=cv2.INTER_CUBIC))


def _settled(small: F32, mask: F32) -> tuple[F32, float]:
    """The mask at the coarse size, decided where colour decides; and the trust in its band."""
    image, mask = _resized(small, COARSE.side), _resized(mask, COARSE.side)
    fit = _fit(image, mask, COARSE)
    unsure = (mask >= SURE_BACKGROUND) & (mask <= SURE_PRODUCT)
    by_colour = np.clip(alpha_by_colour(image, fit.lines), 0, 1)
    voice = np.clip((fit.trust - SETTLING_TRUST) / (1 - SETTLING_TRUST), 0, 1) * unsure
    trust = float(fit.trust[unsure].mean()) if unsure.any() else 1.0
    return np.asarray(by_colour * voice + mask * (1 - voice), np.float32), trust


def _fit(image: F32, mask: F32, level: Level) -> ColourFit:
    mask = _resized(mask, level.side)
    return colour_fit(image, mask > SURE_PRODUCT, mask < SURE_BACKGROUND, level.radius)


def _alpha_in_band(image: U8, guess: U8, fit: ColourFit) -> U8:
    """`guess` (H, W) with its contour sharpened, and refined by `fit` where it is unsure."""
    alpha = np.asarray(cv2.LUT(guess, _CONTOUR), np.uint8)
    band = cv2.inRange(guess, round(SURE_BACKGROUND * 255), round(SURE_PRODUCT * 255))
    for tile in tiles_touching(np.asarray(band, np.uint8)):
        lines, trust = (part_enlarged(plane, tile, guess.shape) for plane in (fit.lines, fit.trust))
        by_colour = alpha_by_colour(image[tile].astype(np.float32) / 255, lines)
        by_colour = np.clip((by_colour - NOISE) / (1 - 2 * NOISE), 0, 1) * 255
        refined = np.rint(by_colour * trust + alpha[tile] * (1 - trust))
        np.copyto(alpha[tile], refined, where=band[tile] > 0, casting="unsafe")
    return alpha


def _contour_table() -> U8:
    middle = (np.arange(256) / 255 - SOFT) / (1 - 2 * SOFT)
    return np.rint(np.clip(middle, 0, 1) * 255).astype(np.uint8)


_CONTOUR = _contour_table()


def _small(image: U8) -> F32:
    size = (FINE.side, FINE.side)
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32) / np.float32(255)


def _resized(plane: F32, side: int) -> F32:
    """`plane`, (h, w) or (h, w, 3), at `side` by `side` px."""
    interpolation = cv2.INTER_LINEAR if side > max(plane.shape[:2]) else cv2.INTER_AREA
    return np.asarray(cv2.resize(plane, (side, side), interpolation=interpolation), np.float32)
