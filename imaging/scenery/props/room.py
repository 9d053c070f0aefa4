"""The room that is left in a set: what is taken, what is in view, where a picture point lies."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from imaging.scenery.look import FlatArea, KeepOut
from imaging.scenery.meshes import F32

F64 = NDArray[np.float64]

CELL = 0.12  # loose things are measured in boxes of this side, so that twigs can pass each other
MARGIN = 0.012  # of the picture that props stay away from the product's square
SUNK = 0.006  # what may lie under the ground, or touch what carries it
SAMPLE = 97  # vertices looked at first: most poses are refused by these alone


class Taken(NamedTuple):
    """Boxes (K, 3) that a prop fills."""

    low: F32
    high: F32


def taken_by(points: F32, *, loose: bool) -> Taken:
    """The boxes that points (N, 3) fill: one, or many small ones for twigs and fronds."""
    if not loose:
        return Taken(points.min(0)[None], points.max(0)[None])
    cells = np.floor(points / CELL).astype(np.int64)
    _, where = np.unique(cells, axis=0, return_inverse=True)
    count = where.max() + 1
    low, high = np.full((count, 3), np.inf, np.float32), np.full((count, 3), -np.inf, np.float32)
    np.minimum.at(low, where.reshape(-1), points)
    np.maximum.at(high, where.reshape(-1), points)
    return Taken(low, high)


class Room:
    """Room for props. Every prop that is let in makes it smaller."""

    def __init__(self, keep_out: KeepOut) -> None:
        self.keep_out = keep_out
        self.projection = np.asarray(keep_out.projection, np.float64)
        self.floor = min(area.y for area in keep_out.ground)
        self.back = min(area.z0 for area in keep_out.ground)
        self.eye = np.linalg.solve(self.projection[:, :3], -self.projection[:, 3])
        self._bodies = np.array(keep_out.solids, np.float64).reshape(-1, 2, 3)
        corners = [(keep_out.low, keep_out.high), *keep_out.solids]
        self._low = np.array([low for low, _ in corners], np.float32)
        self._high = np.array([high for _, high in corners], np.float32)

    def lets_see(self, points: F32) -> bool:
        """Whether something with these vertices is in view, above ground, and covers nothing."""
        return self._free(points[:: len(points) // SAMPLE + 1]) and self._free(points)

    def has_space(self, taken: Taken, gap: float) -> bool:
        """Whether these boxes meet nothing that is there, and keep the gap to it."""
        margin = np.array([gap, -SUNK, gap], np.float32)
        low, high = taken.low[:, None] - margin, taken.high[:, None] + margin
        return not ((low < self._high) & (high > self._low)).all(axis=2).any()

    def take(self, taken: Taken) -> None:
        """No other prop comes where this one is."""
        self._low = np.concatenate([self._low, taken.low])
        self._high = np.concatenate([self._high, taken.high])

    def seen(self, points: F32) -> F64:
        """World points (N, 3) as picture coordinates (N, 2)."""
        found = np.c_[points, np.ones(len(points))] @ self.projection.T
        places: F64 = found[:, :2] / found[:, 2:]
        return places

    def on_plane(self, place: tuple[float, float], axis: int, value: float) -> F64:
        """The world point seen at a picture place whose coordinate `axis` is `value`."""
        rows = self.projection[:2] - np.outer(place, self.projection[2])
        free = [k for k in range(3) if k != axis]
        point = np.empty(3)
        point[axis] = value
        point[free] = np.linalg.solve(rows[:, free], -rows[:, 3] - rows[:, axis] * value)
        return point

    def on_ground(self, place: tuple[float, float]) -> F64 | None:
        """The highest level place seen at a picture place, None where there is only wall."""
        for area in sorted(self.keep_out.ground, key=lambda area: -area.y):
            point = self.on_plane(place, 1, area.y)
            if _holds(area, point):
                return point
        return None

    def _free(self, points: F32) -> bool:
        if points[:, 1].min() < self.floor - SUNK:
            return False
        seen = self.seen(points)
        return (
            self._shows(seen, points)
            and not self._on_product(seen)
            and not self.keep_out.forbids(points)
        )

    def _on_product(self, seen: F64) -> bool:
        left, top, right, bottom = self.keep_out.product
        inside = (seen > (left - MARGIN, top - MARGIN)) & (seen < (right + MARGIN, bottom + MARGIN))
        # Below its foot the square may be neared: the ground in front of the product is free.
        return bool((inside.all(axis=1) & (seen[:, 1] < bottom)).any())

    def _shows(self, seen: F64, points: F32) -> bool:
        """Whether at least half of it is in the frame and not behind a body of the set."""
        inside = ((seen > 0) & (seen < 1)).all(axis=1)
        return bool((inside & ~self._hidden(points)).mean() > 0.5)

    def _hidden(self, points: F32) -> NDArray[np.bool_]:
        """(N,) whether a body of the set is between the camera and each point."""
        away = (points - self.eye)[:, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            one, other = ((self._bodies[:, k] - self.eye) / away for k in (0, 1))
        enters = np.minimum(one, other).max(axis=2)
        leaves = np.maximum(one, other).min(axis=2)
        hidden: NDArray[np.bool_] = ((enters < leaves) & (enters < 0.995)).any(axis=1)
        return hidden


def _holds(area: FlatArea, point: F64) -> bool:
    return bool(area.x0 <= point[0] <= area.x1 and area.z0 <= point[2] <= area.z1)
