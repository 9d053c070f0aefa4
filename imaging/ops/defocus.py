"""What is behind a product out of focus, as a lens with a wide aperture would draw it.

Light, not levels, is spread over discs; the product's own light is taken out of the background
first, so that none of it runs out; and what stands on the ground keeps its ground sharp at its
foot, for that is as far away as the product.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.foreground import foreground_colours
from imaging.ops.light import to_level, to_light
from imaging.ops.membrane import spread_inward
from imaging.ops.tiles import Area, part_enlarged, tiles

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

WIDEST = 0.022  # of the longer side: radius of the disc at full strength
LEVELS = (0.25, 0.5, 1.0)  # of that radius: the discs that are drawn, what is between is mixed
DISC = 9.0  # px of the small copy in which a disc is drawn
MOST = 1_500_000  # px of such a copy
RIM = 0.0025  # of the longer side: background this near to the product holds some of its light
TILE = 1024  # px
SHARPEST = 0.02  # of the radius: less is no blur


@dataclass(frozen=True)
class Focus:
    """Where the picture stays sharp. ground: the row (px) of the ground at the product's foot, or
    None where all is as far behind. reach: rows from there to the full blur."""

    ground: float | None
    reach: float

    def blur(self, rows: F32) -> F32:
        """Share of the widest disc for each of `rows`, in [0, 1]."""
        if self.ground is None:
            return np.ones_like(rows)
        share = np.clip(np.abs(rows - np.float32(self.ground)) / np.float32(self.reach), 0, 1)
        return np.asarray(share * share * (3 - 2 * share), np.float32)


def defocused(image: U8, alpha: U8, focus: Focus, strength: float) -> Iterator[tuple[Area, U8]]:
    """`image` with all but the product out of focus, in parts that together are the whole.

    Args:
        image: (H, W, 3) uint8, RGB, sRGB.
        alpha: (H, W) uint8, 255 = product, whose own pixels stay.
        focus: where the ground is as near as the product.
        strength: in (0, 1]: share of WIDEST.
    """
    radius = strength * WIDEST * max(image.shape[:2])
    discs = [_disc_blurred(image, alpha, share * radius) for share in LEVELS]
    product = foreground_colours(image, alpha)
    for area, *_ in tiles(alpha, TILE):
        rows = np.arange(area[0].start, area[0].stop, dtype=np.float32)
        share = focus.blur(rows)[:, None, None]
        behind = to_level(_mixed(to_light(image[area]), discs, share, area, image.shape))
        cover = alpha[area].astype(np.float32)[..., None] / np.float32(255)
        laid = cover * product[area] + (1 - cover) * behind
        # Where nothing is blurred the photo's own edge is right already.
        own = np.clip(share / SHARPEST, 0, 1)
        mixed = image[area] + own * (laid - image[area])
        yield area, np.where(cover == 1, image[area], np.rint(mixed).astype(np.uint8))


def _disc_blurred(image: U8, alpha: U8, radius: float) -> F32:
    """A small copy of the background in linear light, each point spread over a disc of `radius`."""
    pixels = image.shape[0] * image.shape[1]
    scale = min(1.0, DISC / max(radius, 1e-3), (MOST / pixels) ** 0.5)
    size = tuple(max(1, round(side * scale)) for side in image.shape[1::-1])
    small = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    cover = np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA), np.uint8)
    rim = 2 * (1 + round(RIM * max(size))) + 1
    known = cv2.dilate(cover, np.ones((rim, rim), np.uint8)) <= 2
    light = spread_inward(to_light(small), known)
    kernel = disc(radius * scale)
    return np.asarray(cv2.filter2D(light, -1, kernel, borderType=cv2.BORDER_REFLECT), np.float32)


def disc(radius: float) -> F32:
    """A disc of `radius` px that sums to 1, its edge antialiased: odd sides, (n, n) float32."""
    reach = int(np.ceil(radius))
    across = np.arange(-reach, reach + 1, dtype=np.float32)
    inside = np.clip(radius + 0.5 - np.hypot(across[:, None], across[None]), 0, 1)
    return np.asarray(inside / inside.sum(), np.float32)


def _mixed(sharp: F32, discs: list[F32], share: F32, area: Area, shape: tuple[int, ...]) -> F32:
    """Between the two drawn discs next to the blur each row asks for."""
    light, before = sharp, 0.0
    for level, plane in zip(LEVELS, discs, strict=True):
        weight = np.clip((share - before) / (level - before), 0, 1).astype(np.float32)
        before = level
        if weight.any():
            light = light + weight * (part_enlarged(plane, area, shape) - light)
    return light
