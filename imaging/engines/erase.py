"""Takes marked things out of a photo and fills the place with what is around it."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from imaging.engines.base import Context, Params, Work
from imaging.engines.retouch import fitted
from imaging.errors import EngineError
from imaging.ops.fill import filled

Mask = NDArray[np.bool_]

MARKED = 127  # a drawn file may be a bit off
MOST = 0.6  # of the photo: beyond that too little is left to fill it from


class EraseParams(Params):
    """margin: share of the longer side by which marks are widened, for soft edges and shadows."""

    margin: float = Field(default=0.004, ge=0, le=0.05)


class Erase:
    """Photo and marks in, the photo without what was marked out."""

    def run(self, work: Work, params: EraseParams, context: Context) -> Work:
        """`work` with input "marked" (above 127: away) filled; image as a new array, alpha kept.

        Facts: erase = {share of the photo}. Raises EngineError: nothing_marked, too_much_marked.
        """
        hole = marked(work, params.margin)
        image = filled(work.image, hole, context.seed, context.progress)
        return replace(work, image=image).with_facts(erase={"share": round(float(hole.mean()), 5)})


def marked(work: Work, margin: float) -> Mask:
    """The marks, (H, W) bool, widened. Raises EngineError as `Erase.run`."""
    if "marked" not in work.inputs:
        raise EngineError("nothing_marked")
    drawn = fitted(work.inputs["marked"], work.image.shape, cv2.INTER_NEAREST) > MARKED
    if not drawn.any():
        raise EngineError("nothing_marked")
    reach = round(margin * max(drawn.shape))
    hole = cv2.dilate(drawn.view(np.uint8), np.ones((2 * reach + 1,) * 2, np.uint8)) > 0
    if hole.mean() > MOST:
        raise EngineError("too_much_marked", percent=round(100 * MOST))
    return np.asarray(hole)


def load() -> Erase:
    """The engine; it needs no weights."""
    return Erase()
