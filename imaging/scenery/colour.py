"""Colours between what people write and what light does: sRGB and linear light (BT.709)."""

import numpy as np

from imaging.ops.light import decoded, encoded, rgb

RGB = tuple[float, float, float]

WHITEST = 0.85  # share of light that the whitest paint gives back; #FFFFFF stands for it


def linear(colour: str) -> RGB:
    """#RRGGBB as linear RGB in [0, 1]."""
    red, green, blue = decoded(np.array(rgb(colour)) / 255)
    return float(red), float(green), float(blue)


def hex_of(light: RGB) -> str:
    """Linear RGB as #RRGGBB; what is outside [0, 1] is clipped."""
    levels = np.rint(encoded(np.clip(np.array(light, np.float32), 0, 1)) * 255).astype(int)
    return "#{:02X}{:02X}{:02X}".format(*levels)


def paint(colour: str) -> RGB:
    """The albedo of something painted in #RRGGBB."""
    red, green, blue = linear(colour)
    return red * WHITEST, green * WHITEST, blue * WHITEST
