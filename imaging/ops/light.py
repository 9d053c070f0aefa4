"""Colours as people write them, as sRGB levels, and as amounts of light, where shadows multiply."""

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]
Float = TypeVar("Float", np.float32, np.float64)

STEPS = 1 << 14  # fine enough that every level comes back from its own light
REC709 = np.array((0.2126, 0.7152, 0.0722))  # of red, green and blue in luminance: ITU-R BT.709


def rgb(colour: str) -> tuple[int, int, int]:
    """The three levels of "#RRGGBB"."""
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def decoded(level: NDArray[Float]) -> NDArray[Float]:
    """sRGB in [0, 1] as linear light in [0, 1], any shape, dtype kept (IEC 61966-2-1)."""
    return np.where(level <= 0.04045, level / 12.92, ((level + 0.055) / 1.055) ** 2.4)


def encoded(light: NDArray[Float]) -> NDArray[Float]:
    """Linear light in [0, 1] as sRGB in [0, 1], any shape, dtype kept (IEC 61966-2-1)."""
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


def strongest(image: NDArray[Any]) -> NDArray[Any]:
    """The largest channel of (…, 3), dtype kept: (…); many times faster than a maximum by axis."""
    return np.maximum(np.maximum(image[..., 0], image[..., 1]), image[..., 2])


def weakest(image: NDArray[Any]) -> NDArray[Any]:
    """The smallest channel of (…, 3), dtype kept: (…)."""
    return np.minimum(np.minimum(image[..., 0], image[..., 1]), image[..., 2])


def luminance(light: NDArray[Float]) -> NDArray[Float]:
    """Relative luminance Y of linear light: (…, 3) to (…), dtype kept."""
    return light @ REC709.astype(light.dtype)


LIGHT_OF = decoded(np.arange(256) / 255)  # by level, float64
TO_LIGHT = LIGHT_OF.astype(np.float32)
TO_LEVEL = np.rint(255 * encoded(np.arange(STEPS) / (STEPS - 1))).astype(np.uint8)


def to_light(image: U8) -> F32:
    """`image` uint8 sRGB of any shape as linear light, float32 in [0, 1] (IEC 61966-2-1)."""
    return TO_LIGHT[image]


def to_level(light: F32) -> U8:
    """Linear `light` float32 as sRGB levels, uint8; what is beyond [0, 1] is clipped."""
    index = np.clip(light, 0, 1) * np.float32(STEPS - 1) + np.float32(0.5)
    return TO_LEVEL[index.astype(np.uint16)]
