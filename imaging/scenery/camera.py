"""The camera of a set: where it stands so that the product's square is framed as asked."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imaging.scenery.look import Box, Look, Projection

F64 = NDArray[np.float64]

VIEW_DEG = 22.0  # of the shorter side: the calm perspective of a portrait lens
SHARE = {"small": 0.35, "medium": 0.5, "large": 0.62}  # of the shorter side, for the square
ACROSS = {"left": 0.33, "centre": 0.5, "right": 0.67}
BESIDE_TEXT = {"left": 0.67, "right": 0.33}
MIDDLE_V = {None: 0.5, "left": 0.5, "right": 0.5, "top": 0.62, "bottom": 0.4}
MARGIN = 0.04  # the square never comes nearer to the frame


@dataclass(frozen=True)
class View:
    """A pinhole camera with a shifted lens.

    shift: where the optical axis meets the picture, in shares of it. aspect: width / height.
    """

    origin: tuple[float, float, float]
    target: tuple[float, float, float]
    up: tuple[float, float, float]
    shift: tuple[float, float]
    aspect: float

    @property
    def projection(self) -> Projection:
        """World (x, y, z, 1) to (u·w, v·w, w), w the distance along the optical axis."""
        right, up, forward = self.axes
        half = math.tan(math.radians(VIEW_DEG / 2))
        half_x, half_y = half * max(self.aspect, 1), half * max(1 / self.aspect, 1)
        across = right / (2 * half_x) + self.shift[0] * forward
        down = -up / (2 * half_y) + self.shift[1] * forward
        rows = np.stack([across, down, forward])
        matrix = np.c_[rows, -rows @ np.asarray(self.origin)]
        return tuple(tuple(float(value) for value in row) for row in matrix)  # type: ignore[misc]

    @property
    def axes(self) -> tuple[F64, F64, F64]:
        """Unit vectors right, up and forward of the camera in the world."""
        forward = _unit(np.subtract(self.target, self.origin))
        right = _unit(np.cross(forward, self.up))
        return right, np.cross(right, forward), forward


def view_of(look: Look) -> View:
    """The camera for `look`: the square at its share and place, verticals nearly upright."""
    aspect = look.width / look.height
    share = SHARE[look.scale]
    distance = 1 / (2 * share * math.tan(math.radians(VIEW_DEG / 2)))
    u, v = _place(look, share)
    if look.camera == "top-down":
        return View((0, distance, 0), (0, 0, 0), (0, 0, -1), (u, v), aspect)
    tilt = math.radians(look.camera_tilt)
    middle = (0.0, 0.5, 0.0)
    origin = (0.0, 0.5 + distance * math.sin(tilt), distance * math.cos(tilt))
    return View(origin, middle, (0, 1, 0), (u, v), aspect)


def seen(projection: Projection, points: F64) -> F64:
    """World `points` (N, 3) as picture coordinates (N, 2) in [0, 1] where they are in frame."""
    found = np.c_[points, np.ones(len(points))] @ np.asarray(projection).T
    shares: F64 = found[:, :2] / found[:, 2:]
    return shares


def product_box(look: Look, view: View) -> Box:
    """The picture's part that the product's square may fill."""
    if look.camera == "top-down":
        corners = [(x, 0.0, z) for x in (-0.5, 0.5) for z in (-0.5, 0.5)]
    else:
        corners = [(x, y, 0.0) for x in (-0.5, 0.5) for y in (0.0, 1.0)]
    spots = seen(view.projection, np.array(corners))
    (left, top), (right, bottom) = spots.min(axis=0), spots.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def text_box(look: Look, product: Box) -> Box | None:
    """The picture's part beside the product that words may have, None when none was asked for."""
    left, top, right, bottom = product
    boxes = {
        "left": (0.0, 0.0, left, 1.0),
        "right": (right, 0.0, 1.0, 1.0),
        "top": (0.0, 0.0, 1.0, top),
        "bottom": (0.0, bottom, 1.0, 1.0),
    }
    return boxes[look.text_space] if look.text_space else None


def _place(look: Look, share: float) -> tuple[float, float]:
    """Where the middle of the square is seen."""
    shorter = min(look.width, look.height)
    half_u, half_v = share * shorter / look.width / 2, share * shorter / look.height / 2
    u = BESIDE_TEXT.get(look.text_space or "", ACROSS[look.position])
    v = 0.5 if look.camera == "top-down" and look.text_space is None else MIDDLE_V[look.text_space]
    return _inside(u, half_u), _inside(v, half_v)


def _inside(middle: float, half: float) -> float:
    return min(max(middle, half + MARGIN), 1 - half - MARGIN)


def _unit(vector: F64) -> F64:
    length: F64 = vector / np.linalg.norm(vector)
    return length
