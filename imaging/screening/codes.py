"""QR codes and barcodes, by OpenCV's own detectors."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from imaging.attributes.model import Share, share_of
from imaging.ops.spread import shrunk

U8 = NDArray[np.uint8]

SIDE = 1024  # px in which they are looked for
LEAST = 0.02  # of the longer side; a smaller one no phone reads
SURE, SEEN = 0.99, 0.6  # confidence where it could be read, and where it only looks like one


def codes(image: U8) -> Iterator[tuple[Share, str, float]]:
    """Box, what it says ("" where it cannot be read) and confidence of every code in `image`."""
    small = shrunk(image, SIDE)
    is_found, texts, corners, _ = cv2.QRCodeDetectorAruco().detectAndDecodeMulti(small)
    if is_found:
        yield from _told(texts, corners, small.shape)
    is_found, texts, _, corners = cv2.barcode.BarcodeDetector().detectAndDecodeWithType(small)
    if is_found:
        yield from (one for one in _told(texts, corners, small.shape) if one[1])


def _told(
    texts: Sequence[str], corners: ArrayLike, shape: tuple[int, ...]
) -> Iterator[tuple[Share, str, float]]:
    for text, points in zip(texts, np.asarray(corners, np.float32), strict=True):
        left, top = points.min(axis=0)
        right, bottom = points.max(axis=0)
        if min(right - left, bottom - top) >= LEAST * max(shape[:2]):
            box = share_of((float(left), float(top), float(right), float(bottom)), shape)
            yield box, text, SURE if text else SEEN
