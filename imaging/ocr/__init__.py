"""Text in pictures: where it is and what it says, in Chinese and Latin script."""

from imaging.ocr.lines import Box, Line, Reading, distance
from imaging.ocr.reader import Reader, reader

__all__ = ["Box", "Line", "Reader", "Reading", "distance", "reader"]
