"""Colour of the surroundings: warmer, brighter, in the brand's colour; never of the product."""

import numpy as np
from numpy.typing import NDArray

from imaging.adverts.contrast import LINEAR, REC709, rgb
from imaging.adverts.words import Adjust

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
    linear = LINEAR[image]
    red = 1 + WARMEST * adjust.warmth
    gains = np.array([red, 1.0, 1 / red]) * 2 ** (BRIGHTEST * adjust.brightness)
    linear = linear * gains
    if wash and primary:
        linear += wash * (_in_hue(linear, primary) - linear)
    return encoded(linear)


def _in_hue(linear: NDArray[np.float64], primary: str) -> NDArray[np.float64]:
    """The same luminances in the hue of `primary`, towards white where they are lighter."""
    tone = LINEAR[np.array(rgb(primary), np.uint8)]
    own = max(float(tone @ REC709), 1e-3)
    light = (linear @ REC709)[..., None]
    darker = tone * (light / own)
    lighter = 1 - (1 - tone) * (1 - light) / max(1 - own, 1e-3)
    return np.where(light <= own, darker, lighter)


def encoded(linear: NDArray[np.float64]) -> U8:
    """sRGB levels of linear light, clipped to what a screen shows."""
    clipped = np.clip(linear, 0, 1)
    curve = np.where(clipped <= 0.0031308, clipped * 12.92, 1.055 * clipped ** (1 / 2.4) - 0.055)
    levels: U8 = np.rint(curve * 255).astype(np.uint8)
    return levels
