"""Local contrast, without halos."""

from dataclasses import replace

from pydantic import Field

from imaging.engines.base import Context, Params, Work
from imaging.enhance.change import colour_change
from imaging.ops.clarity import clarified
from imaging.ops.curves import same
from imaging.ops.luma import luma, with_luma


class ClarityParams(Params):
    """amount: -1 softer to 1 clearer. strength: of it, 0 nothing."""

    amount: float = Field(default=0.4, ge=-1, le=1)
    strength: float = Field(default=1, ge=0, le=1)


class Clarity:
    """Detail of lightness made stronger; colour stays."""

    def run(self, work: Work, params: ClarityParams, context: Context) -> Work:
        """`work` clearer. Facts: clarity, the parameters; colour_change."""
        before = luma(work.image)
        context.progress(0.1)
        after = clarified(before, params.amount * params.strength)
        image = with_luma(work.image, before, after)
        change = colour_change(work.image, image, same(), work.alpha)
        done = replace(work, image=image)
        return done.with_facts(clarity=params.model_dump(mode="json"), colour_change=change)


def load() -> Clarity:
    """The engine; it needs no weights."""
    return Clarity()
