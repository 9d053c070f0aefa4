"""Between sRGB levels and amounts of light, where shadows multiply."""

import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

STEPS = 1 << 14  # fine enough that every level comes back from its own light


def _linear(level: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(level <= 0.04045, level / 12.92, ((level + 0.055) / 1.055) ** 2.4)


def _encoded(light: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


TO_LIGHT = _linear(np.arange(256) / 255).astype(np.float32)
TO_LEVEL = np.rint(255 * _encoded(np.arange(STEPS) / (STEPS - 1))).astype(np.uint8)


def to_light(image: U8) -> F32:
    """`image` uint8 sRGB of any shape as linear light, float32 in [0, 1] (IEC 61966-2-1)."""
    return TO_LIGHT[image]


def to_level(light: F32) -> U8:
    """Linear `light` float32 as sRGB levels, uint8; what is beyond [0, 1] is clipped."""
    index = np.clip(light, 0, 1) * np.float32(STEPS - 1) + np.float32(0.5)
    return TO_LEVEL[index.astype(np.uint16)]
