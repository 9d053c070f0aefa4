"""What a photo measures: numbers with units, from a small copy and from parts at full size."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imaging.ops.blocks import blockiness
from imaging.ops.blur import blur_sigma
from imaging.ops.curves import applied, gained
from imaging.ops.delta_e import delta_e, lab
from imaging.ops.exposure import Exposure, exposure
from imaging.ops.illuminant import Illuminant, illuminant
from imaging.ops.light import to_level
from imaging.ops.luma import as_planes
from imaging.ops.noise import noise_sigma
from imaging.ops.skin import plausible_share
from imaging.ops.spread import shrunk, spread
from imaging.ops.tilt import tilt_of_lines

U8 = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Colour = tuple[float, float, float]

SMALL = 256  # px of the longer side where light and colour are read
SURE_TILT = 0.4  # confidence from where turns of photos by known angles were found again
HALF = 0.5  # of full light: a grey card on which a cast is told


@dataclass(frozen=True)
class Measures:
    """One photo in numbers.

    exposure: stops too bright, below 0 too dark. room: stops until its white things lose drawing.
    contrast: L* between its darkest and lightest things. veil: the level of its blackest black.
    black: share with nothing to see. on_white: its rim is a shop's white. cast: ΔE00 of the light
    on a grey card; light: its linear RGB; sureness of it, 0 to 1; skin_share: how far it may be
    corrected before skin looks ill. noise, chroma_noise: sigma in levels. blockiness: of JPEG, in
    times of the picture's own steps. blur: sigma in px of the sharpest edges, None without any.
    tilt: degrees clockwise, None where no line tells. width, height: px.
    """

    width: int
    height: int
    exposure: float = 0.0
    room: float = 0.0
    contrast: float = 100.0
    veil: float = 0.0
    black: float = 0.0
    on_white: bool = False
    cast: float = 0.0
    light: Colour = (1.0, 1.0, 1.0)
    sureness: float = 0.0
    by_paper: bool = False
    skin_share: float = 1.0
    noise: float = 0.0
    chroma_noise: float = 0.0
    blockiness: float = 0.0
    blur: float | None = None
    tilt: float | None = None

    def as_json(self) -> dict[str, Any]:
        """Rounded, for facts."""
        rounded = {
            name: round(value, 3) if isinstance(value, float) else value
            for name, value in asdict(self).items()
        }
        return rounded | {"light": [round(channel, 3) for channel in self.light]}


def measure(image: U8, alpha: U8 | None = None) -> Measures:
    """Measure `image` (H, W, 3) uint8 RGB sRGB, only where `alpha` (H, W) shows it.

    Takes about a third of a second, whatever the size, and memory for 3 MP. A picture of one
    colour, or with nothing to see, measures as a good one.
    """
    height, width = image.shape[:2]
    small = shrunk(image, SMALL)
    usable = None if alpha is None else shrunk(alpha, SMALL) > 127
    levels = exposure(small, usable)
    if levels.span < 1:
        return Measures(width=width, height=height)
    # As bright as it can be, so that the light is the same however the photo was exposed.
    tilt = tilt_of_lines(image)
    light = illuminant(applied(small, gained((2**levels.room,) * 3)), usable)
    return Measures(
        width=width,
        height=height,
        **_of_levels(levels),
        **_of_colour(small, light),
        **_of_detail(image),
        tilt=tilt.degrees if tilt.confidence >= SURE_TILT else None,
    )


def cast_of(light: Colour) -> float:
    """ΔE00 between a grey card in `light`, linear RGB at luminance 1, and in white light."""
    seen, meant = (
        to_level(np.array(channels, np.float32) * HALF) for channels in (light, (1.0, 1.0, 1.0))
    )
    return float(delta_e(lab(seen), lab(meant)))


def _of_levels(levels: Exposure) -> dict[str, Any]:
    return {
        "exposure": levels.stops,
        "room": levels.room,
        "contrast": levels.span,
        "veil": levels.veil,
        "black": levels.black,
        "on_white": levels.on_white,
    }


def _of_colour(small: U8, light: Illuminant) -> dict[str, Any]:
    red, green, blue = (1 / channel for channel in light.rgb)
    return {
        "light": light.rgb,
        "cast": cast_of(light.rgb),
        "sureness": light.confidence,
        "by_paper": light.by_paper,
        "skin_share": plausible_share(small, (red, green, blue)),
    }


def _of_detail(image: U8) -> dict[str, Any]:
    grey, red, _ = zip(*(as_planes(part) for part in spread(image)), strict=True)
    return {
        "noise": noise_sigma(grey),
        "chroma_noise": noise_sigma(red),
        "blockiness": blockiness(grey),
        "blur": blur_sigma(grey),
    }
