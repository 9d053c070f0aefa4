"""The light that a product takes from the ground: its cast shadow, and the dark near its foot.

The shadow is drawn from above, on a map of the ground, where penumbras are as wide as they are in
the world; the map is then seen through the plate's camera.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np

from imaging.ops.ground import F32, F64, Area, Point, camera, ground_plane, warped
from imaging.ops.stood import Layer, Lying, Stood

Vector = tuple[float, float, float]

MAP_PX = 220.0  # of the map for a unit; shadows are soft
REACH = 2.5  # units that a shadow may move for one of height; longer ones end here
LEAST_RUN = 0.05  # a picture has no thickness: from straight aside it would cast a line
WIDEST = 0.6  # radians; a light this wide casts hardly any shadow
AMBIENT_REACH, AMBIENT = 0.05, 0.6  # units, and the share of light that is gone right at the foot
TO_CAMERA = 0.6  # share of the way to the camera up to which ground is mapped


@dataclass(frozen=True)
class GroundMap:
    """A picture of the ground from above: column (x - x0) · MAP_PX, row (z - z0) · MAP_PX."""

    x0: float
    z0: float
    size: tuple[int, int]

    def from_ground(self) -> F64:
        """3×3 from ground (x, z, 1) to px of the map."""
        scale = np.diag([MAP_PX, MAP_PX, 1.0])
        return scale @ np.array([[1, 0, -self.x0], [0, 1, -self.z0], [0, 0, 1]])


@dataclass(frozen=True)
class Taken:
    """Shares of light taken in the canvas `area`: key light and all light, (h, w) float32 each."""

    area: Area
    key: F32
    ambient: F32


def slope_of(towards: Vector) -> Point:
    """How far the shadow of a point moves in x and z for each unit of height.

    towards: unit vector to the light. A light at the horizon or below it casts REACH.
    """
    x, y, z = towards
    flat = math.hypot(x, z)
    run = min(flat / y, REACH) if y > 0 else REACH
    dx, dz = (-x / flat * run, -z / flat * run) if flat else (0.0, 0.0)
    return dx, math.copysign(max(abs(dz), LEAST_RUN), dz if dz else -1.0)


def taken(stood: Stood | Lying, towards: Vector, size: float) -> Taken:
    """What `stood` takes from the ground under a light of angular radius `size` (radians)."""
    slope = slope_of(towards)
    spread = min(size, WIDEST) * math.hypot(1, *slope) / 2  # deviation of a disc: half its radius
    layers = list(stood.layers(slope))
    ground = _map_around(stood, layers, spread)
    cast = _cast(ground, layers, spread, adds_up=isinstance(stood, Stood))
    ambient = _ambient(ground, stood.footprint())
    area, to_area = _area_of(ground, stood)
    seen = warped(np.dstack([cast, ambient]), to_area, _size(area))
    return Taken(area, seen[..., 0], seen[..., 1])


def _map_around(stood: Stood | Lying, layers: list[Layer], spread: float) -> GroundMap:
    """The part of the ground that the shadow can fall on."""
    corners = np.vstack([_corners(layer) for layer in (*layers, stood.footprint())])
    margin = 3 * max(spread * layers[0].height, AMBIENT_REACH)
    (x0, z0), (x1, z1) = corners.min(axis=0) - margin, corners.max(axis=0) + margin
    nearest = stood.ground[1] + TO_CAMERA * (camera(stood.matrix)[2] - stood.ground[1])
    if isinstance(stood, Stood):
        z1 = min(z1, nearest)
    size = np.maximum(1, np.ceil(np.array((x1 - x0, z1 - z0)) * MAP_PX)).astype(int)
    return GroundMap(float(x0), float(z0), (int(size[0]), int(size[1])))


def _corners(layer: Layer) -> F64:
    height, width = layer.alpha.shape
    outer = np.array([[0, 0, 1], [width, 0, 1], [0, height, 1], [width, height, 1]], float)
    ground = (outer @ layer.to_ground.T)[:, :2]
    return np.vstack([ground, ground - (0, layer.depth)])


def _cast(ground: GroundMap, layers: list[Layer], spread: float, *, adds_up: bool) -> F32:
    """Key light taken, on the map: the higher a layer, the more often it is blurred."""
    cast = np.zeros(ground.size[::-1], np.float32)
    for layer, below in zip(layers, [*layers[1:], None], strict=True):
        drawn = _drawn(ground, layer)
        cast = np.minimum(cast + drawn, 1) if adds_up else np.maximum(cast, drawn)
        lower = below.height if below else 0.0
        cast = blurred(cast, MAP_PX * spread * math.sqrt(layer.height**2 - lower**2))
    return cast


def _drawn(ground: GroundMap, layer: Layer) -> F32:
    """`layer` on the map, drawn out backwards by its depth."""
    drawn = warped(layer.alpha, ground.from_ground() @ layer.to_ground, ground.size)
    depth = round(layer.depth * MAP_PX)
    return cv2.dilate(drawn, np.ones((depth + 1, 1), np.uint8), anchor=(0, 0))  # type: ignore[return-value]


def _ambient(ground: GroundMap, footprint: Layer) -> F32:
    """All light taken near the foot, on the map."""
    reach = AMBIENT_REACH + footprint.height / 2
    return np.float32(AMBIENT) * blurred(_drawn(ground, footprint), reach * MAP_PX)


def blurred(plane: F32, sigma: float) -> F32:
    """`plane` (h, w[, n]) blurred by two boxes of together `sigma` px deviation, at any width."""
    side = round(math.sqrt(6 * sigma**2 + 1)) | 1  # two boxes of n: variance (n² - 1) / 6
    if side == 1:
        return plane
    once = cv2.blur(plane, (side, side), borderType=cv2.BORDER_CONSTANT)
    return cv2.blur(once, (side, side), borderType=cv2.BORDER_CONSTANT)  # type: ignore[return-value]


def _area_of(ground: GroundMap, stood: Stood | Lying) -> tuple[Area, F64]:
    """The canvas area in which the map is seen, and 3×3 from the map to px of that area."""
    to_canvas = ground_plane(stood.matrix) @ np.linalg.inv(ground.from_ground())
    width, height = ground.size
    corners = np.array([[0, 0, 1], [width, 0, 1], [0, height, 1], [width, height, 1]], float)
    seen = corners @ to_canvas.T
    spots = seen[:, :2] / seen[:, 2:]
    low = np.clip(np.floor(spots.min(axis=0)), 0, stood.canvas).astype(int)
    high = np.clip(np.ceil(spots.max(axis=0)), 0, stood.canvas).astype(int)
    shift = np.array([[1, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1]], float)
    return (slice(low[1], high[1]), slice(low[0], high[0])), shift @ to_canvas


def _size(area: Area) -> tuple[int, int]:
    return area[1].stop - area[1].start, area[0].stop - area[0].start
