"""Puts what is behind the product out of focus."""

from dataclasses import replace

import numpy as np
from pydantic import Field

from imaging.engines.base import U8, Context, Params, Work
from imaging.errors import EngineError
from imaging.ops.defocus import Focus, defocused
from imaging.ops.geometry import mask_to_product_box
from imaging.ops.standing import Kind, kind_of, solid

REACH = 0.55  # of the product's height: from its foot to the full blur


class BackgroundBlurParams(Params):
    """strength: 0 nothing, 1 a portrait lens close up. kind None: as the outline tells."""

    strength: float = Field(default=0.5, ge=0, le=1)
    kind: Kind | None = None


class BackgroundBlur:
    """The product as it was photographed before a blurred background."""

    def run(self, work: Work, params: BackgroundBlurParams, context: Context) -> Work:
        """`work` with another background; image as a new array, alpha kept.

        Facts: background_blur = {strength, kind}. Raises EngineError: no_product, and
        no_background where the photo came cut out.
        """
        if work.alpha is None or not (work.alpha > 127).any():
            raise EngineError("no_product")
        if work.facts.get("cutout", {}).get("own_alpha"):
            raise EngineError("no_background")
        kind = params.kind or kind_of(work.alpha)
        told = {"strength": params.strength, "kind": kind}
        if not params.strength:
            return work.with_facts(background_blur=told)
        image, done, focus = np.empty_like(work.image), 0, focus_of(work.alpha, kind)
        for area, part in defocused(work.image, work.alpha, focus, params.strength):
            image[area] = part
            done += part.size
            context.progress(done / image.size)
        return replace(work, image=image).with_facts(background_blur=told)


def focus_of(alpha: U8, kind: Kind) -> Focus:
    """Sharp ground at the foot of what stands; all else lies or hangs before what is behind."""
    box = mask_to_product_box(solid(alpha))
    if kind != "standing" or box is None:
        return Focus(None, 1)
    return Focus(ground=box[1] + box[3], reach=REACH * max(box[2:]))


def load() -> BackgroundBlur:
    """The engine; it needs no weights."""
    return BackgroundBlur()
