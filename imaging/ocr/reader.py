"""Finds and reads text with the nets of PP-OCRv6 on onnxruntime, loaded once per process."""

from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from imaging.nets.onnx_session import session_of
from imaging.ocr import find, read
from imaging.ocr.lines import Box, Line, Reading, cut_out
from imaging.weights import path_of

U8 = NDArray[np.uint8]

FINDER, READER = "ppocr-find", "ppocr-read"


class Reader:
    """Two nets: one finds lines of text, one reads a line."""

    def __init__(self, finder: Path, reader: Path) -> None:
        self.finder, self.reader = (session_of(path, arena=False) for path in (finder, reader))
        self.characters = read.characters_of(self.reader)

    def boxes(self, image: U8) -> list[Box]:
        """Where lines of text stand in `image` (H, W, 3) uint8 RGB sRGB; the slower half."""
        return find.boxes(image, self.finder)

    def reading(self, image: U8, box: Box) -> Reading:
        """What stands in `box` of `image`."""
        return read.reading(cut_out(image, box), self.reader, self.characters)

    def lines(self, image: U8) -> list[Line]:
        """Every line of text in `image`, from top to bottom; unsure ones too."""
        return [Line(box, self.reading(image, box)) for box in self.boxes(image)]


@lru_cache(maxsize=1)
def reader() -> Reader:
    """The reader. Raises EngineError: weights_missing, weights_changed."""
    return Reader(path_of(FINDER), path_of(READER))
