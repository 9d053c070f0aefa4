"""Colour of the surroundings: warmer, brighter, in the brand's colour; never of the product."""

import numpy as np
from numpy.typing import NDArray

from imaging.adverts.words import Adjust
from imaging.ops.light import LIGHT_OF, encoded, luminance, rgb

U8 = NDArray[np.uint8]
WARMEST = 0.28  # share that red gains and blue loses, in linear light
BRIGHTEST = 0.7  # stops


def adjusted(image: U8, adjust: Adjust, primary: str | None) -> U8:
    """`image`, (H, W, 3) uint8 sRGB, with `adjust` applied everywhere; a new array.

    Warmth and brightness are gains in linear light; the wash keeps each pixel's luminance and
    takes the brand's hue. Unchanged where nothing was asked.
    """
    wash = adjust.brand_wash if primary else 0.0
    if not (adjust.warmth or adjust.brightness or wash):
        return image
    linear = LIGHT_OF[image]
    red = 1 + WARMEST * adjust.warmth
    gains = np.array([red, 1.0, 1 / red]) * 2 ** (BRIGHTEST * adjust.brightness)
    linear = linear * gains
    if wash and primary:
        linear += wash * (_in_hue(linear, primary) - linear)
    return levels(linear)


def _in_hue(linear: NDArray[np.float64], primary: str) -> NDArray[np.float64]:
    """The same luminances in the hue of `primary`, towards white where they are lighter."""
    tone = LIGHT_OF[np.array(rgb(primary), np.uint8)]
    own = max(float(luminance(tone)), 1e-3)
    light = luminance(linear)[..., None]
    darker = tone * (light / own)
    lighter = 1 - (1 - tone) * (1 - light) / max(1 - own, 1e-3)
    return np.where(light <= own, darker, lighter)


def levels(linear: NDArray[np.float64]) -> U8:
    """sRGB levels of linear light, clipped to what a screen shows."""
    shown = encoded(np.clip(linear, 0, 1))
    return np.rint(shown * 255).astype(np.uint8)
