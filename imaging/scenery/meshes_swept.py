"""Meshes made by moving a line: sheets over a grid, bodies of revolution, tubes, bands."""

import numpy as np
from numpy.typing import ArrayLike

from imaging.scenery.meshes import F32, WHITE, Mesh, mesh, welded


def sheet(points: ArrayLike, colours: ArrayLike = WHITE) -> Mesh:
    """The surface over a grid of points (rows, columns, 3); colours (3,) or one for each point.

    Seen from outside, columns run to the right where rows run up.
    """
    grid = np.asarray(points, np.float32)
    rows, columns = grid.shape[:2]
    at = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = at[:-1, :-1], at[:-1, 1:], at[1:, 1:], at[1:, :-1]
    faces = np.concatenate(
        [np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)]
    )
    paint = np.broadcast_to(np.asarray(colours, np.float32), grid.shape).reshape(-1, 3)
    return mesh(grid, faces, paint)


def smooth(points: ArrayLike, count: int) -> F32:
    """`count` points evenly along a Catmull-Rom curve through `points` (K, D), ends included."""
    nodes = np.asarray(points, np.float64)
    padded = np.concatenate([2 * nodes[:1] - nodes[1:2], nodes, 2 * nodes[-1:] - nodes[-2:-1]])
    where = np.linspace(0, len(nodes) - 1, count)
    start = np.minimum(where.astype(int), len(nodes) - 2)
    t = (where - start)[:, None]
    p0, p1, p2, p3 = (padded[start + k] for k in range(4))
    bend = (2 * p0 - 5 * p1 + 4 * p2 - p3) * t + (3 * p1 - p0 - 3 * p2 + p3) * t**2
    return (p1 + 0.5 * t * ((p2 - p0) + bend)).astype(np.float32)


def lathe(profile: ArrayLike, sides: int = 48, colours: ArrayLike = WHITE) -> Mesh:
    """Turned round the y axis. profile: (K, 2) of radius and height, from the bottom up.

    Closed where the profile starts and ends at radius 0. colours: (3,) or (K, 3).
    """
    outline = np.asarray(profile, np.float32)
    angle = np.linspace(0, 2 * np.pi, sides + 1)
    angle[-1] = 0
    radius, height = outline[:, :1], outline[:, 1:]
    around = np.stack(
        [
            radius * np.sin(angle),
            np.broadcast_to(height, (len(outline), sides + 1)),
            radius * np.cos(angle),
        ],
        -1,
    )
    paint = np.broadcast_to(np.asarray(colours, np.float32), (len(outline), 3))
    return welded(sheet(around, np.repeat(paint[:, None], sides + 1, 1)))


def frames(path: ArrayLike) -> tuple[F32, F32, F32]:
    """Tangent, normal and binormal, each (K, 3), along a path, without sudden twists."""
    line = np.asarray(path, np.float64)
    tangent = np.gradient(line, axis=0)
    tangent /= np.maximum(np.linalg.norm(tangent, axis=1, keepdims=True), 1e-9)
    normal = np.zeros_like(tangent)
    before = np.eye(3)[np.argmin(np.abs(tangent[0]))]
    for index, along in enumerate(tangent):
        before = before - along * (before @ along)
        before /= max(np.linalg.norm(before), 1e-9)
        normal[index] = before
    return (
        tangent.astype(np.float32),
        normal.astype(np.float32),
        np.cross(tangent, normal).astype(np.float32),
    )


def tube(path: ArrayLike, radius: ArrayLike, sides: int = 8, colours: ArrayLike = WHITE) -> Mesh:
    """A closed round tube along a path (K, 3); radius one or (K,); colours (3,) or (K, 3)."""
    line = np.asarray(path, np.float32)
    count = len(line)
    _, normal, binormal = frames(line)
    angle = np.linspace(0, 2 * np.pi, sides + 1)
    angle[-1] = 0
    ring = normal[:, None] * np.cos(angle)[:, None] + binormal[:, None] * np.sin(angle)[:, None]
    wide = np.broadcast_to(np.asarray(radius, np.float32), (count,))
    body = line[:, None] + ring * wide[:, None, None]
    ends = [np.repeat(line[end][None, None], sides + 1, 1) for end in (0, -1)]
    paint = np.broadcast_to(np.asarray(colours, np.float32), (count, 3))
    paint = np.concatenate([paint[:1], paint, paint[-1:]])
    grid = np.concatenate([ends[0], body, ends[1]])
    return welded(sheet(grid, np.repeat(paint[:, None], sides + 1, 1)))


def band(path: ArrayLike, across: ArrayLike, width: ArrayLike, colour: ArrayLike = WHITE) -> Mesh:
    """A flat strip along a path (K, 3), `width` (one or (K,)) wide along unit vectors `across`."""
    line, side = np.asarray(path, np.float32), np.asarray(across, np.float32)
    steps = np.linspace(-0.5, 0.5, 9, dtype=np.float32)[None, :, None]
    wide = np.broadcast_to(np.asarray(width, np.float32), (len(line),))[:, None, None]
    return sheet(line[:, None] + np.broadcast_to(side, line.shape)[:, None] * steps * wide, colour)
