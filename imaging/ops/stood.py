"""A cut-out in a plate's world: an upright picture of itself on the ground, or one lying on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from imaging.ops.ground import F32, F64, Point, px_per_unit

SLICES = 8  # heights of a caster, each with its own penumbra
STEP = 0.008  # units between two shadows of an outline, less than their softness
OPEN_REACH = 0.12  # units of gap over which the ground below a product gets its light back


class Layer(NamedTuple):
    """What casts from one height: alpha (h, w) float32, how its px map to the ground, and how far
    it reaches back, both in units."""

    alpha: F32
    to_ground: F64
    height: float
    depth: float


@dataclass(frozen=True)
class Seen:
    """The product as it is seen, and where in the world that is.

    alpha: (h, w) float32 in [0, 1] of the product at canvas scale, whole even where the frame cuts
    it. corner: canvas px of its first pixel. foot: canvas px seen at the `ground` point (x, z).
    matrix: world to canvas px (see imaging.ops.ground). canvas: (width, height) in px.
    """

    alpha: F32
    corner: Point
    foot: Point
    ground: Point
    matrix: F64
    canvas: tuple[int, int]

    def scale(self, axis: int) -> float:
        """Canvas px per world unit along `axis` at the ground point."""
        return px_per_unit(self.matrix, self.ground, axis)

    def _from_foot(self, across: float, along: float) -> F64:
        """3×3 from px of `alpha` to units right of and below the foot."""
        dx, dy = self.corner[0] - self.foot[0], self.corner[1] - self.foot[1]
        return np.array([[1 / across, 0, dx / across], [0, 1 / along, dy / along], [0, 0, 1]])


@dataclass(frozen=True)
class Stood(Seen):
    """An upright picture in the plane z = ground z.

    lift: units between base and ground. depth: units it reaches back from the plane. gap: (w,)
    float32, px between each column's lowest solid pixel and the base.
    """

    lift: float
    depth: float
    gap: F32

    @property
    def height(self) -> float:
        """Units from the ground to the picture's first row."""
        return (self.foot[1] - self.corner[1]) / self.scale(1) + self.lift

    def to_upright(self) -> F64:
        """3×3 from px of `alpha` to (x, y, 1) on the upright plane."""
        upwards = np.array([[1, 0, self.ground[0]], [0, -1, self.lift], [0, 0, 1]])
        return upwards @ self._from_foot(self.scale(0), self.scale(1))

    def to_ground(self, slope: Point) -> F64:
        """3×3 from px of `alpha` to ground (x, z, 1), where light of this `slope` casts them.

        slope: how far a shadow moves in x and z for each unit of height, -(light x, z) / light y.
        """
        cast = np.array([[1, slope[0], 0], [0, slope[1], self.ground[1]], [0, 0, 1]])
        return cast @ self.to_upright()

    def to_mirror(self) -> F64:
        """3×3 from px of `alpha` to the canvas px of their mirror image in the ground."""
        below = np.array([[1, 0, 0], [0, -1, 0], [0, 0, self.ground[1]], [0, 0, 1]])
        return self.matrix @ below @ self.to_upright()

    def layers(self, slope: Point) -> Iterator[Layer]:
        """The picture's rows in soft slices that add up to it, the highest first."""
        to_ground = self.to_ground(slope)
        for share, height in slices(self.alpha.shape[0], self.height, self.lift):
            part = self.alpha * share[:, None]
            breadth = float(part.sum() / max(share.sum(), 1e-6)) / self.scale(0)
            yield Layer(part, to_ground, height, min(self.depth, breadth))

    def footprint(self) -> Layer:
        """What hides the sky from the ground: columns near it, as deep as the product is."""
        gap = self.gap / np.float32(self.scale(1)) + np.float32(self.lift)
        row = np.exp(-gap / np.float32(OPEN_REACH))[None]
        at_foot = np.array([[1, 0, self.ground[0]], [0, 1, self.ground[1]], [0, 0, 1]])
        shift = np.array([[1, 0, 0], [0, 1, self.foot[1] - self.corner[1]], [0, 0, 1]])
        flat = at_foot @ self._from_foot(self.scale(0), self.scale(1)) @ shift
        return Layer(row, flat, self.lift, self.depth)


@dataclass(frozen=True)
class Lying(Seen):
    """A picture in the plane y = 0, seen from above; thickness: units it rises above it."""

    thickness: float

    def to_ground(self, slope: Point, height: float = 0.0) -> F64:
        """3×3 from px of `alpha` at `height` to ground (x, z, 1), where they cast."""
        x, z = self.ground[0] + slope[0] * height, self.ground[1] + slope[1] * height
        moved = np.array([[1, 0, x], [0, 1, z], [0, 0, 1]])
        return moved @ self._from_foot(self.scale(0), self.scale(2))

    def layers(self, slope: Point) -> Iterator[Layer]:
        """The whole outline at falling heights, so near each other that no steps show."""
        way = float(np.hypot(*slope)) * self.thickness
        count = 1 + int(np.ceil(way / STEP))
        for height in self.thickness * np.arange(count, 0, -1) / count:
            yield Layer(self.alpha, self.to_ground(slope, float(height)), float(height), 0.0)

    def footprint(self) -> Layer:
        """All of it hides the sky."""
        return Layer(self.alpha, self.to_ground((0, 0)), 0.0, 0.0)


def slices(
    rows: int, top: float, bottom: float, count: int = SLICES
) -> Iterator[tuple[F32, float]]:
    """Weights (rows,) float32 of `count` soft bands from `top` to `bottom`, and their heights.

    Over all bands the weights of a row add up to 1.
    """
    at = np.clip((np.arange(rows) + 0.5) / rows * count - 0.5, 0, count - 1)
    for band in range(count):
        weight = np.clip(1 - np.abs(at - band), 0, 1).astype(np.float32)
        yield weight, top + (bottom - top) * (band + 0.5) / count
