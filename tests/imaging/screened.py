"""Drawn products on drawn backgrounds, and stand-ins for the nets that screening looks with."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from imaging.ocr import Box, Reading
from imaging.ocr.lines import box_of

U8 = NDArray[np.uint8]
RED, WHITE = (170, 40, 50), (255, 255, 255)
SIDE = 240  # px of the picture; the photo is as large


def mask() -> U8:
    """A product of 120 × 120 px in the middle."""
    alpha = np.zeros((SIDE, SIDE), np.uint8)
    alpha[60:180, 60:180] = 255
    return alpha


def photo(background: tuple[int, int, int] = (90, 120, 90)) -> U8:
    """The product, red with darker stripes, on a `background`."""
    image = np.full((SIDE, SIDE, 3), background, np.uint8)
    image[60:180, 60:180] = RED
    for left in range(70, 180, 20):
        image[60:180, left : left + 6] = (90, 20, 30)
    return image


def finished() -> U8:
    """The same product on white."""
    return np.where(mask()[..., None] > 0, photo(), np.uint8(255)).astype(np.uint8)


def box(left: float, top: float, right: float, bottom: float) -> Box:
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return box_of(np.array(corners, np.float32))


@dataclass
class FakeReader:
    """Reads `texts` where a picture's middle pixel of a box has the colour that stands for them.

    boxes: where lines are found, whatever the picture.
    """

    places: list[Box]
    texts: dict[tuple[int, int, int], str]
    asked: list[str] = field(default_factory=list)

    def boxes(self, image: U8) -> list[Box]:
        return self.places

    def reading(self, image: U8, box: Box) -> Reading:
        x, y = np.mean(box.corners, axis=0).astype(int)
        text = self.texts.get(tuple(int(level) for level in image[y, x]), "")  # type: ignore[call-overload]
        self.asked.append(text)
        return Reading(text, 0.95 if text else 0.0)


@dataclass
class FakeNet:
    """Answers `outputs`, whatever it is shown; keeps what it was shown."""

    outputs: list[NDArray[np.float32]]
    shown: list[NDArray[np.float32]] = field(default_factory=list)

    def get_inputs(self) -> list[object]:
        return [type("Input", (), {"name": "picture"})()]

    def run(self, names: None, feed: dict[str, NDArray[np.float32]]) -> list[NDArray[np.float32]]:
        self.shown.append(feed["picture"])
        return self.outputs
