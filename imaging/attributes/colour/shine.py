"""Glass and metal: what is told by shine and by what shows through, not by a colour."""

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.attributes.colour.names import METALS, Fine, nearest
from imaging.attributes.colour.pixels import AWAY, SOLID, Product
from imaging.ops.delta_e import delta_e, lab

F32 = NDArray[np.float32]
Mask = NDArray[np.bool_]

SPARKLE, SPARKLES = 93.0, 0.01  # L*, and the share of the product that sparkles at least
METAL_SPARKLES, METAL_DARK, METAL_RANGE = (
    (0.02, 0.15),
    30.0,
    60.0,
)  # share, L*, L* from dark to light
SLOPES = 0.35  # share of middle tones: metal shades smoothly, prints jump
ONE_HUE, COLOURLESS = 0.97, 5.0  # length of the mean direction; median chroma
METAL_NEAR = 14.0  # ΔE00 of the middle tones from the metal's name
SEEN_THROUGH = 0.35  # of what is inside the outline, translucent
PALE = 14.0  # chroma that clear glass may have
TINTED_GROUND, SAME_AS_GROUND = 12.0, 5.0  # chroma; ΔE00


def is_translucent(product: Product) -> bool:
    """Whether much of what lies well inside the outline is pale, and alpha shows through it.

    Shadows are translucent and black: they do not count.
    """
    body = (product.alpha > 2 * AWAY).astype(np.uint8)
    inner = cv2.erode(body, np.ones((9, 9), np.uint8), borderValue=1) > 0
    seen = lab(product.image)
    pale = (np.hypot(seen[..., 1], seen[..., 2]) < PALE) & (seen[..., 0] > 25)
    through = inner & pale & (product.alpha < SOLID)
    return bool(through.sum() > SEEN_THROUGH * max(inner.sum(), 1))


def shows_ground(product: Product) -> bool:
    """Whether a coloured background goes on inside the product, with sparkles on it."""
    seen = lab(product.image)
    around = cv2.dilate((product.alpha > AWAY).astype(np.uint8), np.ones((25, 25), np.uint8)) > 0
    ground = seen[around & (product.alpha < AWAY)]
    inside = seen[product.inside]
    if not len(ground) or sparkles(inside) < SPARKLES:
        return False
    middle, behind = np.median(inside, axis=0), np.median(ground, axis=0)
    is_tinted = float(np.hypot(behind[1], behind[2])) > TINTED_GROUND
    return is_tinted and float(delta_e(middle, behind)) < SAME_AS_GROUND


def metal(pixels: F32) -> Fine | None:
    """The metal that `pixels` (N, 3) in Lab shine like; None where cloth or paint may be it too.

    Metal goes smoothly from nearly black to sparkles in one hue.
    """
    low, high = np.quantile(pixels[:, 0], (0.05, 0.98)).tolist()
    reach = high - low
    tones = pixels[np.abs(pixels[:, 0] - (low + high) / 2) < reach / 4]
    least, most = METAL_SPARKLES
    is_shiny = least < sparkles(pixels) < most and low < METAL_DARK and reach > METAL_RANGE
    if not is_shiny or len(tones) < SLOPES * len(pixels) or not _of_one_hue(tones):
        return None
    middle = np.asarray(np.median(tones, axis=0), np.float32)
    name = nearest(middle, METALS)
    return name if float(delta_e(middle, name.lab)) < METAL_NEAR else None


def sparkles(pixels: F32) -> float:
    """The share of `pixels` (N, 3) in Lab that is as bright as a lamp's mirror image."""
    return float((pixels[:, 0] > SPARKLE).mean())


def _of_one_hue(tones: F32) -> bool:
    """Whether `tones` (N, 3) have no colour or all the same hue."""
    chroma = np.hypot(tones[:, 1], tones[:, 2])
    if np.median(chroma) < COLOURLESS:
        return bool(np.quantile(chroma, 0.9) < 2 * COLOURLESS)
    return float(np.linalg.norm(tones[:, 1:].sum(0)) / chroma.sum()) > ONE_HUE
