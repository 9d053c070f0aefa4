"""Sets props out as a stylist does: one fuller side, large behind small, nothing on the product."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.random import Generator

from imaging.brief.model import Prop
from imaging.scenery.look import KeepOut, Look
from imaging.scenery.meshes import F32
from imaging.scenery.props import poses
from imaging.scenery.props.kinds import FLAT, KINDS, Kind
from imaging.scenery.props.parts import Model, Palette, changed
from imaging.scenery.props.room import Room, Taken, taken_by

AMOUNTS = ("few", "some", "many")
TRIES = 40  # places tried for a piece before it is made smaller
SHRINKS = 3
VARIETY = 12  # different models of one kind; further pieces are the same ones turned and scaled
FULLER = 0.64  # share of the pieces on the fuller side
GAPS = {"stand": 0.02, "scatter": 0.0, "reach": 0.0, "hang": 0.04, "sky": 0.0}


class Placed(NamedTuple):
    """One prop in world units and the boxes it fills."""

    prop: Prop
    model: Model
    taken: Taken


class Piece(NamedTuple):
    """What is to be placed: a model of about size 1, and how large it shall be."""

    kind: Kind
    model: Model
    points: F32
    size: float


def placed(look: Look, palette: Palette, rng: Generator, keep_out: KeepOut) -> list[Placed]:
    """All props of `look`, in world units, as many as there is room for."""
    room, side = Room(keep_out), _fuller_side(look, rng)
    flat = look.camera == "top-down"
    kinds = FLAT if flat else KINDS
    done: list[Placed] = []
    queue = [(prop, kind) for prop in look.props for kind in kinds[prop]]
    for prop, kind in sorted(queue, key=lambda entry: -entry[1].sizes[1]):
        for piece in _pieces(kind, _count(kind, look), palette, rng):
            found = _find_place(room, piece, side, rng, flat=flat)
            if found is not None:
                room.take(found[1])
                done.append(Placed(prop, *found))
    return done


def _fuller_side(look: Look, rng: Generator) -> int:
    """-1 left, 1 right: away from words, else by chance."""
    beside_words = {"left": 1, "right": -1}
    return beside_words.get(look.text_space or "") or int(rng.choice([-1, 1]))


def _count(kind: Kind, look: Look) -> int:
    """How many pieces; props that share a picture share its room, and words take half of it."""
    count = kind.counts[AMOUNTS.index(look.prop_amount)]
    share = {1: 1.0, 2: 0.75}.get(len(look.props), 0.6)
    share *= 0.6 if look.text_space in ("left", "right") else 1.0
    return max(round(count * share), min(count, 1))


def sizes(kind: Kind, count: int, rng: Generator) -> list[float]:
    """Sizes of `count` pieces, the largest first, mostly small."""
    low, high = kind.sizes
    spread = np.sort(rng.random(count) ** 1.6)[::-1]
    if count > 1:
        spread[0] = max(spread[0], 0.85)  # one of a group leads
    return [float(low + (high - low) * share) for share in spread]


def _pieces(kind: Kind, count: int, palette: Palette, rng: Generator) -> list[Piece]:
    """Pieces of one kind, the largest first."""
    models: list[Model] = []
    for _ in range(min(count, VARIETY)):
        maker = kind.makers[rng.integers(len(kind.makers))]
        models.append(maker(rng, palette))
    points = [np.concatenate([part.mesh.vertices for part in model]) for model in models]
    return [
        Piece(kind, models[number % VARIETY], points[number % VARIETY], size)
        for number, size in enumerate(sizes(kind, count, rng))
    ]


def _find_place(
    room: Room, piece: Piece, side: int, rng: Generator, *, flat: bool
) -> tuple[Model, Taken] | None:
    """The piece where there is room for it; made smaller where there is none; None at last."""
    pose_of = poses.POSES[piece.kind.way]
    for attempt in range(TRIES * SHRINKS):
        size = piece.size * 0.8 ** (attempt // TRIES)
        to = side if rng.random() < FULLER else -side
        pose = pose_of(room, size, poses.Aim(to, flat), rng)
        if pose is None:
            continue
        points = pose.of(piece.points, size)
        if not room.lets_see(points):
            continue
        taken = taken_by(points, loose=piece.kind.way in ("reach", "hang"))
        if room.has_space(taken, GAPS[piece.kind.way]):
            return _posed(piece.model, pose, size), taken
    return None


def _posed(model: Model, pose: poses.Pose, size: float) -> Model:
    return changed(model, lambda part: replace(part, vertices=pose.of(part.vertices, size)))
