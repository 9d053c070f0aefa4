"""Pictures made larger by whole numbers: plainly, or part by part by whoever can."""

from collections.abc import Callable
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.tiles import Area, grown, part_enlarged, tiles, within

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

TILE = 224  # px; with what is around it, a net of SPAN's size takes 150 MB for one

# A net made for photos may fail on what is none. What comes of it, shrunk again and softened, must
# be the picture: apart by MISTRUST levels it is mixed with the plain one, by TWICE that replaced.
MISTRUST = 12
SOFT_PX = 1.5
WIDE_PX = 2.0
BEYOND_PX = 4.0
FAINT = np.float32(1e-4)


class PartEnlarger(Protocol):
    """Enlarges a part of a picture; what a pixel becomes depends on `reach_px` px around it."""

    scale: int
    reach_px: int

    def enlarged(self, part: U8) -> U8:
        """`part` (h, w, 3) uint8 RGB sRGB as (h · scale, w · scale, 3)."""
        ...


def plain(image: U8, scale: int) -> U8:
    """`image` (H, W[, C]) uint8 by Lanczos' window of 8 px: nothing in it that was not there."""
    size = (image.shape[1] * scale, image.shape[0] * scale)
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_LANCZOS4), np.uint8)


def in_tiles(
    image: U8, net: PartEnlarger, on_progress: Callable[[float], None], *, shown: U8 | None = None
) -> U8:
    """`image` (H, W, 3) uint8 RGB as (H · scale, W · scale, 3), in tiles that nobody can see.

    Where `shown` (H, W) is 0 nobody will look: that is enlarged plainly. on_progress: told [0, 1].
    """
    out = np.empty((image.shape[0] * net.scale, image.shape[1] * net.scale, 3), np.uint8)
    areas = [tile.area for tile in tiles(image[..., 0], TILE)]
    for index, area in enumerate(areas, 1):
        around = grown(area, net.reach_px, image.shape)
        seen = shown is None or bool(shown[around].any())
        made = net.enlarged(image[around]) if seen else plain(image[around], net.scale)
        out[scaled(area, net.scale)] = made[scaled(within(area, around), net.scale)]
        on_progress(index / len(areas))
    return out


def alpha_in_tiles(alpha: U8, net: PartEnlarger) -> U8:
    """`alpha` (H, W) uint8 by the net that enlarges the picture, so that both edges agree."""
    out = np.empty((alpha.shape[0] * net.scale, alpha.shape[1] * net.scale), np.uint8)
    for tile in tiles(alpha, TILE):
        around = grown(tile.area, net.reach_px, alpha.shape)
        part = alpha[around]
        inner = scaled(within(tile.area, around), net.scale)
        if part.min() == part.max():
            out[scaled(tile.area, net.scale)] = part[0, 0]
        else:
            out[scaled(tile.area, net.scale)] = net.enlarged(np.dstack([part] * 3))[..., 1][inner]
    return out


def scaled(area: Area, scale: int) -> Area:
    """The same `area` of the picture enlarged."""
    rows, columns = (slice(part.start * scale, part.stop * scale) for part in area)
    return rows, columns


def with_colours_beyond(image: U8, alpha: U8) -> U8:
    """`image` (H, W, 3) over its own colours grown softly beyond what `alpha` (H, W) shows.

    What a file holds where nobody sees it may be anything, and a net would draw it into the edge.
    """
    share = (alpha / np.float32(255))[..., None]
    whole = (image * share).sum((0, 1)) / max(float(share.sum()), 1e-6)
    near = cv2.GaussianBlur(share, (0, 0), BEYOND_PX)[..., None] + FAINT
    grown_out = (cv2.GaussianBlur(image * share, (0, 0), BEYOND_PX) + FAINT * whole) / near
    return np.rint(np.clip(image * share + grown_out * (1 - share), 0, 255)).astype(np.uint8)


def with_light_of(image: U8, large: U8) -> U8:
    """`large` (H · scale, W · scale, 3) with its wide shifts of light and colour taken back.

    Shrunk and softened by WIDE_PX it is `image` (H, W, 3) again; that also takes it 0.1 to 1 dB
    nearer to the undamaged photo.
    """
    small = cv2.resize(large, image.shape[1::-1], interpolation=cv2.INTER_AREA)
    shift = cv2.GaussianBlur(image.astype(np.float32) - small, (0, 0), WIDE_PX)
    wide = cv2.resize(shift, large.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return np.rint(np.clip(large + wide, 0, 255)).astype(np.uint8)


def trusted(image: U8, large: U8, scale: int) -> tuple[U8, float]:
    """`large` (H · scale, W · scale, 3), plain where shrinking it does not give `image` back.

    Also the share of the picture, 0 to 1, where it was not believed. `large` itself comes back
    where all of it was.
    """
    weight = mistrust(image, large)
    share = float((weight > 0).mean())
    if not share:
        return large, 0.0
    mended = large.copy()
    for tile in tiles(weight, TILE):
        if tile.highest > 0:
            around = grown(tile.area, 4, image.shape)
            inner = scaled(within(tile.area, around), scale)
            instead = plain(image[around], scale)[inner]
            at = scaled(tile.area, scale)
            mended[at] = mixed(large[at], instead, part_enlarged(weight, at, large.shape))
    return mended, share


def mistrust(image: U8, large: U8) -> F32:
    """How far `large` is from `image` (H, W, 3) when shrunk to it: (H, W) float32, 0 to 1."""
    small = cv2.resize(large, image.shape[1::-1], interpolation=cv2.INTER_AREA)
    apart = small.astype(np.float32) - image
    soft = np.abs(cv2.GaussianBlur(apart, (0, 0), SOFT_PX)).max(axis=2)
    return np.asarray(np.clip(soft / MISTRUST - 1, 0, 1), np.float32)


def mixed(one: U8, other: U8, share: F32) -> U8:
    """`one` and `other` (H, W, 3), the other with its `share` (H, W) in [0, 1], rounded."""
    weight = share[..., None]
    return np.rint(one * (1 - weight) + other * weight).astype(np.uint8)
