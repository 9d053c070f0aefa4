"""Masks as files."""

import cv2

from imaging.codec.encode import Encoded
from imaging.engines.base import U8

FAST = [cv2.IMWRITE_PNG_COMPRESSION, 1]


def encode_grey(grey: U8) -> Encoded:
    """`grey` (H, W) uint8 as a grey PNG, values untouched. Masks are flat: level 1 packs well."""
    done, data = cv2.imencode(".png", grey, FAST)
    if not done:
        raise ValueError(f"OpenCV could not encode an array of shape {grey.shape}")
    height, width = grey.shape
    return Encoded(data.tobytes(), "image/png", "png", None, width, height)
