"""立体感: gives a flatly lit product depth by a key and a rim light of its own shape."""

from dataclasses import replace
from typing import Literal

from pydantic import Field

from imaging.engines.base import Context, Params, Work
from imaging.errors import EngineError
from imaging.ops.relief import brighter_side, relief


class ReliefParams(Params):
    """strength: 0 nothing, 1 studio light. side None: from where the product is lit already."""

    strength: float = Field(default=0.5, ge=0, le=1)
    side: Literal["left", "right", "top"] | None = None


class Relief:
    """The product lit once more; everything else as it was."""

    def run(self, work: Work, params: ReliefParams, context: Context) -> Work:
        """`work` with light on the product, image as a new array.

        Facts: relief = {strength, side}. Raises EngineError("no_product").
        """
        if work.alpha is None or not (work.alpha > 127).any():
            raise EngineError("no_product")
        side = params.side or brighter_side(work.image, work.alpha)
        told = {"strength": params.strength, "side": side}
        context.progress(0.1)
        if not params.strength:
            return work.with_facts(relief=told)
        image = relief(work.image, work.alpha, params.strength, side)
        return replace(work, image=image).with_facts(relief=told)


def load() -> Relief:
    """The engine; it needs no weights."""
    return Relief()
