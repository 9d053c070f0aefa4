"""Where a prop might go: one random pose for each way of setting out, to be kept if it fits."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.random import Generator

from imaging.scenery.meshes import F32, turn
from imaging.scenery.props.kinds import Way
from imaging.scenery.props.room import Room

UPRIGHT = np.eye(3, dtype=np.float32)


class Aim(NamedTuple):
    """side: -1 left, 1 right of the product. flat: seen from above."""

    side: int
    flat: bool


class Pose(NamedTuple):
    """turn: rows are the world directions of the model's axes. at: where its origin goes."""

    turn: F32
    at: F32

    def of(self, points: F32, size: float) -> F32:
        """Model points (N, 3) in the world."""
        return (points @ self.turn * size + self.at).astype(np.float32)


PoseOf = Callable[[Room, float, Aim, Generator], Pose | None]


def _stand(room: Room, size: float, aim: Aim, rng: Generator) -> Pose | None:
    """On the ground beside the product: large pieces further back, small ones also in front."""
    left, top, right, bottom = room.keep_out.product
    across = _aside(room, aim.side, abs(rng.normal(0.06, 0.09)) + 0.16 * size)
    if aim.flat:
        return _on_ground(room, across, rng.uniform(0.02, 0.98))
    front = min(1.0, bottom + 0.3 * (1 - min(size / 0.5, 1)) + 0.08)
    if size < 0.2 and rng.random() < 0.3:  # a small one before the product
        across = rng.uniform(left - 0.05, right + 0.05)
    return _on_ground(room, across, rng.uniform(bottom - 0.3 * (bottom - top), front))


def _scatter(room: Room, size: float, aim: Aim, rng: Generator) -> Pose | None:
    """Anywhere on the ground and turned any way, thicker on the fuller side."""
    across = rng.uniform(0, 1)
    if rng.random() < 0.55:
        across = _aside(room, aim.side, abs(rng.normal(0.02, 0.14)))
    pose = _on_ground(room, across, rng.uniform(0, 1) if aim.flat else rng.uniform(0.4, 1.0))
    return pose and pose._replace(turn=turn("y", rng.uniform(0, 360)))


def _reach(room: Room, size: float, aim: Aim, rng: Generator) -> Pose | None:
    """In from the edge of the frame, behind the product; on the ground when seen from above."""
    place = (0.5 + aim.side * rng.uniform(0.5, 0.6), rng.uniform(0.05, 0.75))
    rise = np.radians(rng.uniform(-45, 40) if place[1] > 0.3 else rng.uniform(-60, -15))
    inward, upward = -aim.side * np.cos(rise), np.sin(rise)
    if aim.flat:
        at = room.on_plane(place, 1, room.floor + 0.1 * size)
        return _aimed(at, (inward, 0.04, -upward), (0.1, 1, 0.15))
    at = room.on_plane(place, 2, max(rng.uniform(-1.0, -0.3), room.back + 0.3))
    lean = rng.uniform(-0.3, 0.5)
    return _aimed(at, (inward, upward, 0.12), (aim.side * 0.25, lean, 1.0))


def _hang(room: Room, size: float, aim: Aim, rng: Generator) -> Pose | None:
    """From above, beside the product, each at its own height; its origin is the tassel's tip."""
    place = (_aside(room, aim.side, rng.uniform(0.02, 0.3)), rng.uniform(0.15, 0.6))
    return Pose(UPRIGHT, _point(room.on_plane(place, 2, rng.uniform(-0.9, -0.2))))


def _sky(room: Room, size: float, aim: Aim, rng: Generator) -> Pose | None:
    """Far behind, high on one side; its origin is its foot."""
    place = (_aside(room, aim.side, rng.uniform(0.04, 0.22)), rng.uniform(0.25, 0.6))
    return Pose(UPRIGHT, _point(room.on_plane(place, 2, room.back - 0.1)))


def _aside(room: Room, side: int, away: float) -> float:
    """A picture column `away` beside the product's square."""
    left, _, right, _ = room.keep_out.product
    return right + away if side > 0 else left - away


def _on_ground(room: Room, across: float, down: float) -> Pose | None:
    at = room.on_ground((across, down))
    return None if at is None else Pose(UPRIGHT, _point(at))


def _aimed(at: np.ndarray, along: tuple[float, ...], up: tuple[float, ...]) -> Pose:
    """The model's x axis along `along`, its y axis as near to `up` as that allows."""
    z = np.cross(along, up)
    axes = np.stack([along, np.cross(z, along), z])
    rows = axes / np.linalg.norm(axes, axis=1, keepdims=True)
    return Pose(rows.astype(np.float32), _point(at))


def _point(at: np.ndarray) -> F32:
    return np.asarray(at, np.float32)


POSES: dict[Way, PoseOf] = {
    "stand": _stand,
    "scatter": _scatter,
    "reach": _reach,
    "hang": _hang,
    "sky": _sky,
}
