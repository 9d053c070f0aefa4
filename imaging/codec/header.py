"""What a file is, found out before room is made for a single pixel."""

import os
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pillow_heif
from PIL import Image, UnidentifiedImageError

from imaging.errors import EngineError

pillow_heif.register_heif_opener()

Source = bytes | Path | BinaryIO

# Named, because Pillow otherwise opens some 40 formats, Ghostscript's among them.
FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP", "AVIF", "HEIF")
MEDIA_TYPES = {"heif": "image/heic"} | {
    name: f"image/{name}" for name in ("jpeg", "png", "webp", "tiff", "gif", "bmp", "avif")
}
SIGNATURE = re.compile(rb"\xff\xd8\xff|\x89PNG|RIFF....WEBP|GIF8|II\*\0|MM\0\*|....ftyp", re.DOTALL)
MAX_PIXELS = 60_000_000
MAX_BYTES = 40_000_000
MIN_SIDE = 16
ORIENTATION_TAG = 0x0112

BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# All that decoders were seen to raise on files cut short, scrambled or made by hand.
DAMAGE = (OSError, SyntaxError, ValueError, EOFError, struct.error, TypeError, RuntimeError)


@dataclass(frozen=True)
class Header:
    """What a picture file declares. `width` and `height` are those of the upright picture.

    format: lower case ("jpeg"; an MPO is a jpeg); mode: Pillow's name of the stored pixels.
    """

    format: str
    media_type: str
    width: int
    height: int
    mode: str
    has_alpha: bool
    frames: int


def probe(
    data: Source,
    *,
    max_pixels: int = MAX_PIXELS,
    max_bytes: int = MAX_BYTES,
    min_side: int = MIN_SIDE,
) -> Header:
    """Read a picture file's header; no pixel is decoded.

    Raises EngineError: file_empty, file_too_large, not_a_picture, picture_damaged,
    picture_too_large, picture_too_small.
    """
    with opened(data) as stream, reading():
        header = header_of(picture_open(stream, max_pixels=max_pixels, max_bytes=max_bytes))
    if min(header.width, header.height) < min_side:
        raise EngineError(
            "picture_too_small", width=header.width, height=header.height, minimum=min_side
        )
    return header


@contextmanager
def opened(data: Source) -> Iterator[BinaryIO]:
    """The source as a stream at its start; a stream given by the caller is rewound after use."""
    if isinstance(data, Path):
        with data.open("rb") as file:
            yield file
    elif isinstance(data, bytes):
        yield BytesIO(data)
    else:
        data.seek(0)
        try:
            yield data
        finally:
            data.seek(0)


@contextmanager
def reading() -> Iterator[None]:
    """Say "damaged" or "too large" for whatever a decoder raises on a bad file."""
    try:
        yield
    except BOMBS as error:
        raise too_large(pixels_named_by(error), int(Image.MAX_IMAGE_PIXELS or 0)) from error
    except DAMAGE as error:
        raise EngineError("picture_damaged") from error


def picture_open(
    stream: BinaryIO, *, max_pixels: int = MAX_PIXELS, max_bytes: int = MAX_BYTES
) -> Image.Image:
    """A Pillow image whose pixels are not loaded yet. Use inside `reading()`."""
    check_bytes(stream, max_bytes)
    start = stream.read(16)
    stream.seek(0)
    try:
        image = Image.open(stream, formats=FORMATS)
    except UnidentifiedImageError as error:
        known = SIGNATURE.match(start)
        raise EngineError("picture_damaged" if known else "not_a_picture") from error
    except BOMBS as error:
        raise too_large(pixels_named_by(error), max_pixels) from error
    if image.width * image.height > max_pixels:
        raise too_large(image.width * image.height, max_pixels)
    return image


def check_bytes(stream: BinaryIO, max_bytes: int) -> None:
    stream.seek(0, os.SEEK_END)
    size = stream.tell()
    stream.seek(0)
    if not size:
        raise EngineError("file_empty")
    if size > max_bytes:
        megabytes = round(size / 1e6, 1)
        raise EngineError("file_too_large", megabytes=megabytes, limit=round(max_bytes / 1e6, 1))


def too_large(pixels: int, limit: int) -> EngineError:
    return EngineError(
        "picture_too_large", megapixels=round(pixels / 1e6, 1), limit=round(limit / 1e6, 1)
    )


def pixels_named_by(error: BaseException) -> int:
    """Pillow's own bomb guard fires before the size can be asked for; its message has it."""
    return int(re.findall(r"\d+", str(error))[0])


def header_of(image: Image.Image) -> Header:
    width, height = image.size
    if orientation(image) >= 5:
        width, height = height, width
    name = "jpeg" if image.format == "MPO" else str(image.format).lower()
    # The further frames of an MPO are a gain map or a depth map, not pictures of the product.
    frames = 1 if name == "jpeg" else getattr(image, "n_frames", 1)
    alpha = image.has_transparency_data
    return Header(name, MEDIA_TYPES[name], width, height, image.mode, alpha, frames)


def orientation(image: Image.Image) -> int:
    """EXIF orientation 1 to 8 still to be applied; 1 where the tag is absent or makes no sense."""
    if image.format == "TIFF":
        return 1  # Pillow turns a TIFF itself, while loading
    try:
        # Not image.getexif(): PNG's would load the pixels to look for a late chunk.
        value = Image.Image.getexif(image).get(ORIENTATION_TAG, 1)
    except DAMAGE:
        return 1
    return value if value in range(1, 9) else 1
