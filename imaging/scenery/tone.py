"""From rendered light to a picture: exposure, highlights, sRGB, eight bits."""

import numpy as np
from numpy.typing import NDArray

from imaging.scenery.colour import LUMA, WHITEST, encoded

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]

LEVEL = {"bright": 1.04, "normal": 0.95, "dark": 0.5}
WELL_LIT = 88  # percentile of the set that shows paint in its own colour
SHOULDER = 0.72  # below this light is shown as it is


def developed(light: F32, albedo: F32, brightness: str) -> F32:
    """Linear `light` (H, W, 3) as sRGB (H, W, 3) float32 in [0, 1].

    Exposed so that what is well lit shows the colour it was painted in: a white wall is white and a
    brand's colour is that colour. albedo: (H, W, 3), share of light given back.
    """
    shown = albedo @ LUMA / WHITEST
    seen = shown > 0.004
    exposure = LEVEL[brightness] / np.percentile((light @ LUMA)[seen] / shown[seen], WELL_LIT)
    return encoded(rolled(light * np.float32(exposure)))


def rolled(light: F32) -> F32:
    """Light of any strength into [0, 1): unchanged to SHOULDER, then ever more slowly up to white.

    The brightest channel is bent and the others follow, so hues stay; far above white they fade.
    """
    peak = light.max(axis=-1, keepdims=True)
    room = 1 - SHOULDER
    over = np.maximum(peak - SHOULDER, 0)
    bent = np.where(peak > SHOULDER, SHOULDER + room * over / (over + room), peak)
    kept = light * (bent / np.maximum(peak, 1e-6))
    fade = over / (over + 4 * room)
    mixed: F32 = (kept + (bent - kept) * fade * 0.5).astype(np.float32)
    return np.clip(mixed, 0, 1)


def eight_bits(picture: F32) -> U8:
    """(H, W, 3) in [0, 1] as uint8; a fixed fine grain keeps gradients from banding."""
    grain = np.random.default_rng(0).uniform(-0.5, 0.5, picture.shape).astype(np.float32)
    return np.clip(np.rint(picture * 255 + grain), 0, 255).astype(np.uint8)
