"""Colours between what people write and what light does: sRGB and linear light (BT.709)."""

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
RGB = tuple[float, float, float]

WHITEST = 0.85  # share of light that the whitest paint gives back; #FFFFFF stands for it
LUMA = np.array((0.2126, 0.7152, 0.0722), np.float32)


def linear(colour: str) -> RGB:
    """#RRGGBB as linear RGB in [0, 1]."""
    levels = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    red, green, blue = np.where(
        levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4
    )
    return float(red), float(green), float(blue)


def hex_of(rgb: RGB) -> str:
    """Linear RGB as #RRGGBB; what is outside [0, 1] is clipped."""
    levels = np.rint(encoded(np.clip(np.array(rgb, np.float32), 0, 1)) * 255).astype(int)
    return "#{:02X}{:02X}{:02X}".format(*levels)


def paint(colour: str) -> RGB:
    """The albedo of something painted in #RRGGBB."""
    red, green, blue = linear(colour)
    return red * WHITEST, green * WHITEST, blue * WHITEST


def encoded(light: F32) -> F32:
    """Linear light in [0, 1] as sRGB in [0, 1], any shape."""
    return np.where(
        light <= 0.0031308, 12.92 * light, 1.055 * np.maximum(light, 1e-8) ** (1 / 2.4) - 0.055
    ).astype(np.float32)
