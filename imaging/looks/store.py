"""The looks that ship with the studio."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
from pydantic import BaseModel

from imaging.errors import EngineError
from imaging.labels import Label
from imaging.looks.grade import Grade, graded
from imaging.ops.lut import F32, lattice

SIZE = 33  # points a side: finer ones change no level by more than 1


class Look(BaseModel, frozen=True, extra="forbid"):
    """One named look. hint: in a few words, what it is for."""

    key: str
    label: Label
    hint: Label
    grade: Grade


@cache
def load_looks() -> Mapping[str, Look]:
    """All looks by key, in the order in which they are offered."""
    rows = tomllib.loads((Path(__file__).parent / "looks.toml").read_text("utf-8"))
    return {key: Look(key=key, **row) for key, row in rows.items()}


def look(key: str) -> Look:
    """The look `key`. Raises EngineError("unknown_look")."""
    if key not in load_looks():
        raise EngineError("unknown_look", key=key)
    return load_looks()[key]


@cache
def table_of(key: str) -> F32:
    """The look `key` as a table, (SIZE, SIZE, SIZE, 3) float32: see imaging.ops.lut."""
    points = lattice(SIZE).reshape(-1, 3).astype(np.float64)
    made = graded(points, look(key).grade).astype(np.float32)
    return np.asarray(made.reshape(SIZE, SIZE, SIZE, 3))
