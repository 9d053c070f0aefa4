"""Light behind a dark product on a dark ground, which would swallow it."""

from typing import TypeVar

import numpy as np

from imaging.adverts.contrast import luminance
from imaging.adverts.field import F32, U8, Set, from_middle, mixed
from imaging.adverts.plan import Rect, mean_side

Pixels = TypeVar("Pixels", U8, F32)
APART = 2.6  # contrast of ground and product from which both are told apart at a glance
DIM = 0.2  # luminance; on a lighter ground a product's own shades and shadow draw its outline
STRENGTHS = (0.3, 0.45, 0.6, 0.75, 0.9)
WIDER, HIGHER = 0.62, 0.56  # of the product's width and height: half widths of the light,
SPREAD = 0.07  # and of the canvas's mean side beyond that
WARM = np.array((255, 244, 226), np.float32)
LIGHTENED = 0.3  # how far the light's colour is from the layout's shape towards WARM


def backlit(image: U8, around: Set, product: float) -> U8:
    """`image` with a pool of light behind the product, just strong enough.

    image: (H, W, 3) uint8 sRGB, a new array where it changes. product: its luminance in [0, 1].
    Unchanged where the ground is light, or as different from the product as is enough.
    """
    if luminance(_inside(image, around.product)).mean() > DIM:
        return image
    colour = mixed(around.colour("shape"), WARM, np.array(LIGHTENED, np.float32))
    pool = _pool(around)
    strength = _strength(
        _inside(image, around.product), colour, _inside(pool, around.product), product
    )
    return _lit(image, colour, pool * strength) if strength else image


def _strength(ground: U8, colour: F32, pool: F32, product: float) -> float:
    """The least strength of light at which product and ground are APART; 0 where they are."""
    before = luminance(ground).mean()
    if _apart(before, product) >= APART:
        return 0.0
    for strength in STRENGTHS:
        after = luminance(_lit(ground, colour, pool * strength)).mean()
        if after > before and _apart(after, product) >= APART:
            return strength
    return STRENGTHS[-1]


def _pool(around: Set) -> F32:
    """(H, W, 1): 1 behind the product to 0 around it, an oval."""
    x, y = from_middle(around)
    spread = SPREAD * mean_side(around.canvas)
    across, down = WIDER * around.product.w + spread, HIGHER * around.product.h + spread
    return np.exp(-((x / across) ** 2) - (y / down) ** 2)[..., None]


def _lit(image: U8, colour: F32, share: F32) -> U8:
    return np.clip(np.rint(mixed(image.astype(np.float32), colour, share)), 0, 255).astype(np.uint8)


def _apart(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _inside(pixels: Pixels, box: Rect) -> Pixels:
    """Some of the `pixels`, (H, W, …), in `box`: enough for their mean."""
    x, y = max(0, int(box.x)), max(0, int(box.y))
    return pixels[y : int(box.y + box.h) + 1 : 4, x : int(box.x + box.w) + 1 : 4]
