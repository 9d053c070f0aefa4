"""Lays the placed product over one exact colour, or leaves it on nothing."""

from dataclasses import replace

import numpy as np
from pydantic import Field

from imaging.engines.base import U8, Context, Params, Work
from imaging.errors import EngineError
from imaging.ops.composite import over
from imaging.ops.light import rgb

FAINT_ALPHA = 3  # of 255; leftovers this weak would turn exact white into 254


class BackgroundParams(Params):
    """`color` as "#RRGGBB"; None keeps the background transparent."""

    color: str | None = Field(default="#FFFFFF", pattern=r"^#[0-9A-Fa-f]{6}$")


class Background:
    """Composites in sRGB values, as browsers and shops do, so edges look as previewed."""

    def run(self, work: Work, params: BackgroundParams, context: Context) -> Work:
        """Work whose picture is the product over `params.color`.

        Where alpha is 255 the pixels stay byte for byte; where it is 0 (alphas up to FAINT_ALPHA
        are made 0) they are exactly the colour. Alpha stays, as the product's mask.
        Facts: background = {color}. Raises EngineError("no_product") when nothing was cut out.
        """
        if work.alpha is None:
            raise EngineError("no_product")
        alpha = np.where(work.alpha <= FAINT_ALPHA, np.uint8(0), work.alpha)
        if params.color is None:
            image = _hidden(work.image, alpha)
        else:
            image = over(work.image, alpha, rgb(params.color))
        known = work.with_facts(background={"color": params.color})
        return replace(known, image=image, alpha=alpha, is_backed=params.color is not None)


def load() -> Background:
    """The engine; it needs no weights."""
    return Background()


def _hidden(image: U8, alpha: U8) -> U8:
    """`image` with zeros where nothing shows: smaller files, and no old background in them."""
    return np.where(alpha[..., None] == 0, np.uint8(0), image)
