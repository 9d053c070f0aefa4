"""Gives a photo a named look, or that of a .cube file, as far as asked."""

from dataclasses import replace
from typing import Any

from pydantic import Field

from imaging.engines.base import Context, Params, Work
from imaging.errors import EngineError
from imaging.looks import look
from imaging.looks.cube import parse
from imaging.looks.store import table_of
from imaging.ops.lut import F32, looked_up, mixed


class LookParams(Params):
    """look: a key of looks.toml; None: the table of input "cube". strength: 0 nothing, 1 all."""

    look: str | None = None
    strength: float = Field(default=1, ge=0, le=1)


class ApplyLook:
    """Every colour through one table; alpha stays."""

    def run(self, work: Work, params: LookParams, context: Context) -> Work:
        """`work` with other colours, image (H, W, 3) uint8 as a new array.

        Facts: look = {key (None for a file's), strength}. Raises EngineError: unknown_look,
        look_missing, cube_unreadable.
        """
        table = table_for(work, params)
        context.progress(0.1)
        told: dict[str, Any] = {"key": params.look, "strength": params.strength}
        image = (
            looked_up(work.image, mixed(table, params.strength)) if params.strength else work.image
        )
        return replace(work, image=image).with_facts(look=told)


def table_for(work: Work, params: LookParams) -> F32:
    """The table of the named look, or of the file that came with the photo."""
    if params.look is not None:
        return table_of(look(params.look).key)
    if "cube" not in work.inputs:
        raise EngineError("look_missing")
    return parse(work.inputs["cube"].tobytes())


def load() -> ApplyLook:
    """The engine; it needs no weights."""
    return ApplyLook()
