"""Lettering that is enlarged must say what it said; where it does not, it is enlarged plainly.

A net that draws detail anew never draws letters.
"""

from dataclasses import dataclass
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.engines.base import U8
from imaging.ocr import Box, Reading, distance
from imaging.ops.enlarge import mixed, plain, scaled
from imaging.ops.tiles import Area, grown, within

F32 = NDArray[np.float32]

SURE = 0.6  # confidence above which something is read; below it is a pattern, or nobody reads it
MARGIN = 0.35  # of a line's height: the plain area ends beyond the letters
FEATHER = 0.25  # of a line's height
TOLD = 30  # readings kept in the facts


class TextReader(Protocol):
    """Finds and reads text; imaging.ocr.Reader is one."""

    def boxes(self, image: U8) -> list[Box]: ...

    def reading(self, image: U8, box: Box) -> Reading: ...


@dataclass(frozen=True)
class Compared:
    """One line as it read before and after.

    redrawn: by a net that draws letters anew, which nobody wants of a label even if it reads the
    same.
    """

    box: Box
    before: Reading
    after: Reading
    redrawn: bool = False

    @property
    def distance(self) -> float:
        """Of the two readings, see imaging.ocr.distance."""
        return distance(self.before.text, self.after.text)

    @property
    def is_text(self) -> bool:
        """Whether somebody can read it, before or after."""
        return max(self.before.confidence, self.after.confidence) >= SURE

    @property
    def is_plain(self) -> bool:
        """Whether it is enlarged plainly: what could not be read and now can was made up, too."""
        return self.is_text and (self.redrawn or self.distance > 0)

    def as_json(self) -> dict[str, Any]:
        return {
            "before": self.before.text,
            "after": self.after.text,
            "distance": round(self.distance, 3),
            "plain": self.is_plain,
        }


def compared(
    image: U8, large: U8, scale: int, reader: TextReader, *, redrawn: bool = False
) -> list[Compared]:
    """Every line of text of `image` (H, W, 3), and what became of it in `large`."""
    lines = []
    for box in reader.boxes(image):
        before, after = reader.reading(image, box), reader.reading(large, box.scaled(scale))
        lines.append(Compared(box, before, after, redrawn))
    return [line for line in lines if line.is_text]


def protected(image: U8, large: U8, scale: int, lines: list[Compared]) -> U8:
    """`large` with the lines that are to be plain so from `image`, softly mixed at their rims."""
    plainly = [line for line in lines if line.is_plain]
    if not plainly:
        return large
    safe = large.copy()
    for line in plainly:
        area, share = _rim(line.box, image.shape, scale)
        around = grown(area, 4, image.shape)
        instead = plain(image[around], scale)[scaled(within(area, around), scale)]
        at = scaled(area, scale)
        safe[at] = mixed(safe[at], instead, share)
    return safe


def _rim(box: Box, shape: tuple[int, ...], scale: int) -> tuple[Area, F32]:
    """The px of the small picture that a plain line touches, and its share (h, w) there, large."""
    height = min(box.size)
    reach = height * (MARGIN + 2 * FEATHER) + 1
    corners = np.array(box.corners)
    left, top = np.clip(np.floor(corners.min(axis=0) - reach), 0, shape[1::-1]).astype(int)
    right, bottom = np.clip(np.ceil(corners.max(axis=0) + reach), 0, shape[1::-1]).astype(int)
    area = (slice(int(top), int(bottom)), slice(int(left), int(right)))
    mask = np.zeros(((bottom - top) * scale, (right - left) * scale), np.uint8)
    points = np.rint((corners - (left, top)) * scale).astype(np.int32)
    cv2.fillPoly(mask, [points], 255)
    thick = 2 * round(height * MARGIN * scale) + 1
    cv2.polylines(mask, [points], isClosed=True, color=255, thickness=min(thick, 32_767))
    soft = cv2.GaussianBlur(mask, (0, 0), max(height * FEATHER * scale / 2, 0.5))
    return area, np.asarray(soft / np.float32(255), np.float32)


def told(lines: list[Compared]) -> dict[str, Any]:
    """What is known of the lettering, as JSON."""
    return {
        "lines": len(lines),
        "plain": sum(line.is_plain for line in lines),
        "furthest": round(max((line.distance for line in lines), default=0.0), 3),
        "readings": [line.as_json() for line in lines[:TOLD]],
    }
