"""The product's own pixels, in white light: away from its edge, on a small copy."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.attributes.model import Share, share_of
from imaging.ops.curves import applied, gained
from imaging.ops.exposure import exposure
from imaging.ops.illuminant import illuminant
from imaging.ops.light import strongest, weakest
from imaging.ops.spread import shrunk

U8 = NDArray[np.uint8]
Mask = NDArray[np.bool_]

SIDE = 256  # px of the small copy's longer side: threads and pores melt, stripes stay
LIGHT_SIDE = 128  # px, where the light is read
SOLID, AWAY = 200, 24  # levels of alpha: surely product, surely background
EDGE = 0.02  # of the root of the product's area: where light and background bleed in
FEWEST = 16  # px
COLOURLESS = 2  # levels between channels
BACKGROUND = 0.08  # of the picture, to tell the light by
EMPTY = 0.8  # of what is behind a product that came cut out: one colour
MOST_STOPS = 0.8  # by which a dim photo is brightened
BELIEVED, MOST_GAIN = 0.3, 0.3  # of light that no paper tells: a floor's wood is yellow; log gain


@dataclass(frozen=True)
class Product:
    """Small copies. image: (h, w, 3) in white light; alpha: (h, w); inside: (h, w), away from the
    edge; box: left, top, width, height as shares of the sides."""

    image: U8
    alpha: U8
    inside: Mask
    box: Share


def product(image: U8, alpha: U8) -> Product | None:
    """The product that `alpha` (H, W) shows in `image` (H, W, 3).

    None where it shows none, and where the picture has no colours: black and white, or flat.
    """
    small, cover = shrunk(image, SIDE), shrunk(alpha, SIDE)
    body = cover > AWAY * 2
    if body.sum() < FEWEST or is_colourless(small):
        return None
    return Product(in_white_light(small, cover), cover, away_from_edge(cover), box_of(body))


def is_colourless(image: U8) -> bool:
    """Whether `image` (h, w, 3) is all grey, as black-and-white photos are, or of one colour."""
    spread = strongest(image) - weakest(image)
    return int(spread.max()) <= COLOURLESS or not np.ptp(image, axis=(0, 1)).any()


def away_from_edge(alpha: U8) -> Mask:
    """Where `alpha` (h, w) is solid and its edge is not near; all of it where it is too thin."""
    solid = alpha > SOLID
    solid = solid if solid.sum() >= FEWEST else alpha > AWAY * 2
    reach = max(1, round(EDGE * float(np.sqrt(solid.sum()))))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    inner = cv2.erode(solid.astype(np.uint8), disc, borderValue=1) > 0
    return inner if inner.sum() >= max(FEWEST, 0.2 * solid.sum()) else solid


def in_white_light(image: U8, alpha: U8) -> U8:
    """`image` (h, w, 3) in white and full light, as far as what is behind the product tells them.

    The product has no say: one that fills the photo, or came cut out, stays as it is.
    """
    behind = image[alpha == 0]
    if len(behind) < BACKGROUND * alpha.size or is_empty(behind):
        return image
    lit = 2 ** min(exposure(image).room, MOST_STOPS)
    bright = applied(image, gained((lit,) * 3))
    light = illuminant(shrunk(bright, LIGHT_SIDE), shrunk(alpha, LIGHT_SIDE) < AWAY)
    share = light.confidence if light.by_paper else BELIEVED * light.confidence
    logs = np.clip(-share * np.log(light.rgb), -MOST_GAIN, MOST_GAIN)
    red, green, blue = (lit * np.exp(logs)).tolist()
    return applied(image, gained((red, green, blue)))


def is_empty(behind: U8) -> bool:
    """Whether pixels (N, 3) are no photo of anything: transparent in the file, or painted white.

    Some colour of a product's edge may be left in them.
    """
    return float((behind == np.median(behind, axis=0)).all(axis=1).mean()) >= EMPTY


def box_of(mask: Mask) -> Share:
    """What holds all of `mask` (h, w)."""
    left, top, wide, high = cv2.boundingRect(mask.astype(np.uint8))
    return share_of((left, top, left + wide, top + high), mask.shape)
