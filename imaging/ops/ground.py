"""Where points of a plate's world are seen, and which point of the ground a pixel shows.

Matrices here are 3×4 float64 from world (x, y, z, 1) to homogeneous canvas px, whose (0, 0) is the
outer corner of the first pixel; homographies are 3×3 between such planes.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
F32 = NDArray[np.float32]
Point = tuple[float, float]
Area = tuple[slice, slice]

TO_CORNER = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])  # OpenCV counts from pixel centres


def to_pixels(projection: Sequence[Sequence[float]], size: tuple[int, int]) -> F64:
    """The plate's 3×4 `projection` in px of a canvas of `size` (width, height)."""
    return np.diag([size[0], size[1], 1.0]) @ np.asarray(projection, np.float64)


def seen(matrix: F64, world: tuple[float, float, float]) -> Point:
    """The canvas point (px) at which the point `world` is seen."""
    x, y, w = matrix @ (*world, 1.0)
    return float(x / w), float(y / w)


def ground_at(matrix: F64, pixel: Point) -> Point | None:
    """The (x, z) of the plane y = 0 that `pixel` shows; None at the horizon and above it."""
    plane = ground_plane(matrix)
    x, z, w = np.linalg.solve(plane, (*pixel, 1.0))
    if w * np.sign(plane[2] @ (x, z, w)) <= 0:
        return None
    return float(x / w), float(z / w)


def ground_plane(matrix: F64) -> F64:
    """3×3 from ground (x, z, 1) to homogeneous canvas px."""
    return matrix[:, [0, 2, 3]]


def px_per_unit(matrix: F64, ground: Point, axis: int) -> float:
    """Length in px of a world unit along `axis` (0 x, 1 y, 2 z) about the ground point (x, z)."""
    middle = np.array((ground[0], 0.0, ground[1]))
    step = np.eye(3)[axis] * 0.5
    # A product stands on the ground: its height is measured upwards, its breadth to both sides.
    low, high = (middle, middle + 2 * step) if axis == 1 else (middle - step, middle + step)
    apart = np.subtract(seen(matrix, tuple(low)), seen(matrix, tuple(high)))
    return float(np.hypot(*apart))


def camera(matrix: F64) -> F64:
    """The world point (3,) from which the matrix sees."""
    place = np.linalg.svd(matrix)[2][-1]
    here: F64 = place[:3] / place[3]
    return here


def grazing(matrix: F64, ground: Point) -> float:
    """Cosine between the view of the ground point (x, z) and the plane's normal, in [0, 1]."""
    ray = camera(matrix) - (ground[0], 0.0, ground[1])
    return float(abs(ray[1]) / np.linalg.norm(ray))


def warped(image: F32, homography: F64, size: tuple[int, int]) -> F32:
    """`image` (h, w[, n]) float32 carried by `homography` onto zeros of `size` (width, height)."""
    if 0 in size:  # OpenCV takes an empty size for "as large as the input"
        return np.zeros((size[1], size[0], *image.shape[2:]), np.float32)
    centred = np.linalg.inv(TO_CORNER) @ homography @ TO_CORNER
    return cv2.warpPerspective(image, centred, size, flags=cv2.INTER_LINEAR)  # type: ignore[return-value]
