"""A line of text in a picture, cut out upright."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]
Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """Corners (x, y) in px from top left clockwise, as the picture stands; it may be slanted."""

    corners: tuple[Point, Point, Point, Point]

    def scaled(self, by: float) -> "Box":
        """The same place in a picture `by` times as large."""
        return box_of(np.array(self.corners, np.float32) * by)

    @property
    def size(self) -> tuple[float, float]:
        """Length of the upper and of the left side, in px."""
        top_left, top_right, _, bottom_left = np.array(self.corners, np.float32)
        across, down = np.linalg.norm(top_right - top_left), np.linalg.norm(bottom_left - top_left)
        return float(across), float(down)


@dataclass(frozen=True)
class Reading:
    """What is said, and how surely: 0 to 1, the mean over its characters."""

    text: str
    confidence: float


@dataclass(frozen=True)
class Line:
    """A line of text and where it stands."""

    box: Box
    reading: Reading


def box_of(points: F32) -> Box:
    """The box of four corners (4, 2) in any order, around their middle clockwise."""
    middle = points.mean(axis=0)
    angles = np.arctan2(points[:, 1] - middle[1], points[:, 0] - middle[0])
    around = points[np.argsort(angles)]
    first = int(around.sum(axis=1).argmin())
    a, b, c, d = ((float(x), float(y)) for x, y in np.roll(around, -first, axis=0))
    return Box((a, b, c, d))


def cut_out(image: U8, box: Box) -> U8:
    """What of `image` (H, W, 3) is in `box`, upright: (h, w, 3), at least 1 px a side."""
    width, height = (max(1, round(length)) for length in box.size)
    goal = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    turn = cv2.getPerspectiveTransform(np.array(box.corners, np.float32), goal)
    part = cv2.warpPerspective(
        image, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(part, np.uint8)


def distance(one: str, other: str) -> float:
    """Levenshtein's edit distance over the longer length, 0 (the same) to 1; spaces and case are
    not looked at."""
    a, b = ("".join(text.split()).casefold() for text in (one, other))
    costs = list(range(len(b) + 1))
    for row, of_a in enumerate(a, 1):
        before, costs[0] = costs[0], row
        for column, of_b in enumerate(b, 1):
            swapped = before + (of_a != of_b)
            before, costs[column] = (
                costs[column],
                min(swapped, costs[column] + 1, costs[column - 1] + 1),
            )
    return costs[-1] / max(len(a), len(b), 1)
