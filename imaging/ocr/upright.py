"""Which way up lettering stands: as the picture is, on its side, on its head, or mirrored."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from imaging.ocr.lines import Box, Line, Reading, box_of

U8 = NDArray[np.uint8]

SAMPLE = 3  # lines that are read each way to choose one
TALL = 1.3  # of its width: a line that does not run across
CLEAR = 0.85  # mean confidence above which no other way is tried
MIRRORED_BY = 0.12  # more confidence that a mirrored way must give
TURNED = 0.8  # mean confidence that another way must reach; patterns read as anything
LEAST_LETTERS = 3  # of a sample that decides about another way


class LineReader(Protocol):
    """Reads a line; imaging.ocr.Reader is one."""

    def reading(self, image: U8, box: Box) -> Reading: ...


@dataclass(frozen=True)
class Way:
    """How a picture is turned before it is read: mirrored first, then by quarters to the left."""

    quarters: int = 0
    mirrored: bool = False

    def turned(self, image: U8) -> U8:
        """`image` (H, W, 3) that way, as a new array where anything changes."""
        across = image[:, ::-1] if self.mirrored else image
        return np.ascontiguousarray(np.rot90(across, self.quarters))

    def box(self, box: Box, width: int, height: int) -> Box:
        """Where `box` of a picture of that size, in px, stands in the turned one."""
        points = np.array(box.corners, np.float32)
        if self.mirrored:
            points[:, 0] = width - points[:, 0]
        for _ in range(self.quarters):
            points = np.stack([points[:, 1], width - points[:, 0]], axis=1)
            width, height = height, width
        return box_of(points)


AS_IT_IS = Way()


@dataclass(frozen=True)
class Upright:
    """A picture turned so that its lettering can be read, and each line's box in both."""

    way: Way
    image: U8
    boxes: tuple[Box, ...]

    def lines(self, reader: LineReader) -> list[Line]:
        """What every box says, in the turned picture's px."""
        return [Line(box, reader.reading(self.image, box)) for box in self.boxes]


def upright(image: U8, boxes: Sequence[Box], reader: LineReader) -> Upright:
    """`image` (H, W, 3) uint8 RGB turned the way in which its largest lines read most surely.

    Mirrored and upside-down ways are tried only where the plain one reads poorly.
    """
    sample = sorted(boxes, key=_area, reverse=True)[:SAMPLE]
    stands = sum(_is_tall(box) for box in sample) * 2 > len(sample)
    plain = [Way(1), Way(3)] if stands else [AS_IT_IS]
    scores = {way: _score(way, image, sample, reader) for way in plain}
    if sample and max(scores.values()) < CLEAR:
        further = [Way(way.quarters, True) for way in plain] + ([] if stands else [Way(2)])
        tried = {way: _score(way, image, sample, reader, LEAST_LETTERS) for way in further}
        scores |= {way: score for way, score in tried.items() if score >= TURNED}
    way = max(scores, key=lambda way: scores[way] - MIRRORED_BY * way.mirrored)
    height, width = image.shape[:2]
    return Upright(way, way.turned(image), tuple(way.box(box, width, height) for box in boxes))


def _score(way: Way, image: U8, sample: Sequence[Box], reader: LineReader, least: int = 1) -> float:
    """Mean confidence of the characters that the sample reads as, that way; 0 of fewer than
    `least`."""
    height, width = image.shape[:2]
    turned = way.turned(image)
    read = [reader.reading(turned, way.box(box, width, height)) for box in sample]
    letters = sum(len(one.text) for one in read)
    return (
        sum(one.confidence * len(one.text) for one in read) / letters if letters >= least else 0.0
    )


def _area(box: Box) -> float:
    across, down = box.size
    return across * down


def _is_tall(box: Box) -> bool:
    across, down = box.size
    return down > TALL * across
