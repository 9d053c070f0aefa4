"""What is left of a photo that was turned: the largest frame without empty corners, and flat things
seen at an angle brought to the front."""

from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]

FORESHORTENED = 2.5  # a flat thing that seems narrower by more cannot be measured from its corners
SQUARE_ON = 0.02  # of the sides: a quadrilateral this near to a parallelogram tells no perspective


def frame_within(corners: F64, ratio: float) -> tuple[float, float, float, float]:
    """The largest rectangle of `ratio` (width to height) in a convex quadrilateral.

    corners: (4, 2) x and y in order round it. Returns x, y, width, height. It is the best of the
    points at which three sides hold the rectangle: unknown are its middle and its size, and each
    side of the quadrilateral allows n · middle + reach(n) · size <= d.
    """
    middle = corners.mean(axis=0)
    along = np.roll(corners, -1, axis=0) - corners
    normals = np.column_stack([along[:, 1], -along[:, 0]])
    normals /= np.maximum(np.hypot(*normals.T), 1e-9)[:, None]
    normals *= np.sign(((corners - middle) * normals).sum(axis=1))[:, None]
    reach = np.abs(normals) @ (ratio / 2, 0.5)
    sides = np.column_stack([normals, reach])
    limits = (normals * (corners - middle)).sum(axis=1)
    best = np.zeros(3)
    for rows in map(list, combinations(range(4), 3)):
        if abs(np.linalg.det(sides[rows])) < 1e-12:
            continue
        tried = np.linalg.solve(sides[rows], limits[rows])
        if tried[2] > best[2] and (sides @ tried <= limits + 1e-7 * np.abs(limits).max()).all():
            best = tried
    width, height = best[2] * ratio, best[2]
    return (
        float(middle[0] + best[0] - width / 2),
        float(middle[1] + best[1] - height / 2),
        float(width),
        float(height),
    )


def rectified_size(corners: F64, photo: tuple[int, int]) -> tuple[int, int]:
    """Width and height (px) of the flat rectangle whose photo shows `corners` (4, 2): top left, top
    right, bottom right, bottom left.

    Its true proportions, from the focal length that makes its sides square to each other (Zhang and
    He, "Whiteboard scanning and image enhancement", 2007, eq. 11 and 20), the lens being in the
    middle of the photo; as large as its longer sides are there, with no more px than the photo.
    """
    across = max(_length(corners[0], corners[1]), _length(corners[3], corners[2]))
    down = max(_length(corners[0], corners[3]), _length(corners[1], corners[2]))
    ratio = _true_ratio(corners - (np.array(photo) - 1) / 2) or across / down
    if not 1 / FORESHORTENED < ratio * down / across < FORESHORTENED:
        ratio = across / down
    width = min(max(across, down * ratio), (photo[0] * photo[1] * ratio) ** 0.5)
    return max(1, round(width)), max(1, round(width / ratio))


def to_rectangle(corners: F64, size: tuple[int, int]) -> F64:
    """The 3×3 matrix that takes `corners` (4, 2) to those of a picture of `size`."""
    right, bottom = size[0] - 1, size[1] - 1
    target = np.array([(0, 0), (right, 0), (right, bottom), (0, bottom)], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(corners.astype(np.float32), target), np.float64)


def is_convex(corners: F64) -> bool:
    """Whether `corners` (4, 2), in order, always turn right on a screen."""
    along = np.roll(corners, -1, axis=0) - corners
    after = np.roll(along, -1, axis=0)
    turns = along[:, 0] * after[:, 1] - along[:, 1] * after[:, 0]
    return bool((turns > 1e-6).all())


def _true_ratio(corners: F64) -> float | None:
    """Width to height, corners being counted from the middle of the photo; None where the sides
    are as good as parallel, and perspective tells nothing."""
    square = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], np.float32)
    seen = cv2.getPerspectiveTransform(square, corners.astype(np.float32))
    across, down = seen[:, 0], seen[:, 1]
    size = np.abs(corners).max()
    if min(abs(across[2]), abs(down[2])) < SQUARE_ON:
        return None
    squared = -(across[0] * down[0] + across[1] * down[1]) / (across[2] * down[2])
    if not (0.3 * size) ** 2 < squared < (20 * size) ** 2:
        return None
    lengths = [np.sqrt((v[0] ** 2 + v[1] ** 2) / squared + v[2] ** 2) for v in (across, down)]
    return float(lengths[0] / lengths[1])


def _length(one: F64, other: F64) -> float:
    return float(np.hypot(*(one - other)))
