"""Where text stands: differentiable binarization (Liao et al., "DB", AAAI 2020) by PP-OCRv6.

The net says for each pixel how surely it belongs to the middle of a line. Each connected part is a
line; its rectangle grows by area · GROWTH / perimeter, which the training had shrunk it by.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ocr.lines import Box, box_of

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]
Pair = Sequence[float]

SHORT_SIDE, LONG_SIDE = 736, 1600  # px: a small picture is enlarged, a large one shrunk
MULTIPLE = 32  # px a side, what the net halves five times
INK, SURE = 0.3, 0.5  # of a pixel; of a line on average
GROWTH = 1.6
LEAST = 3  # px of the map; smaller is dust


def boxes(image: U8, net: Any) -> list[Box]:
    """Lines of text in `image` (H, W, 3) uint8 RGB, from top to bottom, then left to right."""
    height, width = image.shape[:2]
    size = net_size(width, height)
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA if width > size[0] else 1)
    tensor = (small[..., ::-1].astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)[None]
    found = net.run(None, {net.get_inputs()[0].name: np.ascontiguousarray(tensor)})[0][0, 0]
    to_image = np.array([width / size[0], height / size[1]], np.float32)
    made = [box_of(corners * to_image) for corners in rectangles(np.asarray(found, np.float32))]
    return sorted(made, key=lambda box: box.corners[0][::-1])


def net_size(width: int, height: int) -> tuple[int, int]:
    """Width and height that the net sees a picture in."""
    scale = max(1.0, SHORT_SIDE / min(width, height))
    scale = min(scale, LONG_SIDE / max(width, height))
    across, down = (max(1, round(side * scale / MULTIPLE)) for side in (width, height))
    return across * MULTIPLE, down * MULTIPLE


def rectangles(sureness: F32) -> Iterator[F32]:
    """Corners (4, 2) of the lines that a map (h, w) in [0, 1] shows, in px of the map."""
    ink = (sureness > INK).astype(np.uint8)
    for contour in cv2.findContours(ink, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)[0]:
        middle, (across, down), angle = cv2.minAreaRect(contour)
        if min(across, down) < LEAST:
            continue
        if mean_inside(sureness, corners_of(middle, (across, down), angle)) < SURE:
            continue
        more = across * down * GROWTH / (across + down)  # twice the distance, half the perimeter
        yield corners_of(middle, (across + more, down + more), angle)


def corners_of(middle: Pair, size: Pair, degrees: float) -> F32:
    """Corners (4, 2) of a turned rectangle."""
    return np.asarray(cv2.boxPoints((middle, size, degrees)), np.float32)


def mean_inside(plane: F32, corners: F32) -> float:
    """The mean of `plane` (h, w) inside the polygon of `corners` (4, 2)."""
    x, y, width, height = cv2.boundingRect(corners)
    left, top = max(x, 0), max(y, 0)
    part = plane[top : y + height, left : x + width]
    inside = np.zeros(part.shape, np.uint8)
    cv2.fillPoly(inside, [np.rint(corners - (left, top)).astype(np.int32)], 1)
    return float(cv2.mean(part, inside)[0])
