"""Gives a photo a named look, or that of a .cube file, as far as asked."""

import hashlib
from dataclasses import replace
from functools import lru_cache
from typing import Any

from pydantic import Field, model_validator

from imaging.engines.base import Context, Params, Work
from imaging.enhance.change import colour_change
from imaging.errors import EngineError
from imaging.looks import look
from imaging.looks.cube import parse
from imaging.looks.store import table_of
from imaging.ops.curves import same
from imaging.ops.lut import F32, looked_up, mixed

KEPT = 4  # tables of files with their text: at most 20 MB each, mostly 2


class LookParams(Params):
    """look: a key of looks.toml; None: the table of input "cube". cube: the SHA-256 of that file,
    where it must be this one. strength: 0 nothing, 1 all.

    Raises EngineError("unknown_look").
    """

    look: str | None = None
    cube: str | None = Field(default=None, pattern="^[0-9a-f]{64}$")
    strength: float = Field(default=1, ge=0, le=1)

    @model_validator(mode="after")
    def _is_one_look(self) -> "LookParams":
        if self.look is not None:
            look(self.look)
            if self.cube is not None:
                raise ValueError("a look or a cube, not both")
        return self


class ApplyLook:
    """Every colour through one table; alpha stays."""

    def run(self, work: Work, params: LookParams, context: Context) -> Work:
        """`work` with other colours, image (H, W, 3) uint8 as a new array.

        Facts: look = {key (None for a file's), cube (a file's SHA-256, else None), strength,
        change: median ΔE00 that it moved colours by, of the product where that is known}.
        Raises EngineError: look_missing where there is no such file, cube_unreadable.
        """
        file = None if params.look else file_of(work, params)
        table = table_of(str(params.look)) if file is None else table_in(file)
        context.progress(0.1)
        image = (
            looked_up(work.image, mixed(table, params.strength)) if params.strength else work.image
        )
        told: dict[str, Any] = {
            "key": params.look,
            "cube": file and hashlib.sha256(file).hexdigest(),
            "strength": params.strength,
            "change": colour_change(work.image, image, same(), work.alpha),
        }
        return replace(work, image=image).with_facts(look=told)


def file_of(work: Work, params: LookParams) -> bytes:
    """The .cube file that came with the photo. Raises EngineError("look_missing")."""
    if "cube" not in work.inputs:
        raise EngineError("look_missing")
    data = work.inputs["cube"].tobytes()
    if params.cube not in (None, hashlib.sha256(data).hexdigest()):
        raise EngineError("look_missing")
    return data


@lru_cache(maxsize=KEPT)
def table_in(data: bytes) -> F32:
    """The table of a .cube file, not to be written into; a slider asks for it again and again.

    Raises EngineError("cube_unreadable").
    """
    table = parse(data)
    table.setflags(write=False)
    return table


def load() -> ApplyLook:
    """The engine; it needs no weights."""
    return ApplyLook()
