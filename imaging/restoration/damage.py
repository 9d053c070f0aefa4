"""Damage as a phone does it: too little light, a soft lens, noise, JPEG, in that order.

Light and noise are worked out in linear light, where photons are counted; the file is sRGB.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.light import TO_LIGHT, encoded

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]

MIDDLE = 0.2140  # linear light of sRGB 0.5
SLOPE = 1.083  # of sRGB over light there: 1.055 / 2.4 · 0.2140^(1/2.4 − 1)
READ = 0.03  # of the noise's variance at MIDDLE that is there in the dark as well
BLOTCH_PX = 1.5  # radius of chroma noise, which cameras smooth away less well than grain


@dataclass(frozen=True)
class Damage:
    """How much of what; the default is none.

    stops: of light too little. gamma: contrast added in the file, 1 for none.
    blur_px: sigma of the lens. noise, blotches: standard deviation at middle grey in levels, of
    grain and of colour blotches. grain_px: sigma of the grain itself, 0 for single pixels.
    jpeg: quality of each time it was saved, first one first.
    """

    stops: float = 0.0
    gamma: float = 1.0
    blur_px: float = 0.0
    noise: float = 0.0
    blotches: float = 0.0
    grain_px: float = 0.0
    jpeg: tuple[int, ...] = ()


def damaged(photo: U8, damage: Damage, chance: np.random.Generator) -> U8:
    """`photo` (H, W, 3) with `damage`; a new (H, W, 3) uint8, the same for the same `chance`."""
    light = TO_LIGHT[photo] * np.float32(2.0**-damage.stops)
    light = blurred(light, damage.blur_px)
    if damage.noise:
        light = light + grain(light, damage, chance)
    level = encoded(np.clip(light, 0, 1)) ** np.float32(damage.gamma)
    if damage.blotches:
        level = level + blotches(level.shape, damage.blotches, chance)
    return resaved(levels(level), damage.jpeg)


def dimmed(photo: U8, damage: Damage) -> U8:
    """`photo` with the light and contrast of `damage` and nothing else of it."""
    light = TO_LIGHT[photo] * np.float32(2.0**-damage.stops)
    return levels(encoded(light) ** np.float32(damage.gamma))


def gain_lost(photo: U8, dark: U8) -> float:
    """Natural log of what levels of `dark` are to be multiplied by, to be as light as `photo`."""
    return float(np.log((photo.mean() + 1) / (dark.mean() + 1)))


def harm_done(before: U8, after: U8) -> float:
    """Natural log of the root mean square of the difference, in levels, a quarter at least."""
    squares = np.square(before.astype(np.float32) - after).mean()
    return float(np.log(np.sqrt(squares) + 0.25))


def blurred(light: F32, sigma_px: float) -> F32:
    """`light` (H, W, 3) out of focus by a Gaussian of `sigma_px`."""
    if not sigma_px:
        return light
    return np.asarray(cv2.GaussianBlur(light, (0, 0), sigma_px), np.float32)


def grain(light: F32, damage: Damage, chance: np.random.Generator) -> F32:
    """Noise whose variance is a · light + b, of the strength that `damage` tells, (H, W, 3)."""
    variance = np.float32((damage.noise / 255 / SLOPE) ** 2)
    deviation: F32 = np.sqrt(variance * ((1 - READ) * light / np.float32(MIDDLE) + READ))
    drawn = chance.standard_normal(light.shape, np.float32)
    return np.asarray(deviation * smooth_noise(drawn, damage.grain_px), np.float32)


def blotches(shape: Sequence[int], noise: float, chance: np.random.Generator) -> F32:
    """Colour without luminance, smooth over BLOTCH_PX, deviating by `noise` levels in red."""
    height, width, _ = shape
    drawn = smooth_noise(chance.standard_normal((height, width, 2), np.float32), BLOTCH_PX)
    red, blue = drawn[..., 0], drawn[..., 1]
    green = -(0.299 * red + 0.114 * blue) / 0.587  # of the luma that JPEG knows
    colour: F32 = np.stack((red, green, blue), axis=-1)
    return colour * np.float32(noise / 255)


def smooth_noise(drawn: F32, sigma_px: float) -> F32:
    """White noise `drawn` made smooth, its variance kept."""
    if not sigma_px:
        return drawn
    kernel = cv2.getGaussianKernel(2 * int(np.ceil(3 * sigma_px)) + 1, sigma_px)
    smooth = cv2.sepFilter2D(drawn, -1, kernel, kernel, borderType=cv2.BORDER_REFLECT)
    return np.asarray(smooth / np.float32((kernel**2).sum()), np.float32)


def resaved(photo: U8, qualities: Sequence[int]) -> U8:
    """`photo` after it was saved as JPEG with each of `qualities`, in turn."""
    for quality in qualities:
        ways = [cv2.IMWRITE_JPEG_QUALITY, quality]
        _, file = cv2.imencode(".jpg", photo[..., ::-1], ways)
        photo = np.asarray(cv2.imdecode(file, cv2.IMREAD_COLOR), np.uint8)[..., ::-1]
    return photo


def levels(level: F32) -> U8:
    """sRGB in [0, 1], clipped to it, as uint8."""
    return np.asarray(np.rint(np.clip(level, 0, 1) * 255), np.uint8)


def any_damage(chance: np.random.Generator) -> Damage:
    """What an example is damaged by: one photo in eight by nothing, the rest by a mixture."""
    if chance.random() < 0.125:
        return Damage()
    dark, soft, noisy, saved = chance.random(4) < (0.35, 0.3, 0.65, 0.75)
    noise = float(chance.uniform(2, 30)) if noisy or dark else 0.0
    return Damage(
        stops=float(chance.uniform(0.3, 3.2)) if dark else 0.0,
        gamma=float(chance.uniform(1, 1.25)) if dark else 1.0,
        blur_px=float(chance.uniform(0.4, 1.5)) if soft else 0.0,
        # Fewer photons in the same area make less noise in light, but more beside the picture.
        noise=noise / 2 if dark else noise,
        blotches=noise * float(chance.uniform(0, 0.4)) * float(chance.random() < 0.5),
        grain_px=float(chance.uniform(0.3, 0.8)) if chance.random() < 0.5 else 0.0,
        jpeg=_saved(chance) if saved else (),
    )


def _saved(chance: np.random.Generator) -> tuple[int, ...]:
    times = 2 if chance.random() < 0.25 else 1
    return tuple(int(quality) for quality in chance.integers(20, 96, times))
