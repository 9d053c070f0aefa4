"""Clean the edge: colours of the product alone where it was mixed with the old background."""

from dataclasses import replace

import numpy as np

from imaging.engines.base import U8, Context, Params, Work
from imaging.errors import EngineError
from imaging.ops.composite import over
from imaging.ops.foreground import foreground_colours


class DecontaminateParams(Params):
    """Nothing to choose."""


class Decontaminate:
    """Alpha in, the same alpha over clean colours out."""

    def run(self, work: Work, params: DecontaminateParams, context: Context) -> Work:
        """Work whose edge pixels hold product colours only, a little beyond the edge too.

        Pixels with alpha 255 keep their bytes; those of a photo that came cut out keep them
        wherever they can be seen. Raises EngineError("no_product") without alpha.
        """
        if work.alpha is None:
            raise EngineError("no_product")
        if work.facts.get("cutout", {}).get("own_alpha"):
            return replace(work, image=beyond_own(work.image, work.alpha))
        return replace(work, image=foreground_colours(work.image, work.alpha))


def beyond_own(image: U8, alpha: U8) -> U8:
    """`image` (H, W, 3), whose colours are unmixed already, with product colours beyond its edge.

    A file says nothing about colours where `alpha` (H, W) is 0; shrinking would mix them in.
    """
    around = foreground_colours(over(image, alpha, (0, 0, 0)), alpha)
    return np.where(alpha[..., None] > 0, image, around)


def load() -> Decontaminate:
    """The engine; it needs no weights."""
    return Decontaminate()
