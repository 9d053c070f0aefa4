"""Any colour a file may hold, as sRGB."""

from functools import lru_cache
from io import BytesIO

import cv2
import numpy as np
from PIL import Image, ImageCms

from imaging.engines.base import U8
from imaging.errors import EngineError

SPACES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}  # ICC data colour space → Pillow mode
PHOTOMETRIC_TAG, WHITE_IS_ZERO = 262, 0  # TIFF 6.0, PhotometricInterpretation
UNREADABLE = {"I", "F", "LAB", "HSV"}  # 32-bit and float have no agreed white


def to_srgb(image: Image.Image) -> Image.Image:
    """`image` as 8-bit RGB or RGBA in sRGB, by its ICC profile where it has a usable one."""
    image = to_eight_bit(image)
    icc = image.info.get("icc_profile", b"")
    if image.mode in ("CMYK", "L") and (transform := transform_to_srgb(icc, image.mode)):
        return transformed(image, transform)
    mode = "RGBA" if image.has_transparency_data else "RGB"
    rgb = image if image.mode == mode else image.convert(mode)
    if image.mode != "CMYK" and (transform := transform_to_srgb(icc, mode)):
        ImageCms.applyTransform(rgb, transform, inPlace=True)
    return rgb


def to_eight_bit(image: Image.Image) -> Image.Image:
    """`image`, or its high bytes where it is 16-bit grey (`convert` would clip it to white)."""
    if image.mode in UNREADABLE:
        raise EngineError("not_a_picture")
    if not image.mode.startswith("I;16"):
        return image
    high = (np.asarray(image) >> 8).astype(np.uint8)
    if getattr(image, "tag_v2", {}).get(PHOTOMETRIC_TAG) == WHITE_IS_ZERO:
        high = 255 - high  # Pillow turns this round for 8 bits only
    grey = Image.fromarray(high)
    grey.info = {"icc_profile": image.info.get("icc_profile", b"")}
    return grey


@lru_cache(maxsize=16)
def transform_to_srgb(icc: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """The transform from the profile `icc` of pixels in `mode` ("L", "RGB", "RGBA", "CMYK").

    None where there is nothing to do: no profile, garbage, one for another colour space, or one
    that moves no colour by more than a level, as the many spellings of sRGB do.
    """
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(icc))
        if SPACES.get(profile.profile.xcolor_space.strip()) != mode.removesuffix("A"):
            return None
        transform = ImageCms.buildTransform(
            profile,
            ImageCms.createProfile("sRGB"),
            mode,
            "RGBA" if mode == "RGBA" else "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (OSError, ValueError, ImageCms.PyCMSError):
        return None  # treated as sRGB, like every browser does
    return None if mode != "CMYK" and is_identity(transform, mode) else transform


def transformed(image: Image.Image, transform: ImageCms.ImageCmsTransform) -> Image.Image:
    return ImageCms.applyTransform(image, transform) or image  # None only when done in place


def is_identity(transform: ImageCms.ImageCmsTransform, mode: str) -> bool:
    levels = np.linspace(0, 255, 12).round().astype(np.uint8)
    cube = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(12, -1, 3)
    probe = Image.fromarray(cube).convert(mode)
    moved = np.asarray(transformed(probe, transform).convert("RGB"), np.int16)
    return bool(np.abs(moved - np.asarray(probe.convert("RGB"))).max() <= 1)


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """An sRGB ICC profile of 0.6 KB, with a fixed date so that equal pixels make equal files."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    new_year_2000 = bytes([7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0])
    return profile[:24] + new_year_2000 + profile[36:]


def with_alpha(image: U8, alpha: U8, order: int = cv2.COLOR_RGB2RGBA) -> U8:
    """(H, W, 4) of `image` and `alpha`, in the channel `order` of an OpenCV conversion code.

    Colour under full transparency becomes 0: the room behind a product is nobody's business.
    """
    pixels = cv2.cvtColor(image, order)
    cv2.insertChannel(alpha, pixels, 3)
    return cv2.bitwise_and(pixels, pixels, mask=alpha).astype(np.uint8, copy=False)
