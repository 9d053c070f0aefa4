"""Nets and a reader for enlargements that take no time."""

from dataclasses import dataclass, field

import cv2
import numpy as np

from imaging.engines.upscale import Nets
from imaging.ocr import Box, Reading


class Soft:
    """Doubles or quadruples pixels, then looks two small px around: shows seams where there are."""

    reach_px = 2

    def __init__(self, scale: int, off: int = 0) -> None:
        self.scale, self.off, self.parts = scale, off, 0

    def enlarged(self, part):
        self.parts += 1
        large = part.repeat(self.scale, 0).repeat(self.scale, 1)
        return cv2.blur(large, (2 * self.scale + 1,) * 2) + np.uint8(self.off)


class Whole:
    """Stands in for the restoring net: pixels repeated four times and 20 levels darker."""

    def enlarged(self, image, on_progress):
        for part in range(4):
            on_progress(part / 4)
        return image.repeat(4, 0).repeat(4, 1) - np.uint8(20)


@dataclass
class Says:
    """Finds `boxes`, and reads in a picture `wide` px wide the first, in others the second text."""

    boxes_there: list[Box]
    wide: int
    texts: tuple[Reading, Reading]

    def boxes(self, image):
        return self.boxes_there

    def reading(self, image, box):
        return self.texts[0] if image.shape[1] == self.wide else self.texts[1]


@dataclass
class FakeNets(Nets):
    off: int = 0
    says: Says = field(default_factory=lambda: Says([], 0, (Reading("", 0), Reading("", 0))))
    asked: list[str] = field(default_factory=list)

    def sharp(self, scale):
        self.asked.append(f"sharp {scale}")
        return Soft(scale, self.off)

    def restoring(self):
        self.asked.append("restoring")
        return Whole()

    def reader(self):
        return self.says
