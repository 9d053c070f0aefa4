"""What can be measured in a finished file: its container, its border, its product."""

from dataclasses import dataclass
from functools import cached_property, reduce
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from imaging import codec
from imaging.codec.header import FORMATS
from imaging.ops.composite import WHITE, over
from imaging.ops.geometry import Box, mask_to_product_box, size_of

U8 = NDArray[np.uint8]
Rgb = tuple[int, int, int]

NEAR = 13  # levels (5 %) from the background that the eye, and a JPEG's noise, do not tell apart
PLAIN_SHARE = 0.7  # of the border near one colour: the rest may be a product that touches it
PALETTES = ("P", "PA")  # their bits count colours; each colour has 8 a channel
PNG_DEPTH = 24  # offset of IHDR's bit depth: signature 8, length 4, name 4, width 4, height 4


@dataclass(frozen=True)
class Seen:
    """The decoded file. `image` (H, W, 3) uint8 RGB sRGB, transparent parts laid over white.

    `shown` is the file's own alpha (H, W) uint8, None when it is opaque; `mask` the product's
    alpha (H, W) where the caller knows it.
    """

    image: U8
    shown: U8 | None
    mask: U8 | None
    bytes: int
    header: codec.Header
    bits: int
    profile: str | None

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in px."""
        return size_of(self.image)

    @cached_property
    def background(self) -> Rgb | None:
        """The colour that most of the border is near, None when it has no such colour."""
        border = ring(self.image)
        red, green, blue = (int(level) for level in np.median(border, axis=0))
        plain = (distance(border, (red, green, blue)) <= NEAR).mean() >= PLAIN_SHARE
        return (red, green, blue) if plain else None

    @cached_property
    def product(self) -> Box | None:
        """The box of the product; None when the background is no plain colour, or all there is.

        From the known mask, else from the file's transparency, else what differs from the
        background by more than NEAR: white edges of a white product are then not counted.
        """
        alpha = self.mask if self.mask is not None else self.shown
        if alpha is not None:
            return mask_to_product_box(alpha >= NEAR)
        if self.background is None:
            return None
        return mask_to_product_box(distance(self.image, self.background) > NEAR)


def look(data: bytes, mask: U8 | None = None) -> Seen:
    """Decode a file for measuring. Raises EngineError of the codec."""
    picture = codec.decode(data)
    image, alpha = picture.image, picture.alpha
    return Seen(
        image=image if alpha is None else over(image, alpha, WHITE),
        shown=alpha,
        mask=mask,
        bytes=len(data),
        header=picture.header,
        bits=bits_per_channel(data),
        profile=profile_name(data),
    )


def bits_per_channel(data: bytes) -> int:
    """Bits a channel as stored: Pillow itself reads 16-bit colour PNG down to 8 unseen."""
    with _header(data) as opened:
        if opened.format == "PNG" and opened.mode not in PALETTES:
            return data[PNG_DEPTH]
        return 16 if ";16" in opened.mode else {"I": 32, "F": 32, "1": 1}.get(opened.mode, 8)


def profile_name(data: bytes) -> str | None:
    """The description in the file's ICC profile; None without one, "" for an unreadable one."""
    with _header(data) as opened:
        profile = opened.info.get("icc_profile")
    if not profile:
        return None
    try:
        return ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(profile))).strip()
    except (OSError, ImageCms.PyCMSError):
        return ""


def _header(data: bytes) -> Image.Image:
    """A file that the codec has already accepted, its pixels not loaded."""
    return Image.open(BytesIO(data), formats=FORMATS)


def ring(pixels: U8) -> U8:
    """The outermost pixels of (H, W) or (H, W, C), each once: (N,) or (N, C)."""
    inner = np.zeros(pixels.shape[:2], np.bool_)
    inner[1:-1, 1:-1] = True
    return pixels[~inner]


def distance(pixels: U8, color: Rgb) -> U8:
    """The largest difference of any channel of (…, 3) uint8 from `color`: (…) uint8."""
    apart = (np.maximum(pixels[..., i], c) - np.minimum(pixels[..., i], c) for i, c in
             enumerate(np.array(color, np.uint8)))  # fmt: skip
    return reduce(np.maximum, apart)
