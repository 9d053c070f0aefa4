"""What the product stands on and what is behind it, as bodies with the part they play."""

import math
from typing import NamedTuple

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from imaging.scenery.camera import VIEW_DEG, View
from imaging.scenery.look import FlatArea, Look
from imaging.scenery.solids import (
    Solid,
    arch_outline,
    box,
    circle,
    frame,
    prism,
    rounded_rectangle,
    sheet,
)

F64 = NDArray[np.float64]

WIDE = 34.0  # of floors and walls: wider than any banner sees
FRONT = 9.0  # where floors begin, behind the camera; water spreads its rings from there
BACK = {"cyclorama": -3.4, "gradient": -3.4, "wall": -2.1, "drape": -2.0, "window-shadow": -1.7}
SWEEP = {"cyclorama": 2.3, "gradient": 2.3}  # radius of the curve from floor to wall
LOOSE = ("sand", "snow", "water")  # what lies on the floor even where there is a stand
SEAMLESS = ("plaster", "paper")  # what floor and wall can be made of in one piece
# Of the blocks round a stand: side, how far beside its edge, height above its top, and z.
BLOCKS = (
    (1, 0.02, 0.5, -0.8),
    (-1, 0.14, -0.14, -0.35),
    (1, 0.62, 0.12, -1.1),
    (-1, 0.1, 0.85, -1.2),
)
TABLE_EDGE, TABLE_BACK, TABLE_THICK = 0.92, -1.25, 0.15


class Part(NamedTuple):
    """A body and its part: "stand", "second", "floor", "backdrop" or "cabinet"."""

    solid: Solid
    role: str


class Stage(NamedTuple):
    """parts of the set; ground: where props may stand, the stand's top first."""

    parts: list[Part]
    ground: tuple[FlatArea, ...]


def build(look: Look, view: View, rng: Generator) -> Stage:
    """The set of `look` without lights and props; `rng` varies what the look leaves open."""
    if look.camera == "top-down":
        return Stage([Part(_level(-12, 12, 0.0), "stand")], (FlatArea(-3, 3, -3, 3, 0.0),))
    if look.stage is None:
        return _on_the_floor(look, view, rng)
    if look.stage == "tabletop":
        return _tabletop(look, view, rng)
    stand = {"podium": _podium, "steps": _steps, "arch": _arch, "blocks": _blocks}[look.stage]
    parts, ground, floor = stand(look, rng)
    sweeps = look.backdrop in SWEEP and not is_loose(look)
    return Stage([*parts, *_room(look, view, floor, rng, sweeps)], (*ground, _around(look, floor)))


def is_loose(look: Look) -> bool:
    """Whether the surface is something that lies on the floor."""
    return look.surface in LOOSE


def _on_the_floor(look: Look, view: View, rng: Generator) -> Stage:
    """Where floor and wall are one piece it is all backdrop: in the colour that was asked for."""
    sweeps = look.backdrop in SWEEP and look.surface in SEAMLESS
    roles = {"floor": "stand", "backdrop": "backdrop"}
    room = [Part(solid, roles[role]) for solid, role in _room(look, view, 0.0, rng, sweeps)]
    return Stage(room, (_around(look, 0.0),))


def _room(look: Look, view: View, floor: float, rng: Generator, sweeps: bool) -> list[Part]:
    """Floor and backdrop: one curved piece where it sweeps, else a floor that meets a wall."""
    if sweeps:
        return [Part(_sweep(look, view, floor), "backdrop")]
    ground = _level(BACK[look.backdrop] - 0.5, FRONT, floor)
    return [Part(ground, "floor"), Part(_backdrop(look, view, floor, rng), "backdrop")]


def _around(look: Look, floor: float) -> FlatArea:
    """The level floor that the camera may see."""
    return FlatArea(-3.0, 3.0, BACK[look.backdrop] + SWEEP.get(look.backdrop, 0.1), 2.0, floor)


def _tabletop(look: Look, view: View, rng: Generator) -> Stage:
    depth = TABLE_EDGE - TABLE_BACK
    middle = (TABLE_EDGE + TABLE_BACK) / 2
    slab = box((WIDE, TABLE_THICK, depth), 0.016).moved(0, 0, middle)
    front = box((WIDE, 3.0, depth - 0.25), 0.01).moved(0, -TABLE_THICK, middle)
    parts = [Part(slab, "stand"), Part(front, "cabinet")]
    parts.append(Part(_backdrop(look, view, -1.6, rng), "backdrop"))
    return Stage(parts, (FlatArea(-3, 3, TABLE_BACK + 0.1, TABLE_EDGE - 0.1, 0.0),))


def _podium(look: Look, rng: Generator) -> tuple[list[Part], tuple[FlatArea, ...], float]:
    height, width = look.stand_height, look.stand_width
    parts = [Part(_plinth(look.stand_round, width, height), "stand")]
    ground = [_top(width, 0.0)]
    if rng.uniform() < 0.45:  # a wider, lower one beneath
        foot = 0.12
        lower = _plinth(look.stand_round, width + rng.uniform(0.45, 0.7), foot)
        parts.append(Part(lower.moved(0, -height, 0), "second"))
        height += foot
    return parts, tuple(ground), -height


def _steps(look: Look, rng: Generator) -> tuple[list[Part], tuple[FlatArea, ...], float]:
    """Tiers, each lower one wider and further forward, more of it to one side."""
    rise, lean = rng.uniform(0.15, 0.2), rng.choice([-1.0, 0.0, 1.0])
    parts, ground = [], []
    for step in range(3):
        width, depth = 1.35 + 0.44 * step, 1.2 + 0.52 * step
        x, y, z = 0.17 * lean * step, -rise * step, 0.1 * step
        block = box((width, rise * (3 - step), depth), 0.014).moved(x, y, z)
        parts.append(Part(block, "second" if step == 1 else "stand"))
        right = x + width / 2
        ground.append(
            FlatArea(-0.6, 0.6, -0.5, 0.5, y)
            if step == 0
            else FlatArea(right - 0.2, right - 0.02, z - depth / 2, z + depth / 2, y)
        )
    return parts, tuple(ground), -rise * 3


def _arch(look: Look, rng: Generator) -> tuple[list[Part], tuple[FlatArea, ...], float]:
    height = min(look.stand_height, 0.35)
    parts = [Part(_plinth(look.stand_round, look.stand_width, height), "stand")]
    tall, wide = height + rng.uniform(1.45, 1.7), rng.uniform(1.7, 2.0)
    aside = rng.choice([-0.35, 0.0, 0.35])
    if rng.uniform() < 0.5:
        panel = (
            prism(arch_outline(wide, tall), 0, 0.22, 0.03).upright().moved(aside, -height, -1.15)
        )
        parts.append(Part(panel, "second"))
    else:
        ring = frame(wide, tall, (0.3, 0.42)).moved(aside, -height, -0.95)
        parts.append(Part(ring, "second"))
    return parts, (_top(look.stand_width, 0.0),), -height


def _blocks(look: Look, rng: Generator) -> tuple[list[Part], tuple[FlatArea, ...], float]:
    height = look.stand_height
    parts = [Part(_plinth(look.stand_round, look.stand_width, height), "stand")]
    ground = [_top(look.stand_width, 0.0)]
    side = 1 if rng.uniform() < 0.5 else -1
    half = look.stand_width / 2
    places = [
        (side, 0.42, 0.55, -0.55),
        (-side, 0.50, -0.16, -0.35),
        (side, 1.0, 0.1, -1.2),
        (-side, 0.7, 0.9, -1.25),
    ]
    for number, (to, gap, above, z) in enumerate(places):
        size, tall = rng.uniform(0.5, 0.72), max(height + above + rng.uniform(-0.08, 0.08), 0.1)
        x = to * (half + size / 2 + gap * 0.35 + 0.05)
        round_one = bool((number + int(look.stand_round)) % 2)
        block = _plinth(round_one, size, tall).moved(x, tall - height, z)
        parts.append(Part(block, "second"))
        ground.append(_top(size, tall - height, x, z))
    return parts, tuple(ground), -height


def _plinth(is_round: bool, width: float, height: float) -> Solid:
    """A round or square plinth with its top at y = 0."""
    outline = circle(width / 2) if is_round else rounded_rectangle(width, width, 0.03)
    return prism(outline, -height, 0.0, min(0.022, height / 4))


def _top(width: float, y: float, x: float = 0.0, z: float = 0.0) -> FlatArea:
    """The level square that fits on a plinth of either shape."""
    half = width / 2 * 0.7
    return FlatArea(x - half, x + half, z - half, z + half, y)


def _level(back: float, front: float, y: float) -> Solid:
    x, z = np.array([-WIDE / 2, WIDE / 2]), np.array([front, back])
    return _over(x, np.stack([np.full(2, y), z], 1))


def _over(x: F64, profile: F64) -> Solid:
    """A profile of (y, z) points drawn out along x, seen from where z is large and y high."""
    steps = np.linalg.norm(np.diff(profile, axis=0), axis=1)
    along = np.r_[0.0, np.cumsum(steps)]
    across = np.broadcast_to(x, (len(profile), len(x)))
    points = np.stack([across, *(np.repeat(profile[:, k : k + 1], len(x), 1) for k in (0, 1))], -1)
    uv = np.stack([across, np.repeat(along[:, None], len(x), 1)], -1)
    return sheet(points, uv)


def _backdrop(look: Look, view: View, floor: float, rng: Generator) -> Solid:
    """What stands or hangs behind: a wall, or cloth."""
    back = BACK[look.backdrop]
    return _drape(view, back, floor, rng) if look.backdrop == "drape" else _wall(view, back, floor)


def _sweep(look: Look, view: View, floor: float) -> Solid:
    """A floor that curves up into the wall."""
    back, radius = BACK[look.backdrop], SWEEP[look.backdrop]
    turn = np.linspace(0, np.pi / 2, 33)
    curve = np.stack([floor + radius * (1 - np.cos(turn)), back + radius * (1 - np.sin(turn))], 1)
    ends = np.array([[floor, FRONT]]), np.array([[_wall_top(view, back), back]])
    x = np.linspace(-WIDE / 2, WIDE / 2, 2)
    return _over(x, np.concatenate([ends[0], curve, ends[1]]))


def _wall(view: View, back: float, floor: float) -> Solid:
    high = np.array([floor, _wall_top(view, back)])
    return _over(np.array([-WIDE / 2, WIDE / 2]), np.stack([high, np.full(2, back)], 1))


def _wall_top(view: View, back: float) -> float:
    """A little higher than the camera sees: light from behind passes over it."""
    half = math.tan(math.radians(VIEW_DEG / 2)) * max(1 / view.aspect, 1)
    _, up, forward = view.axes
    ray = forward + up * half * 2 * view.shift[1]
    away = (back - view.origin[2]) / ray[2]
    return max(float(view.origin[1] + away * ray[1]) + 0.4, 2.0)


def _drape(view: View, back: float, floor: float, rng: Generator) -> Solid:
    """Cloth in deep folds that lean, merge and spread towards the floor."""
    x = np.linspace(-9, 9, 1100)
    y = np.linspace(floor, _wall_top(view, back), 60)
    down = (y[-1] - y)[:, None] / (y[-1] - y[0])
    phase, amount = np.zeros_like(x), np.zeros_like(x)
    for waves in (0.35, 0.8, 1.7):
        phase = phase + rng.uniform(0.5, 1.1) * np.sin(waves * x + rng.uniform(0, 6.3)) / waves**0.5
        amount = amount + np.sin(1.3 * waves * x + rng.uniform(0, 6.3)) / 3
    sway = 0.35 * down * np.sin(0.7 * x + rng.uniform(0, 6.3))
    wave = np.sin(8.0 * x + 2.2 * phase + sway)
    second = np.sin(14.3 * x + 3.1 * phase + 2.5 * sway + 1.0)
    fold = (0.15 + 0.06 * amount) * wave + 0.035 * second * (0.4 + down)
    z = back + fold * (0.75 + 0.35 * down)
    points = np.stack([np.broadcast_to(x, z.shape), np.repeat(y[:, None], len(x), 1), z], -1)
    return sheet(points, points[..., :2])
