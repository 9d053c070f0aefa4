"""Picture files for the codec's tests, drawn in memory."""

import struct
import zlib
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

U8 = NDArray[np.uint8]


def quadrants(height: int = 48, width: int = 64) -> U8:
    """Red, green over blue, white: no two of its eight orientations look alike."""
    picture = np.zeros((height, width, 3), np.uint8)
    picture[: height // 2, : width // 2] = (200, 30, 30)
    picture[: height // 2, width // 2 :] = (30, 200, 30)
    picture[height // 2 :, : width // 2] = (30, 30, 200)
    picture[height // 2 :, width // 2 :] = 255
    return picture


def noise(height: int = 120, width: int = 160) -> U8:
    return np.random.default_rng(7).integers(0, 256, (height, width, 3), np.uint8)


def saved(picture: U8 | Image.Image, format: str, **options: Any) -> bytes:
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    file = BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def reopened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def png_chunk(name: bytes, content: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checksum


def png_of(size: tuple[int, int], depth: int, colour: int, rows: bytes) -> bytes:
    """A PNG written by hand, so that its header can say anything."""
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, 0))
    body = png_chunk(b"IDAT", zlib.compress(rows)) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + header + body


def srgb_icc() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def icc_with_primaries(**columns: tuple[float, float, float]) -> bytes:
    """sRGB's profile with other primaries: rXYZ=(X, Y, Z) and so on, adapted to D50."""
    icc = bytearray(srgb_icc())
    for name, xyz in columns.items():
        entry = icc.index(name.encode())
        start = int.from_bytes(icc[entry + 4 : entry + 8], "big") + 8
        icc[start : start + 12] = fixed(*xyz)
    return bytes(icc)


def fixed(*numbers: float) -> bytes:
    return struct.pack(f">{len(numbers)}i", *(round(number * 65536) for number in numbers))


def cmyk_icc(cyan_lab: tuple[int, int, int]) -> bytes:
    """A profile of a press whose cyan ink looks like `cyan_lab` and every other ink is black."""
    lab = np.zeros((2, 2, 2, 2, 3), np.uint8)
    lab[...] = (0, 128, 128)
    lab[0, 0, 0, 0] = (255, 128, 128)
    lab[1, 0, 0, 0] = np.array(cyan_lab) * (2.55, 1, 1) + (0, 128, 128)
    ramp = bytes(range(256))
    table = b"mft1\0\0\0\0\4\3\2\0" + fixed(1, 0, 0, 0, 1, 0, 0, 0, 1)
    table += ramp * 4 + lab.tobytes() + ramp * 3
    text = b"desc\0\0\0\0" + struct.pack(">I", 5) + b"press" + bytes(78)
    tags = {b"desc": text, b"cprt": b"text\0\0\0\0none\0", b"A2B0": table}
    tags[b"wtpt"] = b"XYZ \0\0\0\0" + fixed(0.9642, 1, 0.8249)
    return icc_of(b"prtr", b"CMYK", b"Lab ", tags)


def icc_of(kind: bytes, space: bytes, connection: bytes, tags: dict[bytes, bytes]) -> bytes:
    directory, body = struct.pack(">I", len(tags)), b""
    for name, content in tags.items():
        start = 128 + 4 + 12 * len(tags) + len(body)
        directory += name + struct.pack(">II", start, len(content))
        body += content + bytes(-len(content) % 4)
    head = b"\0\0\0\0" + b"\2\x40\0\0" + kind + space + connection + bytes(12) + b"acsp"
    head += bytes(28) + fixed(0.9642, 1, 0.8249)
    size = struct.pack(">I", 128 + len(directory) + len(body))
    return size + head.ljust(124, b"\0") + directory + body
