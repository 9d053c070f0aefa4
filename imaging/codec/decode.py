"""Picture files to upright sRGB pixels."""

from dataclasses import dataclass
from typing import BinaryIO

import cv2
import numpy as np
from PIL import Image

from imaging.codec.colour import to_eight_bit, to_srgb, transform_to_srgb
from imaging.codec.header import (
    MAX_PIXELS,
    Header,
    Source,
    header_of,
    opened,
    orientation,
    picture_open,
    reading,
)
from imaging.engines.base import U8

END_OF_JPEG = b"\xff\xd9"


@dataclass(frozen=True)
class Picture:
    """A decoded file.

    image: (H, W, 3) uint8, RGB, sRGB, upright.
    alpha: (H, W) uint8, straight; None where the file is opaque throughout.
    """

    image: U8
    alpha: U8 | None
    header: Header


def decode(data: Source, *, max_pixels: int = MAX_PIXELS) -> Picture:
    """Decode the first frame: orientation applied, colours brought to sRGB, 8 bits.

    16-bit values keep their high byte. RGB below full transparency is whatever the file holds.
    Raises EngineError: file_empty, file_too_large, not_a_picture, picture_damaged,
    picture_too_large.
    """
    with opened(data) as stream, reading():
        image = picture_open(stream, max_pixels=max_pixels)
        header, turn = header_of(image), orientation(image)
        if is_plain_jpeg(image):
            pixels = jpeg_pixels(image, stream)
        else:
            image.load()
            pixels = np.array(to_srgb(image))
    return picture_of(upright(pixels, turn), header)


def decode_grey(data: Source, *, max_pixels: int = MAX_PIXELS) -> U8:
    """Decode a mask or brush strokes: (H, W) uint8, upright, values not colour managed.

    Colours become their luma (BT.601); transparent reads as 0. Raises EngineError like `decode`.
    """
    with opened(data) as stream, reading():
        image = picture_open(stream, max_pixels=max_pixels)
        turn = orientation(image)
        image.load()
        grey = grey_pixels(to_eight_bit(image))
    return upright(grey, turn)


def is_plain_jpeg(image: Image.Image) -> bool:
    """OpenCV gives Pillow's pixels in 0.6 of the time, but knows no ICC profile and no CMYK."""
    icc = image.info.get("icc_profile", b"")
    return image.format == "JPEG" and image.mode == "RGB" and not transform_to_srgb(icc, "RGB")


def jpeg_pixels(image: Image.Image, stream: BinaryIO) -> U8:
    """(H, W, 3) RGB as stored. Raises OSError for a file cut short, which OpenCV fills with grey.

    Pillow has just read the markers up to the scan: only an end after that is the picture's own
    (a thumbnail in the EXIF has one too).
    """
    scan = stream.tell()
    stream.seek(0)
    data = stream.read()
    if data.find(END_OF_JPEG, scan) < 0:
        raise OSError("no end of image")
    flags = cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    if pixels is None or pixels.shape[:2] != (image.height, image.width):
        raise OSError("no picture in it")
    return pixels.astype(np.uint8, copy=False)


def grey_pixels(image: Image.Image) -> U8:
    if not image.has_transparency_data:
        return np.array(image.convert("L"))
    grey, alpha = cv2.split(np.asarray(image.convert("RGBA").convert("LA")))
    return cv2.multiply(grey, alpha, scale=1 / 255).astype(np.uint8, copy=False)


def picture_of(pixels: U8, header: Header) -> Picture:
    if pixels.shape[2] == 3:
        return Picture(pixels, None, header)
    image = cv2.cvtColor(pixels, cv2.COLOR_RGBA2RGB).astype(np.uint8, copy=False)
    alpha = cv2.extractChannel(pixels, 3).astype(np.uint8, copy=False)
    return Picture(image, None if alpha.min() == 255 else alpha, header)


def upright(pixels: U8, turn: int) -> U8:
    """`pixels` (H, W, …) turned by EXIF orientation `turn`; the same array for 1."""
    match turn:
        case 2:
            turned = cv2.flip(pixels, 1)
        case 3:
            turned = cv2.rotate(pixels, cv2.ROTATE_180)
        case 4:
            turned = cv2.flip(pixels, 0)
        case 5:
            turned = cv2.transpose(pixels)
        case 6:
            turned = cv2.rotate(pixels, cv2.ROTATE_90_CLOCKWISE)
        case 7:
            turned = cv2.flip(cv2.transpose(pixels), -1)
        case 8:
            turned = cv2.rotate(pixels, cv2.ROTATE_90_COUNTERCLOCKWISE)
        case _:
            return pixels
    return turned.astype(np.uint8, copy=False)
