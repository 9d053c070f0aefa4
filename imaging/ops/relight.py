"""A product's colours as the light of a plate would show them. Gentle, and never pixel locked."""

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.light import luminance, to_level, to_light
from imaging.scenery.plate import Light

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

CAST = 0.6  # of the light's colour: eyes adapt to the rest
EXPOSURE, LEAST, MOST = 0.3, 0.75, 1.3  # power of the set's brightness against MIDDLE, and limits
MIDDLE = 0.45  # linear luminance of a well-lit light set
SHADING = 0.22  # of brightness, from the middle to the side turned to the light


def relit(image: U8, alpha: U8, light: Light, around: U8) -> U8:
    """`image` (H, W, 3) in the colour, strength and direction of `light`, where `alpha` is not 0.

    around: (H, W, 3) uint8, the set without the product, for its brightness. A new (H, W, 3) uint8.
    """
    x, y, width, height = cv2.boundingRect(alpha)
    if not width:
        return image.copy()
    area = (slice(y, y + height), slice(x, x + width))
    gain = _cast(light) * _exposure(around[area])
    lit = to_level(to_light(image[area]) * _shading(light, (height, width)) * gain)
    out = image.copy()
    out[area] = np.where(alpha[area][..., None] > 0, lit, image[area])
    return out


def _cast(light: Light) -> F32:
    colour = 1 + CAST * (np.asarray(light.colour, np.float32) - 1)
    return np.asarray(colour / luminance(colour), np.float32)


def _exposure(around: U8) -> np.float32:
    brightness = float(luminance(to_light(around)).mean())
    return np.float32(np.clip((brightness / MIDDLE) ** EXPOSURE, LEAST, MOST))


def _shading(light: Light, shape: tuple[int, int]) -> F32:
    """(h, w, 1): brighter towards the light, the mean kept."""
    height, width = shape
    across = (np.arange(width, dtype=np.float32) + 0.5) / width * 2 - 1
    upwards = 1 - (np.arange(height, dtype=np.float32) + 0.5) / height * 2
    x, y, _ = light.towards
    turned = np.float32(x) * across[None] + np.float32(0.5 * y) * upwards[:, None]
    return np.asarray(1 + SHADING * turned, np.float32)[..., None]
