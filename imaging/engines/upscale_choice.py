"""Which way a photo is enlarged: what it measures decides, and how large it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from imaging.engines import upscale_words as words
from imaging.engines.base import U8, Params
from imaging.errors import EngineError
from imaging.labels import Label
from imaging.ops.blocks import blockiness
from imaging.ops.luma import luma
from imaging.ops.noise import noise_sigma
from imaging.ops.spread import spread

Way = Literal["sharp", "restoring", "cleaned", "plain"]

MAX_MEGAPIXELS = 50  # of the result
MAX_RESTORED = 0.6  # megapixels that the restoring net is given: a minute on two quiet cores
SECONDS = {"sharp": 8.0, "restoring": 110.0, "cleaned": 11.0, "plain": 0.5}  # a megapixel, there
# Clean photos measured noise up to 2.6 and blocks up to 0.1; noise of 6 levels about 4.2, JPEG at
# quality 75 blocks of 0.8 on clothing and 0.6 on products, where restoring wins 4 dB over sharp.
NOISY, BLOCKY = 3.0, 0.4
SQUARE, FLAT = 64, 4.0  # px; standard deviation in levels, below which nothing is drawn


class UpscaleParams(Params):
    """scale: 2 or 4. net: "auto" measures. protect_text: compare lettering, and keep what it says.

    "cleaned" takes noise out before the sharp net, "plain" uses no net.
    """

    scale: Literal[2, 4] = 2
    net: Literal["auto"] | Way = "auto"
    protect_text: bool = True


@dataclass(frozen=True)
class Damage:
    """noise: sigma in levels (imaging.ops.noise). blockiness: of JPEG (imaging.ops.blocks)."""

    noise: float
    blockiness: float

    @property
    def is_seen(self) -> bool:
        return self.noise > NOISY or self.blockiness > BLOCKY


@dataclass(frozen=True)
class Plan:
    """Which way to take, and why."""

    way: Way
    why: Label


def refuse_too_large(shape: tuple[int, ...], scale: int) -> None:
    """Raises EngineError("upscale_too_large") where the result would be."""
    megapixels = shape[0] * shape[1] * scale**2 / 1e6
    if megapixels > MAX_MEGAPIXELS:
        raise EngineError(
            "upscale_too_large",
            scale=scale,
            megapixels=round(megapixels, 1),
            limit=MAX_MEGAPIXELS,
        )


def damage_of(image: U8) -> Damage:
    """What is wrong with `image` (H, W, 3), measured on parts of it.

    Blocks are looked for where something is drawn: on plain white JPEG does no harm, and a product
    on much of it would pass for clean.
    """
    planes = [luma(np.ascontiguousarray(part)) for part in spread(image)]
    drawn = [part for plane in planes for part in squares(plane) if part.std() > FLAT]
    return Damage(noise=noise_sigma(planes), blockiness=blockiness(drawn) if drawn else 0.0)


def squares(plane: U8) -> Iterator[U8]:
    """The whole squares of SQUARE px in `plane` (H, W), all beginning alike on a JPEG's grid."""
    height, width = plane.shape
    for top in range(0, height - SQUARE + 1, SQUARE):
        for left in range(0, width - SQUARE + 1, SQUARE):
            yield plane[top : top + SQUARE, left : left + SQUARE]


def planned(shape: tuple[int, ...], params: UpscaleParams, damage: Damage) -> Plan:
    """The way that was asked for, or that the damage asks for.

    Raises EngineError("upscale_too_slow") where restoring was asked for and takes too long.
    """
    fits = shape[0] * shape[1] / 1e6 <= MAX_RESTORED
    if params.net == "restoring" and not fits:
        raise EngineError(
            "upscale_too_slow",
            megapixels=round(shape[0] * shape[1] / 1e6, 1),
            limit=MAX_RESTORED,
            seconds=round(expected_seconds(shape, "restoring")),
        )
    if params.net != "auto":
        return Plan(params.net, words.asked())
    found = (damage.noise, damage.blockiness)
    if not damage.is_seen:
        return Plan("sharp", words.clean(*found))
    if fits:
        return Plan("restoring", words.damaged(*found))
    return Plan("cleaned", words.cleaned_first(*found, MAX_RESTORED))


def expected_seconds(shape: tuple[int, ...], way: Way) -> float:
    """About how long two quiet cores take for a photo of `shape` (H, W, …)."""
    return SECONDS[way] * shape[0] * shape[1] / 1e6
