"""An imperceptible mark in machine-made background: 48 bits that outlive the file's metadata.

The pattern of `watermark_tile` is repeated over the background, stronger where the picture is
restless and hides it, and as weak throughout as still outlives what it has to: each strength is
tried on a copy (informed embedding; Miller, Doërr and Cox, IEEE Transactions on Image Processing
13, 2004). Nothing else of the picture changes.
"""

from typing import NamedTuple
from uuid import UUID

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.geometry import size_of
from imaging.provenance.watermark_code import PAYLOAD_BITS
from imaging.provenance.watermark_detect import match_at, soft
from imaging.provenance.watermark_tile import PERIOD, tile

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]
Free = NDArray[np.bool_]

STRENGTHS = (0.4, 0.5, 0.65, 0.8)  # levels of deviation in a smooth gradient
MOST = 1.6  # levels, in texture: a PSNR of 44 dB
HIDDEN = 0.08  # share of the picture's own deviation around a pixel that hides the mark
AROUND, COARSE = 6.0, 4  # px, sigma of "around"; px
ROOM = 1.5  # deviations kept from black and white, or half the mark would be cut off
CUT, HALF, QUALITY = 0.1, 0.5, 70  # what it has to outlive, all at once
MARGIN = 0.9  # of the signs right after that: some are lost to what was not tried
TOO_LITTLE = 0.08  # share of the picture; not worth trying below
DITHER = 20251  # seed: the same picture is marked the same way
WHITE = (255, 255, 255)
BESIDE = 2  # px around the product that resampling and its edge may share with it


class Marked(NamedTuple):
    """The picture, whether it carries the mark now, and the share of it that could."""

    image: U8
    is_marked: bool
    share: float


def payload_of_id(identity: UUID) -> int:
    """The first 48 bits of the id of what made a picture."""
    return identity.int >> 128 - PAYLOAD_BITS


def background_of(alpha: U8) -> U8:
    """Where a mark may lie around a product of `alpha`, (H, W) uint8: 255 from BESIDE px off it."""
    size = 2 * BESIDE + 1
    near = cv2.dilate(alpha, np.ones((size, size), np.uint8), borderValue=0)
    return np.where(near == 0, 255, 0).astype(np.uint8)


def embed(image: U8, where: U8, payload: int) -> Marked:
    """`image` with `payload` in its background.

    image: (H, W, 3) uint8 sRGB, not modified. where: (H, W) uint8, 255 where the background was
    made by machine and may change; nothing else does, not by one level, nor does exact white.
    payload: in [0, 2^48). Where the mark would not outlive a crop by a tenth, halving and JPEG
    quality 70 together (too little background, mostly), the image comes back as it is, and says so.
    Raises ValueError.
    """
    if where.shape != image.shape[:2]:
        raise ValueError(f"expected {image.shape[:2]}, got {where.shape}")
    free = (where == 255) & (cv2.inRange(image, WHITE, WHITE) == 0)
    share = float(free.mean())
    if share >= TOO_LITTLE and min(where.shape) >= PERIOD:
        wave, hidden = pattern(payload, image.shape), hiding(image, free)
        for least in STRENGTHS:
            done = changed(image, wave, np.minimum(least + hidden, MOST), free)
            if outlives(done, payload):
                return Marked(done, True, share)
    return Marked(image, False, share)


def pattern(payload: int, shape: tuple[int, ...]) -> F32:
    """The tile over a picture of `shape` (H, W, …): (H, W) float32, deviation 1."""
    period = 2 * PERIOD
    one = tile(payload, period).astype(np.float32)
    repeats = [-(-side // period) for side in shape[:2]]
    return np.tile(one, repeats)[: shape[0], : shape[1]]


def hiding(image: U8, free: Free) -> F32:
    """Levels of the mark that the picture's own restlessness hides, (H, W) float32.

    Looks at the background alone, so that no halo of it shows along the product; in squares of
    COARSE px, which "around" does not need finer.
    """
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)
    weight = free.astype(np.float32)
    seen, total, squares = (around(one) for one in (weight, weight * grey, weight * grey * grey))
    seen = np.maximum(seen, 1e-3)
    spread = np.maximum(squares / seen - np.square(total / seen), 0)
    whole = cv2.resize(HIDDEN * np.sqrt(spread), size_of(image))
    return whole.astype(np.float32, copy=False)


def around(plane: F32) -> F32:
    """The mean of `plane` (H, W) around each square of COARSE px."""
    width, height = (max(1, side // COARSE) for side in size_of(plane))
    coarse = cv2.resize(plane, (width, height), interpolation=cv2.INTER_AREA)
    return soft(coarse.astype(np.float32, copy=False), AROUND / COARSE)


def changed(image: U8, wave: F32, strength: F32, free: Free) -> U8:
    """`image` with `wave` times `strength` levels added to all channels where `free`, dithered.

    Rounding alone would draw contours in a smooth gradient. Next to black and white the picture
    first moves away from them by a level or two.
    """
    red, green, blue = cv2.split(image)
    aside = ROOM * strength
    up = np.maximum(aside - cv2.min(cv2.min(red, green), blue), 0)
    down = np.maximum(aside - (255 - cv2.max(cv2.max(red, green), blue)), 0)
    noise = np.random.Generator(np.random.PCG64(DITHER)).random(wave.shape, np.float32)
    step = np.floor(wave * strength + up - down + noise).astype(np.int16)
    step[~free] = 0
    done = cv2.add(image, cv2.merge([step, step, step]), dtype=cv2.CV_8U)
    return done.astype(np.uint8, copy=False)


def outlives(image: U8, payload: int) -> bool:
    """Whether `payload` is read from a cropped, halved and compressed copy of `image`."""
    height, width = (int(side * (1 - CUT)) for side in image.shape[:2])
    cropped = image[image.shape[0] - height :, image.shape[1] - width :]
    small = cv2.resize(cropped, None, fx=HALF, fy=HALF, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    _, file = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    match = match_at(np.asarray(cv2.imdecode(file, cv2.IMREAD_GRAYSCALE), np.uint8), 1)
    return match.payload == payload and match.agreement >= MARGIN
