"""Bodies a set is built from: bevelled prisms, swept frames, sheets. Nothing in a studio is sharp.

Texture coordinates are in world units, so that a material has one scale on every body.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
F32 = NDArray[np.float32]
U32 = NDArray[np.uint32]

BEVEL_RINGS = 6


class Solid(NamedTuple):
    """vertices, normals: (N, 3); faces: (M, 3), counter-clockwise from outside; uv: (N, 2)."""

    vertices: F32
    faces: U32
    normals: F32
    uv: F32

    def moved(self, x: float, y: float, z: float) -> "Solid":
        return self._replace(vertices=self.vertices + np.array([x, y, z], np.float32))

    def turned(self, degrees: float) -> "Solid":
        """Turned round the y axis, counter-clockwise seen from above."""
        c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        return self._by(np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]))

    def upright(self) -> "Solid":
        """Tipped towards the camera: its top becomes its front, its back (-z) its top."""
        return self._by(np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0]]))

    def rising(self) -> "Solid":
        """The same with textures that go once from its foot to its top."""
        height = self.vertices[:, 1] - self.vertices[:, 1].min()
        return self._replace(uv=np.stack([self.vertices[:, 0], height / height.max()], 1))

    def _by(self, matrix: F64) -> "Solid":
        turn = matrix.T.astype(np.float32)
        return self._replace(vertices=self.vertices @ turn, normals=self.normals @ turn)


class Outline(NamedTuple):
    """A closed convex line in the x-z plane: points and outward unit normals, (N, 2) each."""

    points: F64
    normals: F64


def circle(radius: float, sides: int = 180) -> Outline:
    """A circle about the origin; it closes at the back, where no camera sees a texture's seam."""
    angle = np.linspace(-np.pi, np.pi, sides + 1)
    normals = np.stack([np.sin(angle), np.cos(angle)], 1)
    return Outline(normals * radius, normals)


def rounded_rectangle(width: float, depth: float, radius: float) -> Outline:
    """A rectangle about the origin with round corners."""
    quarter = np.linspace(0, np.pi / 2, 9)
    middle = np.array([width / 2 - radius, depth / 2 - radius])
    corners = [(1, 1), (1, -1), (-1, -1), (-1, 1)]
    points, normals = [], []
    for number in (2, 3, 0, 1):  # it closes at the back, as the circle does
        signs, angle = corners[number], quarter + number * np.pi / 2
        normal = np.stack([np.sin(angle), np.cos(angle)], 1)
        points.append(middle * signs + normal * radius)
        normals.append(normal)
    line, out = np.concatenate(points), np.concatenate(normals)
    return Outline(np.r_[line, line[:1]], np.r_[out, out[:1]])


def arch_outline(width: float, height: float, sides: int = 64) -> Outline:
    """A door with a round top, its foot at the origin, its top towards -z."""
    radius = width / 2
    angle = np.linspace(np.pi / 2, 3 * np.pi / 2, sides + 1)
    round_top = np.stack([np.sin(angle), np.cos(angle)], 1)
    top = round_top * radius + [0, radius - height]
    line = np.r_[[[radius, 0]], top, [[-radius, 0]]]
    normals = np.r_[[[1.0, 0]], round_top, [[-1.0, 0]]]
    return Outline(np.r_[line, line[:1]], np.r_[normals, normals[:1]])


def prism(outline: Outline, low: float, high: float, bevel: float) -> Solid:
    """The outline raised from y = low to y = high, its top edge rounded by `bevel`."""
    turn = np.linspace(0, np.pi / 2, BEVEL_RINGS + 1)
    side = [(0.0, low, 0.0), (0.0, high - bevel, 0.0)]
    edge = [(bevel * (1 - np.cos(a)), high - bevel + bevel * np.sin(a), a) for a in turn]
    walls = _rings(outline, side, on_top=False)
    rim = _rings(outline, edge, on_top=True)
    centre = outline.points.mean(axis=0)
    cap = _cap(outline.points - outline.normals * bevel, centre, high)
    return joined(walls, rim, cap)


def box(size: tuple[float, float, float], bevel: float) -> Solid:
    """A box of width, height, depth with its top at y = 0, edges rounded by `bevel`."""
    width, height, depth = size
    return prism(rounded_rectangle(width, depth, max(bevel, 0.004)), -height, 0.0, bevel)


def frame(width: float, height: float, section: tuple[float, float]) -> Solid:
    """An open arch on its two feet at y = 0; section: its breadth and depth."""
    radius = width / 2
    angle = np.linspace(-np.pi / 2, np.pi / 2, 65)
    normals = np.stack([np.sin(angle), np.cos(angle)], 1)
    crown = normals * radius + [0, height - radius]
    path = np.r_[[[-radius, 0]], crown, [[radius, 0]]]
    outwards = np.r_[normals[:1], normals, normals[-1:]]
    cut = rounded_rectangle(section[0], section[1], min(section) * 0.12)
    at, out = path[:, None, :], outwards[:, None, :]
    flat = at + out * cut.points[None, :, :1]
    depth = np.broadcast_to(cut.points[None, :, 1:], (*flat.shape[:2], 1))
    lean = out * cut.normals[None, :, :1]
    deep = np.broadcast_to(cut.normals[None, :, 1:], (*flat.shape[:2], 1))
    uv = np.stack(np.meshgrid(_length(path), _length(cut.points), indexing="ij"), -1)
    return grid(np.concatenate([flat, depth], -1), np.concatenate([lean, deep], -1), uv)


def sheet(points: F64, uv: F64) -> Solid:
    """A surface over a grid of points (R, C, 3), normals from its own slope.

    Seen from outside, rows run up where columns run right. uv: (R, C, 2).
    """
    up, right = np.gradient(points, axis=0), np.gradient(points, axis=1)
    normals = np.cross(right, up)
    return grid(points, normals / np.linalg.norm(normals, axis=-1, keepdims=True), uv)


def grid(points: F64, normals: F64, uv: F64) -> Solid:
    """A net of quads over (R, C, 3) points, faces turned the way the normals point."""
    rows, columns = points.shape[:2]
    at = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = (part.ravel() for part in (at[:-1, :-1], at[:-1, 1:], at[1:, 1:], at[1:, :-1]))
    faces = np.r_[np.stack([a, b, c], 1), np.stack([a, c, d], 1)]
    return _facing(points.reshape(-1, 3), faces, normals.reshape(-1, 3), uv.reshape(-1, 2))


def joined(*parts: Solid) -> Solid:
    """All parts as one body."""
    starts = np.cumsum([0, *(len(part.vertices) for part in parts[:-1])])
    return Solid(
        np.concatenate([part.vertices for part in parts]),
        np.concatenate([p.faces + np.uint32(at) for p, at in zip(parts, starts, strict=True)]),
        np.concatenate([part.normals for part in parts]),
        np.concatenate([part.uv for part in parts]),
    )


def _rings(outline: Outline, profile: list[tuple[float, float, float]], *, on_top: bool) -> Solid:
    """Rings of (inset, height, lean) round the outline; on_top maps textures from above."""
    inset, height, lean = (np.array(column)[:, None] for column in zip(*profile, strict=True))
    flat = outline.points[None] - outline.normals[None] * inset[..., None]
    high = np.broadcast_to(height, flat.shape[:2])
    out = outline.normals[None] * np.cos(lean)[..., None]
    up = np.broadcast_to(np.sin(lean), flat.shape[:2])
    around = np.broadcast_to(_length(outline.points)[None], flat.shape[:2])
    uv = flat if on_top else np.stack([around, high], -1)
    points = np.stack([flat[..., 0], high, flat[..., 1]], -1)
    return grid(points, np.stack([out[..., 0], up, out[..., 1]], -1), uv)


def _cap(points: F64, centre: F64, height: float) -> Solid:
    flat = np.r_[points, centre[None]]
    rim = np.arange(len(points) - 1)
    faces = np.stack([rim, rim + 1, np.full_like(rim, len(points))], 1)
    vertices = np.insert(flat, 1, height, axis=1)
    return _facing(vertices, faces, np.tile([0.0, 1.0, 0.0], (len(flat), 1)), flat)


def _facing(vertices: F64, faces: NDArray[np.integer], normals: F64, uv: F64) -> Solid:
    """A solid whose faces are turned to the side its normals point to."""
    a, b, c = (vertices[faces[:, corner]] for corner in range(3))
    inwards = (np.cross(b - a, c - a) * normals[faces].sum(axis=1)).sum(axis=1) < 0
    turned = np.where(inwards[:, None], faces[:, ::-1], faces)
    return Solid(
        vertices.astype(np.float32),
        turned.astype(np.uint32),
        normals.astype(np.float32),
        uv.astype(np.float32),
    )


def _length(points: F64) -> F64:
    """How far along the line each of its points is."""
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    along: F64 = np.r_[0.0, np.cumsum(steps)]
    return along
