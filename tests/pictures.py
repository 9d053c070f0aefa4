"""Pictures drawn in memory: products on plain grounds, and their exact masks."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[np.uint8]
Colour = tuple[int, int, int]


def bottle_mask(width: int = 640, height: int = 480) -> NDArray[np.float32]:
    """(H, W) float32 alpha in [0, 1] of an upright bottle in the middle, one pixel of soft edge."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    along = (y / height - 0.12) / 0.76  # 0 at the cap, 1 at the foot
    shoulder = 1 / (1 + np.exp(-(along - 0.28) * 40))
    half = height * (0.055 + 0.115 * shoulder)
    inside = np.minimum(half - abs(x - width / 2), height * 0.76 * np.minimum(along, 1 - along))
    return np.clip(inside + 0.5, 0, 1)


def product_picture(
    width: int = 640, height: int = 480, *, colour: Colour = (36, 96, 150), seed: int = 0
) -> Picture:
    """(H, W, 3) uint8 sRGB: a shaded bottle with a label on a warm, slightly noisy table."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    across = np.clip((x - width / 2) / (height * 0.17), -1, 1)
    light = 0.35 + 0.65 * np.sqrt(np.maximum(0, 1 - (across + 0.35) ** 2 / 1.9))
    light += 0.5 * np.exp(-((across + 0.45) ** 2) / 0.01)
    label = (abs(y / height - 0.62) < 0.12)[..., None]
    body = np.where(label, (235, 228, 210), colour) * light[..., None]
    ground = np.array((214, 200, 180)) * (0.85 + 0.15 * y / height)[..., None]
    shadow = np.exp(-((x - width * 0.55) ** 2) / (height * 0.2) ** 2)
    shadow = shadow * np.exp(-((y - height * 0.88) ** 2) / (height * 0.03) ** 2)
    ground = ground * (1 - 0.45 * shadow)[..., None]
    alpha = bottle_mask(width, height)[..., None]
    noise = np.random.default_rng(seed).normal(0, 3, (height, width, 3))
    return np.clip(alpha * body + (1 - alpha) * ground + noise, 0, 255).astype(np.uint8)


def flat_picture(width: int = 64, height: int = 48, colour: Colour = (200, 200, 200)) -> Picture:
    """(H, W, 3) uint8 of one colour."""
    return np.full((height, width, 3), colour, np.uint8)


def jpeg_of(picture: Picture, quality: int = 90) -> bytes:
    """JPEG bytes of (H, W, 3) or (H, W) uint8."""
    return _saved(picture, "JPEG", quality=quality)


def png_of(picture: Picture) -> bytes:
    """PNG bytes of (H, W), (H, W, 3) or (H, W, 4) uint8."""
    return _saved(picture, "PNG", compress_level=1)


def product_jpeg(width: int = 640, height: int = 480, *, seed: int = 0) -> bytes:
    """The bottle as a phone would send it; another `seed`, other bytes."""
    return jpeg_of(product_picture(width, height, seed=seed))


def opened(data: bytes) -> Picture:
    """(H, W, C) uint8 of encoded bytes."""
    with Image.open(io.BytesIO(data)) as image:
        return np.asarray(image)


def _saved(picture: Picture, kind: str, **options: int) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, kind, **options)
    return buffer.getvalue()
