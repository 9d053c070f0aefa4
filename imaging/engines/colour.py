"""Stronger or paler colours; hue and lightness stay."""

from dataclasses import replace

from pydantic import Field

from imaging.engines.base import Context, Params, Work
from imaging.enhance.change import colour_change
from imaging.ops.curves import same
from imaging.ops.lut import looked_up
from imaging.ops.vibrance import chroma_table


class ColourParams(Params):
    """vibrance: of pale colours more than of strong ones; saturation: of all. -1 to 1.

    strength: of both, 0 nothing.
    """

    vibrance: float = Field(default=0.2, ge=-1, le=1)
    saturation: float = Field(default=0, ge=-1, le=1)
    strength: float = Field(default=1, ge=0, le=1)


class Colour:
    """Every colour through one table."""

    def run(self, work: Work, params: ColourParams, context: Context) -> Work:
        """`work` in other colours. Facts: colour, the parameters; colour_change."""
        share = params.strength
        table = chroma_table(share * params.vibrance, share * params.saturation)
        context.progress(0.1)
        image = looked_up(work.image, table)
        change = colour_change(work.image, image, same(), work.alpha)
        done = replace(work, image=image)
        return done.with_facts(colour=params.model_dump(mode="json"), colour_change=change)


def load() -> Colour:
    """The engine; it needs no weights."""
    return Colour()
