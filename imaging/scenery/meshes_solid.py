"""Solid meshes: balls, boxes with rounded edges, cushions over an outline, and smooth noise."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from imaging.scenery.meshes import F32, WHITE, Mesh, joined, mesh, welded
from imaging.scenery.meshes_swept import lathe, sheet

_LATTICE = np.array([374761393, 668265263, 2147483647], np.uint64)


def ball(radius: float = 1.0, sides: int = 48, colour: ArrayLike = WHITE) -> Mesh:
    """A sphere about the origin."""
    angle = np.linspace(-np.pi / 2, np.pi / 2, sides // 2 + 1)
    profile = np.stack([np.cos(angle), np.sin(angle)], -1) * radius
    profile[[0, -1], 0] = 0
    return lathe(profile, sides, colour)


def even_ball(cuts: int = 12) -> Mesh:
    """A unit sphere of 12·cuts² faces that are all about as large: the start of pebbles."""
    cube = _cube_surface([np.linspace(-1, 1, cuts + 1)] * 3)
    # A tangent spreads the squares of the cube evenly over the sphere.
    points = np.tan(cube.vertices * np.pi / 4)
    return mesh(points / np.linalg.norm(points, axis=1, keepdims=True), cube.faces)


def rounded_box(size: ArrayLike, bevel: float, colour: ArrayLike = WHITE) -> Mesh:
    """A box about the origin; size (3,) outside; edges and corners rounded with radius `bevel`."""
    half = np.asarray(size, np.float64) / 2
    turns = half[:, None] - bevel + bevel * np.tan(np.linspace(0, np.pi / 4, 5))
    cuts = [np.concatenate([-edge[::-1], [-edge[0] / 3, edge[0] / 3], edge]) for edge in turns]
    box = _cube_surface([np.sort(axis) for axis in cuts])
    core = np.clip(box.vertices, -(half - bevel), half - bevel)
    away = box.vertices - core
    points = core + bevel * away / np.linalg.norm(away, axis=1, keepdims=True)
    return mesh(points, box.faces, colour)


def _cube_surface(axes: list[NDArray[np.float64]]) -> Mesh:
    """The six sides of a box cut along the given coordinates of x, y and z, as one closed mesh."""
    sides = []
    for fixed in range(3):
        right, up = (fixed + 1) % 3, (fixed + 2) % 3
        for end in (0, -1):
            columns = axes[right] if end else axes[right][::-1]
            grid = np.empty((len(axes[up]), len(columns), 3))
            grid[..., fixed] = axes[fixed][end]
            grid[..., right] = columns[None, :]
            grid[..., up] = axes[up][:, None]
            sides.append(sheet(grid))
    return welded(joined(sides))


def cushion(outline: ArrayLike, depth: float, rings: int = 24, colour: ArrayLike = WHITE) -> Mesh:
    """A puffed body over an outline (K, 2) in the x-y plane, thickest (`depth`) at the origin.

    The outline runs counter-clockwise and is seen whole from the origin.
    """
    edge = np.concatenate([np.asarray(outline, np.float64), np.asarray(outline)[:1]])
    angle = np.linspace(-np.pi / 2, np.pi / 2, rings + 1)[:, None]
    spread = np.cos(angle) ** 0.85
    spread[[0, -1]] = 0
    around = spread[:, :, None] * edge[None]
    height = np.broadcast_to(np.sin(angle) * depth / 2, around.shape[:2])
    return welded(sheet(np.concatenate([around, height[..., None]], -1), colour))


def noise(points: ArrayLike, frequency: float, seed: int) -> F32:
    """(N,) smooth value noise in [-1, 1] at points (N, 3): random values on a lattice, blended."""
    where = np.asarray(points, np.float64) * frequency
    cell = np.floor(where)
    t = where - cell
    t = t * t * t * (t * (t * 6 - 15) + 10)
    total = np.zeros(len(where))
    for corner in np.ndindex(2, 2, 2):
        share = np.prod(np.where(corner, t, 1 - t), axis=1)
        total += share * _hashed(cell + corner, seed)
    return total.astype(np.float32)


def _hashed(cells: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    """(N,) in [-1, 1], the same for the same whole numbers and seed."""
    mixed = (cells.astype(np.int64).astype(np.uint64) * _LATTICE).sum(1) + np.uint64(
        seed * 2654435761
    )
    for shift, factor in ((33, 0xFF51AFD7ED558CCD), (33, 0xC4CEB9FE1A85EC53)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return (mixed >> np.uint64(40)).astype(np.float64) / 2**23 - 1


def rough(points: ArrayLike, frequency: float, octaves: int, seed: int) -> F32:
    """(N,) noise of several octaves, each twice as fine and half as strong; about [-1, 1]."""
    layers = [noise(points, frequency * 2**k, seed + k) / 2**k for k in range(octaves)]
    return np.sum(layers, axis=0) / sum(0.5**k for k in range(octaves))
