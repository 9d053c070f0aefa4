"""Heals dust and small spots: those it is sure of beside the product, or those that were marked."""

from dataclasses import replace
from typing import Literal

import cv2
import numpy as np

from imaging.engines.base import Context, Params, Work
from imaging.engines.erase import Mask, marked
from imaging.errors import EngineError
from imaging.ops.fill import filled
from imaging.ops.specks import specks

PRODUCT = 12  # alpha above which it is the product: haze of it as well
MARGIN = 0.001  # of the longer side: a dab is drawn wider than the spot


class HealParams(Params):
    """where: dust beside the product, everywhere, or only what input "marked" shows.

    On the product itself nothing is taken for dust unless asked: it may be a button or a print.
    """

    where: Literal["around", "everywhere", "marked"] = "around"


class Heal:
    """Small spots replaced by the surface about them."""

    def run(self, work: Work, params: HealParams, context: Context) -> Work:
        """`work` without dust; image as a new array, the same one where there was none.

        Facts: heal = {spots, share}. Raises EngineError: no_product where the product is not
        known but has to be, nothing_marked, too_much_marked.
        """
        hole = spots(work, params.where)
        count = cv2.connectedComponents(hole.view(np.uint8))[0] - 1
        context.progress(0.2)
        image = filled(work.image, hole, context.seed) if count else work.image
        told = {"spots": count, "share": round(float(hole.mean()), 6)}
        return replace(work, image=image).with_facts(heal=told)


def spots(work: Work, where: str) -> Mask:
    """What is to be healed, (H, W) bool."""
    if where == "marked":
        return marked(work, MARGIN)
    if where == "everywhere":
        return specks(work.image)
    if work.alpha is None:
        raise EngineError("no_product")
    return specks(work.image, work.alpha > PRODUCT)


def load() -> Heal:
    """The engine; it needs no weights."""
    return Heal()
