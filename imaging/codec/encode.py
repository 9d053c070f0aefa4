"""Pixels to files: built from the pixels alone, so nothing of a source's metadata can leave."""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image

from imaging.codec.colour import srgb_profile, with_alpha
from imaging.codec.fit import quality_fitted
from imaging.codec.png import png_encode, png_pad
from imaging.engines.base import U8
from imaging.errors import EngineError
from imaging.ops.composite import WHITE, over

PREDICTOR_TAG, XMP_TAG = 317, 700  # TIFF 6.0 section 14; XMP specification part 3
COMMENT_LIMIT = 0xFFFF - 2


@dataclass(frozen=True)
class Encoded:
    """A finished file. `quality` is None for lossless formats."""

    data: bytes
    media_type: str
    extension: str
    quality: int | None
    width: int
    height: int


@dataclass(frozen=True)
class Content:
    """All that goes into a file."""

    image: U8
    alpha: U8 | None
    xmp: bytes | None


@dataclass(frozen=True)
class Format:
    """How a format is written.

    floor: the lowest quality without damage a buyer would see; None: lossless.
    options: arguments of Pillow's writer; PNG has its own.
    """

    media_type: str
    extension: str
    floor: int | None
    alpha: bool
    options: dict[str, Any]


FORMATS = {
    # Never 4:2:0: at equal bytes it doubles the colour error along a product's edge (ΔE 4.3
    # against 2.9 at 210 KB for 1600² px), and 4:4:4 at quality 60 still has the edges of 4:2:0
    # at 90. Baseline, as some channels' tools refuse progressive.
    "jpeg": Format("image/jpeg", "jpg", 60, False, {"subsampling": "4:4:4", "optimize": True}),
    "png": Format("image/png", "png", None, True, {}),
    "webp": Format("image/webp", "webp", 60, True, {"method": 2}),
    "avif": Format("image/avif", "avif", 50, True, {"subsampling": "4:4:4", "speed": 8}),
    "tiff": Format("image/tiff", "tif", None, True, {"compression": "tiff_lzw"}),
}


def encode(  # noqa: PLR0913 - the one door to files; every option is a keyword
    image: U8,
    alpha: U8 | None = None,
    *,
    format: str,
    quality: int = 92,
    max_bytes: int | None = None,
    min_bytes: int | None = None,
    xmp: bytes | None = None,
    reserve: int = 0,
) -> Encoded:
    """Write (H, W, 3) uint8 sRGB `image`, with (H, W) straight `alpha`, as a key of FORMATS.

    JPEG has no alpha: the picture is laid on white. The quality moves, from `quality`, as little
    as needed to have min_bytes <= size <= max_bytes; where the best quality is still too small
    the file is padded (JPEG and PNG only). `reserve` bytes of max_bytes are left for whoever stamps
    the file later.
    Raises EngineError("bytes_do_not_fit"), ValueError for arrays or formats that are wrong.
    """
    check(image, alpha, format, min_bytes)
    limit = max_bytes or 2**63
    spec, bounds = FORMATS[format], (min_bytes or 0, limit - reserve)
    if alpha is not None and not spec.alpha:
        image, alpha = over(image, alpha, WHITE), None
    if spec.floor is None:
        data, used = lossless(Content(image, alpha, xmp), format, bounds[1]), None
    else:
        data, used = lossy(Content(image, alpha, xmp), format, quality, bounds)
    if len(data) < bounds[0]:
        data = PADDERS[format](data, bounds[0] - len(data))
    if len(data) > bounds[1]:
        raise EngineError("bytes_do_not_fit", format=format.upper(), limit=limit // 1000)
    return Encoded(data, spec.media_type, spec.extension, used, image.shape[1], image.shape[0])


def check(image: U8, alpha: U8 | None, format: str, min_bytes: int | None) -> None:
    if format not in FORMATS:
        raise ValueError(f"cannot write {format!r}, only {', '.join(FORMATS)}")
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8:
        raise ValueError(f"expected (H, W, 3) uint8, got {image.shape} {image.dtype}")
    if alpha is not None and (alpha.shape != image.shape[:2] or alpha.dtype != np.uint8):
        raise ValueError(f"expected alpha {image.shape[:2]} uint8, got {alpha.shape} {alpha.dtype}")
    if min_bytes and format not in PADDERS:
        raise ValueError(f"{format} files cannot be padded")


def lossy(
    content: Content, format: str, quality: int, bounds: tuple[int, int]
) -> tuple[bytes, int]:
    """The file whose quality is nearest to `quality` within `bounds`, else the smallest allowed."""
    write = cache(lambda level: pillow_encode(content, format, quality=level))
    floor = min(FORMATS[format].floor or 0, quality)
    found = quality_fitted(lambda level: len(write(level)), quality, floor, bounds)
    used = floor if found is None else found
    return write(used), used


def lossless(content: Content, format: str, max_bytes: int) -> bytes:
    """The file, from the slow coder where the fast one's is a little too large."""
    if format != "png":
        return pillow_encode(content, format)
    data = png_encode(content.image, content.alpha, content.xmp)
    if max_bytes < len(data) < 2 * max_bytes:
        return png_encode(content.image, content.alpha, content.xmp, small=True)
    return data


def pillow_encode(content: Content, format: str, **options: int) -> bytes:
    pixels = content.image
    if content.alpha is not None:
        pixels = with_alpha(pixels, content.alpha)
    image = Image.fromarray(pixels)
    settings = FORMATS[format].options | marks(format, content.xmp) | options
    try:
        return saved(image, format, settings)
    except OSError:  # Pillow has room for one byte a pixel where it optimizes: noise takes more
        return saved(image, format, settings | {"optimize": False})


def saved(image: Image.Image, format: str, settings: dict[str, Any]) -> bytes:
    file = BytesIO()
    image.save(file, format.upper(), **settings)
    return file.getvalue()


def marks(format: str, xmp: bytes | None) -> dict[str, Any]:
    """What the file says besides pixels. AVIF states sRGB in its own header, without a profile."""
    if format == "tiff":
        tags = {PREDICTOR_TAG: 2} | ({XMP_TAG: xmp} if xmp else {})
        return {"icc_profile": srgb_profile(), "tiffinfo": tags}
    profile = {} if format == "avif" else {"icc_profile": srgb_profile()}
    return profile | ({"xmp": xmp} if xmp else {})


def jpeg_pad(data: bytes, missing: int) -> bytes:
    """`data` longer by at least `missing` bytes: blank comments before the first table.

    ITU-T T.81 B.2.4.5: a decoder ignores what a COM segment holds. Some channels refuse a good
    picture for being too small a file, a plain product on white above all.
    """
    start = 2
    while 0xE0 <= data[start + 1] <= 0xEF:  # APPn stay first: JFIF must follow the start
        start += 2 + int.from_bytes(data[start + 2 : start + 4], "big")
    sizes = [COMMENT_LIMIT] * (missing // COMMENT_LIMIT) + [missing % COMMENT_LIMIT]
    comments = (b"\xff\xfe" + struct.pack(">H", size + 2) + b" " * size for size in sizes)
    return data[:start] + b"".join(comments) + data[start:]


PADDERS: dict[str, Callable[[bytes, int], bytes]] = {"jpeg": jpeg_pad, "png": png_pad}
