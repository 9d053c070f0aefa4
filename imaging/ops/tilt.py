"""How far a photo is turned and how its upright lines lean together, with how sure that is.

Long straight segments (Grompone von Gioi et al., "LSD", 2010) near the axes are taken for level or
plumb. To first order a scene turned by t and seen from aside shows level lines with the slope
t + a · y and plumb ones with -dx/dy = t - b · x: a robust straight line through all of them gives
t, a and b, and doing it again on the straightened segments makes it exact.
"""

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.geometry import points_moved

U8 = NDArray[np.uint8]
F64 = NDArray[np.float64]
Source = Literal["lines", "axis", "none"]

SIDE = 1000  # px of the copy in which lines are looked for
LONG = 0.07  # of the longer side: shorter segments are folds, letters and texture
NEAR_AXIS = 12.0  # degrees: what leans more was not meant to be level
SAME = 0.7  # degrees: segments this near to the fit agree with it
ENOUGH = 1.2  # longer sides of agreeing segments that make a fit sure
SPREAD = 0.25  # of half the longer side: segments this far apart show perspective
AT_MOST = 0.25  # of a, b: a wall seen at a very sharp angle
ROUNDS, REWEIGHTINGS = 3, 12
AXIS_SIDE = 160  # px of the mask whose axis is looked for
AXIS_REACH = 15.0  # degrees
SYMMETRIC = (0.86, 0.97)  # overlap of a mask with its mirror image: no axis, and surely one
DROP = 0.05  # of overlap, lost 6 degrees off the axis: less is round


@dataclass(frozen=True)
class Tilt:
    """degrees: the scene stands turned clockwise by so much. lean: a and b, in halves of the longer
    side. confidence: in [0, 1]; 0 where nothing tells. source: lines of the scene, or the axis of
    the product's outline."""

    degrees: float = 0.0
    lean: tuple[float, float] = (0.0, 0.0)
    confidence: float = 0.0
    source: Source = "none"

    def upright(self, size: tuple[int, int]) -> F64:
        """The 3×3 matrix from px of a photo of `size` (width, height) to px of the straight scene,
        the photo's middle staying where it is."""
        half = max(size) / 2
        middle = ((size[0] - 1) / 2, (size[1] - 1) / 2)
        to_half = np.array(
            [[1 / half, 0, -middle[0] / half], [0, 1 / half, -middle[1] / half], [0, 0, 1]]
        )
        return np.asarray(
            np.linalg.inv(to_half) @ straightening(np.radians(self.degrees), self.lean) @ to_half
        )


def tilt_of_lines(image: U8) -> Tilt:
    """Measured on the long straight lines of `image` (H, W, 3)."""
    ends = _segments(image)
    if len(ends) < 2:
        return Tilt()
    matrix, inliers = np.eye(3), np.zeros(len(ends), np.bool_)
    for _ in range(ROUNDS):
        moved = points_moved(ends.reshape(-1, 2), matrix).reshape(-1, 4)
        turn, lean, inliers = _fitted(moved)
        matrix = straightening(turn, lean) @ matrix
    turn, lean = _parts(matrix)
    lengths = np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]) / 2
    agreeing = float(lengths[inliers].sum())
    sure = (1 - np.exp(-agreeing / ENOUGH)) * agreeing / max(float(lengths.sum()), 1e-9)
    return Tilt(float(np.degrees(turn)), lean, float(sure), "lines")


def tilt_of_axis(alpha: U8) -> Tilt:
    """Measured on the mirror axis of the outline in `alpha` (H, W): a bottle's, or a shirt's."""
    scale = min(1.0, AXIS_SIDE / max(alpha.shape))
    size = tuple(max(1, round(side * scale)) for side in alpha.shape[::-1])
    mask = (cv2.resize(alpha, size, interpolation=cv2.INTER_AREA) > 127).astype(np.float32)
    if mask.sum() < 50:
        return Tilt()
    turns = np.arange(-AXIS_REACH, AXIS_REACH + 1e-9, 1.0)
    overlaps = np.array([_overlap(mask, turn) for turn in turns])
    best = int(overlaps.argmax())
    if best in (0, len(turns) - 1):
        return Tilt()
    before, top, after = overlaps[best - 1 : best + 2]
    degrees = turns[best] + 0.5 * (before - after) / min(before - 2 * top + after, -1e-6)
    beside = max(overlaps[max(best - 6, 0)], overlaps[min(best + 6, len(turns) - 1)])
    symmetry = np.clip((top - SYMMETRIC[0]) / (SYMMETRIC[1] - SYMMETRIC[0]), 0, 1)
    sure = symmetry * np.clip((top - beside) / DROP, 0, 1)
    return Tilt(float(degrees), (0.0, 0.0), float(sure), "axis")


def straightening(turn: float, lean: tuple[float, float]) -> F64:
    """The 3×3 matrix that undoes `turn` (radians, clockwise) and `lean`, about the origin."""
    seen = np.array([[1, 0, 0], [0, 1, 0], [lean[0], lean[1], 1]], np.float64)
    back = np.array(
        [[np.cos(turn), np.sin(turn), 0], [-np.sin(turn), np.cos(turn), 0], [0, 0, 1]], np.float64
    )
    return np.asarray(back @ seen)


def _segments(image: U8) -> F64:
    """Ends x, y, x, y of long segments near the axes: (N, 4), in halves of the longer side about
    the middle."""
    scale = min(1.0, SIDE / max(image.shape[:2]))
    size = tuple(max(1, round(side * scale)) for side in image.shape[1::-1])
    if min(size) < 8:
        return np.zeros((0, 4))
    grey = cv2.cvtColor(cv2.resize(image, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    found = cv2.createLineSegmentDetector().detect(grey)[0]
    if found is None:
        return np.zeros((0, 4))
    half = max(size) / 2
    ends = (found.reshape(-1, 4) - np.tile(((size[0] - 1) / 2, (size[1] - 1) / 2), 2)) / half
    along = ends[:, 2:] - ends[:, :2]
    leaning = np.degrees(np.arctan2(np.abs(along).min(axis=1), np.abs(along).max(axis=1)))
    return np.asarray(ends[(np.hypot(*along.T) > 2 * LONG) & (leaning < NEAR_AXIS)], np.float64)


def _fitted(ends: F64) -> tuple[float, tuple[float, float], NDArray[np.bool_]]:
    """turn, lean, and which of the segments agree with them."""
    along, middle = ends[:, 2:] - ends[:, :2], (ends[:, 2:] + ends[:, :2]) / 2
    level = np.abs(along[:, 0]) > np.abs(along[:, 1])
    slope = np.where(level, along[:, 1] / _safe(along[:, 0]), -along[:, 0] / _safe(along[:, 1]))
    terms = np.column_stack(
        [np.ones(len(ends)), np.where(level, middle[:, 1], 0), np.where(level, 0, -middle[:, 0])]
    )
    free = [True, _is_spread(middle[level, 1]), _is_spread(middle[~level, 0])]
    lengths = np.hypot(*along.T)
    found = np.array([_mode(slope, lengths), 0, 0])
    reach = np.tan(np.radians(SAME))
    for step in range(REWEIGHTINGS):
        off = slope - terms @ found
        soft = reach * max(1.0, 4 - step / 2)  # a wide net first
        weight = lengths / (1 + (off / soft) ** 2) ** 2
        found = _solved(terms, slope, weight, np.array(free))
    turn, across, down = found
    lean = (float(np.clip(across, -AT_MOST, AT_MOST)), float(np.clip(down, -AT_MOST, AT_MOST)))
    return float(np.arctan(turn)), lean, np.abs(slope - terms @ found) < reach


def _solved(terms: F64, slope: F64, weight: F64, free: NDArray[np.bool_]) -> F64:
    """Least squares for the terms that are `free`, the others 0, with a pull towards no lean."""
    used = terms[:, free]
    pull = np.diag([1e-9, *[1e-2] * (int(free.sum()) - 1)]) * weight.sum()
    solution = np.linalg.solve(used.T @ (used * weight[:, None]) + pull, used.T @ (weight * slope))
    found = np.zeros(3)
    found[free] = solution
    return found


def _mode(slope: F64, lengths: F64) -> float:
    """The slope with most length about it."""
    reach = np.tan(np.radians(SAME))
    near = np.exp(-(((slope[:, None] - slope[None]) / reach) ** 2))
    return float(slope[int((near @ lengths).argmax())])


def _is_spread(places: F64) -> bool:
    return len(places) >= 3 and float(np.std(places)) > SPREAD


def _safe(values: F64) -> F64:
    return np.where(np.abs(values) < 1e-9, 1e-9, values)


def _parts(matrix: F64) -> tuple[float, tuple[float, float]]:
    """Turn and lean of a product of straightenings, to first order of what the rounds added."""
    matrix = matrix / matrix[2, 2]
    return float(np.arctan2(matrix[0, 1], matrix[0, 0])), (float(matrix[2, 0]), float(matrix[2, 1]))


def _overlap(mask: NDArray[np.float32], degrees: float) -> float:
    """Intersection over union of `mask`, turned back by `degrees`, with its mirror image."""
    moments = cv2.moments(mask)
    x, y = moments["m10"] / moments["m00"], moments["m01"] / moments["m00"]
    room = int(np.hypot(*mask.shape)) + 2
    turn = np.asarray(cv2.getRotationMatrix2D((x, y), degrees, 1.0), np.float64)
    turn[:, 2] = turn[:, 2] + (room - 1) / 2 - np.array((x, y))
    turned = cv2.warpAffine(mask, turn, (room, room), flags=cv2.INTER_LINEAR)
    mirrored = turned[:, ::-1]
    return float(np.minimum(turned, mirrored).sum() / np.maximum(turned, mirrored).sum())
