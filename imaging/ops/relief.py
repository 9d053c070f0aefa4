"""Depth in a flat light: a product's shape guessed from its outline and shading, lit once more.

The outline is inflated as a balloon would be (Igarashi, Matsuoka and Tanaka, "Teddy", 1999; here
the membrane under even pressure), folds come from the photo's own middle-sized shading, taken for
height: dark is deep. The result is only a gain of light, and only as much as is asked.
"""

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.light import luminance, to_level, to_light
from imaging.ops.membrane import spread_inward
from imaging.ops.tiles import part_enlarged, tiles

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]
Side = Literal["left", "right", "top"]

SIDE = 512  # px of the copy whose shape is guessed
COARSEST = 24  # px
SWEEPS = 40  # of relaxation on each size
SOLID = 128  # alpha
FOLDS = (0.008, 0.045)  # of the longer side: the band of sizes taken for folds
PRINT, PRINT_HUE = 0.7, 0.02  # stops and chromaticity: what differs by more is no fold
ROUND = 0.45  # tangent of the balloon's mean slope
FOLD_SLOPE = 0.22  # tangent for the steeper folds
LEAST_FOLD = 0.008  # stops a px: a calmer product has none, and none are made of its noise
STEEPEST = 1.5
KEY_UP, KEY_SIDE, KEY_FRONT = 0.5, 0.5, 0.7  # where the key light comes from
KEY, RIM = 0.75, 0.55  # of the light, at full strength
WHITE = 0.25  # share of white in a rim light; cloth colours the rest
LEAST, MOST = 0.6, 1.5  # gains of light
SHEEN = 0.06  # of white: what even black cloth throws back
AWAY = 0.45  # one minus the cosine at which the rim light is at its full
TILE = 512  # px
CLEAR = 0.03  # share of its light by which a product must be brighter on one side


@dataclass(frozen=True)
class Lit:
    """How much light a product gets: (h, w) float32 of a small copy.

    gain: of its own light. rim: added, in shares of white.
    """

    gain: F32
    rim: F32


def relief(image: U8, alpha: U8, strength: float, side: Side) -> U8:
    """`image` (H, W, 3) with the product in `alpha` (H, W) modelled by light from `side`.

    strength: in [0, 1]. A new (H, W, 3) uint8; what is no product keeps its pixels.
    """
    lit = lighting(image, alpha, strength, side)
    out = image.copy()
    for area, _, highest in tiles(alpha, TILE):
        if highest:
            cover = alpha[area].astype(np.float32)[..., None] / np.float32(255)
            gain = part_enlarged(lit.gain, area, alpha.shape)[..., None]
            rim = part_enlarged(lit.rim, area, alpha.shape)[..., None]
            light = to_light(image[area])
            made = to_level(_lit(light, gain) + rim * _thrown_back(light) * (1 - light))
            out[area] = np.rint(image[area] + cover * (made - image[area].astype(np.float32)))
    return out


def lighting(image: U8, alpha: U8, strength: float, side: Side) -> Lit:
    """The light for `relief`, on a copy of at most SIDE px."""
    scale = min(1.0, SIDE / max(alpha.shape))
    size = tuple(max(1, round(length * scale)) for length in alpha.shape[::-1])
    small = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    solid = np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)) >= SOLID
    if not solid.any():
        return Lit(np.ones(solid.shape, np.float32), np.zeros(solid.shape, np.float32))
    slopes = slopes_of(small, solid)
    facing = 1 / np.sqrt(1 + (slopes**2).sum(axis=2))
    key = _facing_key(slopes, facing, side)
    gain = 1 + strength * KEY * (key - key[solid].mean())
    rim = strength * RIM * _rim(slopes, facing, side) * (SHEEN + luminance(to_light(small)))
    planes = spread_inward(np.dstack([gain, rim]).astype(np.float32), solid)
    planes = np.asarray(cv2.GaussianBlur(planes, (0, 0), 1.0), np.float32)
    return Lit(np.clip(planes[..., 0], LEAST, MOST), np.clip(planes[..., 1], 0, 0.5))


def slopes_of(image: U8, solid: NDArray[np.bool_]) -> F32:
    """How the surface falls to the right and down: (h, w, 2) float32, tangents; 0 where none is."""
    balloon = _slope(np.sqrt(inflated(solid)))
    mean = float(np.hypot(*balloon[solid].T).mean())
    folds = _slope(_folds(image, solid))
    typical = float(np.percentile(np.hypot(*folds[solid].T), 90))
    slopes = balloon * np.float32(ROUND / max(mean, 1e-6))
    slopes = slopes + folds * np.float32(FOLD_SLOPE / max(typical, LEAST_FOLD))
    return np.asarray(np.clip(slopes, -STEEPEST, STEEPEST) * solid[..., None], np.float32)


def inflated(solid: NDArray[np.bool_]) -> F32:
    """The membrane over `solid` (h, w) under even pressure, highest point 1.

    Poisson's equation, Δz = -1 with z = 0 outside, by relaxation from the next coarser answer.
    """
    height = _pressed(solid)
    return np.asarray(height / max(float(height.max()), 1e-6), np.float32)


def _pressed(solid: NDArray[np.bool_]) -> F32:
    """Its height in px² of its own size."""
    inside = solid.astype(np.float32)
    if min(solid.shape) <= COARSEST:
        return _relaxed(np.zeros_like(inside), inside, COARSEST**2)
    size = tuple((length + 1) // 2 for length in solid.shape[::-1])
    share = cv2.resize(inside, size, interpolation=cv2.INTER_AREA)
    coarse = _pressed(np.asarray(share >= 0.5))
    start = cv2.resize(coarse, solid.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return _relaxed(np.asarray(4 * start, np.float32), inside, SWEEPS)


def _relaxed(height: F32, inside: F32, sweeps: int) -> F32:
    cross = np.array(((0, 1, 0), (1, 0, 1), (0, 1, 0)), np.float32) / 4
    for _ in range(sweeps):
        around = cv2.filter2D(height, -1, cross, borderType=cv2.BORDER_CONSTANT)
        height = np.asarray((around + np.float32(0.25)) * inside, np.float32)
    return height


def _folds(image: U8, solid: NDArray[np.bool_]) -> F32:
    """Height from shading, in stops: what is finer or coarser than folds, or a print, is left out.

    A fold is a gentle change of light alone; a print changes colour, or light by a lot.
    """
    light = to_light(image) + np.float32(0.02)
    stops = np.log2(luminance(light))
    hues = light[..., :2] / light.sum(axis=2, keepdims=True)
    planes = spread_inward(np.dstack([stops, hues]).astype(np.float32), solid)
    fine, coarse = (max(0.8, share * max(solid.shape)) for share in FOLDS)
    band = np.asarray(
        cv2.GaussianBlur(planes, (0, 0), fine) - cv2.GaussianBlur(planes, (0, 0), coarse)
    )
    strange = (band[..., 0] / PRINT) ** 2 + ((band[..., 1:] / PRINT_HUE) ** 2).sum(axis=2)
    reach = 2 * round(2 * fine) + 1
    strange = cv2.blur(cv2.dilate(strange, np.ones((reach, reach), np.uint8)), (reach, reach))
    return np.asarray(band[..., 0] * np.exp(-strange), np.float32)


def _slope(height: F32) -> F32:
    across = cv2.Sobel(height, cv2.CV_32F, 1, 0, scale=1 / 8)
    down = cv2.Sobel(height, cv2.CV_32F, 0, 1, scale=1 / 8)
    return np.dstack([across, down]).astype(np.float32)


def _facing_key(slopes: F32, facing: F32, side: Side) -> F32:
    """Light from the key, next to what a flat front gets."""
    x = {"left": -KEY_SIDE, "right": KEY_SIDE, "top": 0.0}[side]
    towards = -slopes[..., 0] * x + slopes[..., 1] * KEY_UP + KEY_FRONT
    return np.asarray(np.clip(towards * facing / KEY_FRONT, 0, 2), np.float32)


def _rim(slopes: F32, facing: F32, side: Side) -> F32:
    """Light from behind the other side, on what turns away."""
    x = {"left": 0.9, "right": -0.9, "top": 0.0}[side]
    grazing = np.clip((1 - facing) / AWAY, 0, 1) ** 2
    towards = np.clip((-slopes[..., 0] * x + slopes[..., 1] * 0.4) * facing, 0, 1)
    return np.asarray(grazing * towards, np.float32)


def _lit(light: F32, gain: F32) -> F32:
    """`light` times `gain`; what gets brighter does so as film does, and white stays white."""
    more = light * gain / (1 + np.maximum(gain - 1, 0) * light)
    return np.asarray(more, np.float32)


def _thrown_back(light: F32) -> F32:
    """The colour of a rim light on it: mostly the product's own, at its fullest."""
    own = light / np.maximum(light.max(axis=-1, keepdims=True), np.float32(1e-3))
    return np.asarray(WHITE + (1 - WHITE) * own, np.float32)


def brighter_side(image: U8, alpha: U8) -> Side:
    """From where the product is lit already: the light that is added must not contradict it."""
    scale = min(1.0, 128 / max(alpha.shape))
    size = tuple(max(1, round(length * scale)) for length in alpha.shape[::-1])
    small = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    solid = np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)) >= SOLID
    rows, columns = np.nonzero(solid)
    if len(columns) < 2 or np.ptp(columns) == 0:
        return "top"
    across = (columns - columns.mean()) / columns.std()
    bright = luminance(to_light(small))[rows, columns]
    tilt = float((across * (bright - bright.mean())).mean() / max(float(bright.mean()), 1e-4))
    if abs(tilt) < CLEAR:
        return "left"
    return "right" if tilt > 0 else "left"
