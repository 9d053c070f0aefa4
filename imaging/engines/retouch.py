"""The seller's brush: keep and erase strokes over a mask, their rims snapped to real edges."""

from dataclasses import replace

import cv2
import numpy as np

from imaging.engines.base import U8, Context, Params, Work
from imaging.errors import EngineError
from imaging.ops.strokes import Strokes, snapped

KEEP_ABOVE, ERASE_ABOVE = 191, 63  # strokes are drawn as 255 and 128; drawn files may be a bit off


class RetouchParams(Params):
    """snap: let the rim of a stroke follow the edges it meets; else it ends where it was drawn."""

    snap: bool = True


class Retouch:
    """Photo, mask and strokes in; the photo with the corrected alpha out."""

    def run(self, work: Work, params: RetouchParams, context: Context) -> Work:
        """Alpha of input "mask" with input "strokes" (0 untouched, 128 erase, 255 keep) applied.

        Facts: retouch = {kept_px, erased_px}, pixels that changed sides. Raises EngineError:
        input_missing, or no_product when nothing is left.
        """
        shape = work.image.shape
        mask = fitted(role(work, "mask"), shape, cv2.INTER_CUBIC)
        drawn = fitted(role(work, "strokes"), shape, cv2.INTER_NEAREST)
        strokes = Strokes(
            keep=drawn > KEEP_ABOVE, erase=(drawn > ERASE_ABOVE) & (drawn <= KEEP_ABOVE)
        )
        alpha = snapped(work.image, mask, strokes) if params.snap else strokes.painted_on(mask)
        if not (alpha > 127).any():
            raise EngineError("no_product")
        return replace(work, alpha=alpha).with_facts(retouch=changes(mask, alpha))


def role(work: Work, name: str) -> U8:
    """The further input `name`. Raises EngineError("input_missing")."""
    if name not in work.inputs:
        raise EngineError("input_missing", role=name)
    return work.inputs[name]


def fitted(plane: U8, shape: tuple[int, ...], interpolation: int) -> U8:
    """`plane` (h, w) at the photo's `shape` (H, W, …); itself when it already fits."""
    if plane.shape == shape[:2]:
        return plane
    return np.asarray(cv2.resize(plane, shape[1::-1], interpolation=interpolation), np.uint8)


def changes(before: U8, after: U8) -> dict[str, int]:
    """How many pixels became product, and how many ceased to be."""
    was, now = before > 127, after > 127
    return {"kept_px": int((now & ~was).sum()), "erased_px": int((was & ~now).sum())}


def load() -> Retouch:
    """The engine; it needs no weights."""
    return Retouch()
