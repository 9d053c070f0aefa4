"""How a picture uses the levels it has: too dark, veiled, flat."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imaging.ops.delta_e import lab
from imaging.ops.light import luminance, strongest, to_light, weakest

U8 = NDArray[np.uint8]
Mask = NDArray[np.bool_]

GREY = 0.20  # mean of log luminance that a lit picture has: the photographer's 18 % and a little
WHITE = 0.90  # linear light of the brightest things that are to keep their drawing
BRIGHTEST = 0.98  # quantile: lamps and reflections are above
DARKEST = 0.005  # quantile
BLACK = 24  # level
SHOP_WHITE, WHITE_RIM = 250, 0.6  # level; share of the rim
RIM = 0.03  # of the longer side
DIMMEST = 0.005  # added to light: black pixels have no logarithm


@dataclass(frozen=True)
class Exposure:
    """What the levels of a picture tell.

    stops: of light that it has too much; below 0 too little. room: stops by which it can be
    brightened before its white things lose their drawing. veil: the level of the darkest channel of
    the darkest things (He, Sun and Tang, "dark channel prior", 2009). span: L* from the darkest to
    the lightest things, 0 to 100. black: the share in which nothing is to be seen. on_white: the
    rim is as white as a shop wants it.
    """

    stops: float = 0.0
    room: float = 0.0
    veil: float = 0.0
    span: float = 100.0
    black: float = 0.0
    on_white: bool = False


def exposure(image: U8, usable: Mask | None = None) -> Exposure:
    """The exposure of `image` (H, W, 3), a small copy; `usable` (H, W) bool limits where."""
    pixels = image.reshape(-1, 3) if usable is None else image[usable]
    if not len(pixels):
        return Exposure()
    light = to_light(pixels)
    mean = float(np.exp(np.log(luminance(light) + DIMMEST).mean()) - DIMMEST)
    brightest = float(np.quantile(strongest(light), BRIGHTEST))
    room = max(0.0, float(np.log2(WHITE / max(brightest, DIMMEST))))
    lightness = lab(pixels)[:, 0]
    dark, lit = np.quantile(lightness, (0.01, 0.99)).tolist()
    return Exposure(
        stops=float(np.log2(max(mean, DIMMEST) / GREY)),
        room=room,
        veil=float(np.quantile(weakest(pixels), DARKEST)),
        span=lit - dark,
        black=float((strongest(pixels) < BLACK).mean()),
        on_white=float((weakest(rim(image)) >= SHOP_WHITE).mean()) > WHITE_RIM,
    )


def rim(image: U8) -> U8:
    """The outermost pixels of `image` (h, w, 3), (N, 3)."""
    inner = np.zeros(image.shape[:2], np.bool_)
    deep = max(1, round(RIM * max(inner.shape)))
    inner[deep:-deep, deep:-deep] = True
    return image[~inner]
