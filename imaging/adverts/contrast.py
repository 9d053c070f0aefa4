"""Contrast of text as WCAG 2.2 measures it, on the pixels that really lie behind it."""

import numpy as np
from numpy.typing import NDArray

from imaging.ops import light

U8 = NDArray[np.uint8]
Colour = tuple[int, int, int]

ENOUGH = 4.5  # WCAG 2.2, 1.4.3, level AA
WORST_SHARE = 0.02  # of the pixels behind a text may be worse than the figure told
INK: Colour = (5, 5, 5)  # the lightest grey that, with white, is readable on every colour
PAPER: Colour = (255, 255, 255)


def luminance(rgb: U8) -> NDArray[np.float64]:
    """Relative luminance of sRGB: (…, 3) uint8 to (…) in [0, 1]."""
    return light.luminance(light.LIGHT_OF[rgb])


def ratio(one: Colour, other: Colour) -> float:
    """Contrast of two colours, 1 to 21."""
    return contrast_on(np.array([[other]], np.uint8), one)


def contrast_on(behind: U8, colour: Colour) -> float:
    """Contrast of `colour` against the pixels `behind`, (H, W, 3) uint8 sRGB.

    Of all but the WORST_SHARE of pixels the least, so that single specks do not decide.
    """
    ground = luminance(behind).ravel()
    text = float(luminance(np.array(colour, np.uint8)))
    lighter, darker = np.maximum(ground, text), np.minimum(ground, text)
    return float(np.quantile((lighter + 0.05) / (darker + 0.05), WORST_SHARE, method="lower"))


def readable(behind: U8, wanted: tuple[Colour, ...]) -> tuple[Colour, float]:
    """The first of `wanted` with ENOUGH contrast, then dark and light; else the best of all."""
    tried = [(colour, contrast_on(behind, colour)) for colour in (*wanted, INK, PAPER)]
    enough = [pair for pair in tried if pair[1] >= ENOUGH]
    return enough[0] if enough else max(tried, key=lambda pair: pair[1])


def on(fill: Colour) -> Colour:
    """Paper on `fill` where that is readable, ink where it is not: one of them always is."""
    return PAPER if ratio(PAPER, fill) >= ENOUGH else INK
