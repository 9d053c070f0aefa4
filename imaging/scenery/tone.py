"""From rendered light to a picture: exposure, highlights, sRGB, eight bits."""

import numpy as np
from numpy.typing import NDArray

from imaging.ops.light import encoded, luminance
from imaging.scenery.colour import WHITEST

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]

LEVEL = {"bright": 1.02, "normal": 0.94, "dark": 0.5}
LEVEL_MAY_BE = 1.25
WELL_LIT = 88  # percentile of the set that shows paint in its own colour
GLINT = 0.06  # share of light that even black gives back, as gloss
SHOULDER = 0.85  # below this light is shown as it is


def exposure(light: F32, albedo: F32, upwards: F32, brightness: str) -> np.float32:
    """What linear `light` (H, W, 3) is multiplied by before it is shown.

    What is well lit shows the colour it was painted in: a white wall is white and a brand's colour
    is that colour; level things, on which more light falls, may be a little brighter than that.
    albedo: (H, W, 3), share of light given back. upwards: (H, W), height of normals.
    """
    ratio = luminance(light) / (luminance(albedo) / WHITEST + GLINT)
    level = upwards > 0.7
    kinds = [kind for kind in (ratio[~level], ratio[level]) if kind.size > ratio.size / 10]
    lit = [np.percentile(kind, WELL_LIT) for kind in kinds]
    if len(lit) == 2:
        lit[1] /= LEVEL_MAY_BE
    return np.float32(LEVEL[brightness] / max(lit))


def developed(light: F32) -> F32:
    """Exposed linear light (H, W, 3) as sRGB float32 in [0, 1]."""
    return encoded(rolled(light))


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
