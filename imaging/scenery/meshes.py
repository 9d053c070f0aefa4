"""Triangle meshes as plain numpy arrays: what a mesh is, and how meshes are moved and joined.

Makers are in `meshes_swept` (curves and profiles) and `meshes_solid` (boxes, balls, cushions).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

F32 = NDArray[np.float32]
U32 = NDArray[np.uint32]

WHITE = (1.0, 1.0, 1.0)
WELD = 1e-5  # vertices nearer than this are one; the smallest prop part is a hundred times wider


@dataclass(frozen=True)
class Mesh:
    """vertices: (N, 3). faces: (M, 3) indices, counter-clockwise seen from outside.

    colours: (N, 3) linear RGB in [0, 1], one per vertex, so that a leaf can have veins and a petal
    a darker base without any picture file.
    """

    vertices: F32
    faces: U32
    colours: F32

    def moved(self, offset: ArrayLike) -> "Mesh":
        return replace(self, vertices=self.vertices + np.asarray(offset, np.float32))

    def scaled(self, factors: ArrayLike) -> "Mesh":
        """Scaled about the origin by one positive factor, or one for each axis."""
        return replace(self, vertices=self.vertices * np.asarray(factors, np.float32))

    def turned(self, axis: str, degrees: float) -> "Mesh":
        """Turned about the origin round "x", "y" or "z", counter-clockwise seen from its tip."""
        return replace(self, vertices=self.vertices @ turn(axis, degrees).T)

    def tinted(self, colour: ArrayLike) -> "Mesh":
        """In one linear colour (3,), or one colour for each vertex (N, 3)."""
        colours = np.broadcast_to(np.asarray(colour, np.float32), self.vertices.shape)
        return replace(self, colours=np.clip(colours, 0, 1))

    def bounds(self) -> tuple[F32, F32]:
        """The lowest and the highest corner, each (3,)."""
        return self.vertices.min(0), self.vertices.max(0)


def turn(axis: str, degrees: float) -> F32:
    """3×3 rotation round one axis; multiply from the left."""
    first, second = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}[axis]
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    matrix = np.eye(3, dtype=np.float32)
    matrix[first, first] = matrix[second, second] = cosine
    matrix[first, second], matrix[second, first] = -sine, sine
    return matrix


def mesh(vertices: ArrayLike, faces: ArrayLike, colour: ArrayLike = WHITE) -> Mesh:
    """A mesh in one colour from anything array-like."""
    points = np.asarray(vertices, np.float32).reshape(-1, 3)
    indices = np.asarray(faces, np.uint32).reshape(-1, 3)
    return Mesh(points, indices, np.ones_like(points)).tinted(colour)


def aimed(source: Mesh, at: ArrayLike, along: ArrayLike, up: ArrayLike) -> Mesh:
    """Moved to `at`, its x axis along `along`, its y axis as near to `up` as that allows."""
    x = np.asarray(along, np.float32)
    z = np.cross(x, np.asarray(up, np.float32))
    y = np.cross(z, x)
    axes = np.stack([axis / max(float(np.linalg.norm(axis)), 1e-9) for axis in (x, y, z)])
    return replace(source, vertices=source.vertices @ axes.astype(np.float32)).moved(at)


def joined(meshes: Iterable[Mesh]) -> Mesh:
    """All meshes as one, in order."""
    parts = list(meshes)
    starts = np.cumsum([0, *(len(part.vertices) for part in parts[:-1])])
    return Mesh(
        np.concatenate([part.vertices for part in parts]),
        np.concatenate([p.faces + np.uint32(at) for p, at in zip(parts, starts, strict=True)]),
        np.concatenate([part.colours for part in parts]),
    )


def welded(source: Mesh) -> Mesh:
    """Vertices at the same place become one, faces without area go: seams and poles close."""
    _, keep, where = np.unique(
        np.round(source.vertices / WELD).astype(np.int64),
        axis=0,
        return_index=True,
        return_inverse=True,
    )
    faces = where.reshape(-1)[source.faces]
    a, b, c = faces.T
    faces = faces[(a != b) & (b != c) & (c != a)]
    return Mesh(source.vertices[keep], faces.astype(np.uint32), source.colours[keep])


def normals(source: Mesh) -> F32:
    """(N, 3) unit normals at the vertices, each the mean of its faces weighted by their area."""
    a, b, c = (source.vertices[source.faces[:, corner]] for corner in range(3))
    across = np.cross(b - a, c - a)
    summed = np.zeros_like(source.vertices)
    for corner in range(3):
        np.add.at(summed, source.faces[:, corner], across)
    return summed / np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-12)
