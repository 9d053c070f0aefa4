"""Clean the edge: colours of the product alone where it was mixed with the old background."""

from dataclasses import replace

from imaging.engines.base import Context, Params, Work
from imaging.errors import EngineError
from imaging.ops.foreground import foreground_colours


class DecontaminateParams(Params):
    """Nothing to choose."""


class Decontaminate:
    """Alpha in, the same alpha over clean colours out."""

    def run(self, work: Work, params: DecontaminateParams, context: Context) -> Work:
        """Work whose edge pixels hold product colours only, a little beyond the edge too.

        Pixels with alpha 255 keep their bytes. Raises EngineError("no_product") without alpha.
        """
        if work.alpha is None:
            raise EngineError("no_product")
        return replace(work, image=foreground_colours(work.image, work.alpha))


def load() -> Decontaminate:
    """The engine; it needs no weights."""
    return Decontaminate()
