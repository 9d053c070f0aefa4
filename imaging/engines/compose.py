"""Crops a photo to a shape in which the product stands well. Adds nothing that was not there."""

from dataclasses import replace
from typing import Literal

import cv2
import numpy as np
from pydantic import Field

from imaging.brief.model import Aspect
from imaging.engines.base import Context, Params, Placement, Work
from imaging.engines.place import MAX_SIDE, VISIBLE_ALPHA, geometry_facts, moved
from imaging.errors import EngineError
from imaging.ops.framing import Frame, How, framed, largest
from imaging.ops.geometry import Box, Size, mask_to_product_box, size_of


class ComposeParams(Params):
    """Which part of the photo is shown, and at what size.

    aspect: "keep" is the photo's own. how: the product in the middle, on a third, or filling the
    frame as channels ask. fill: the share of the frame it spans, None: as `how` is usual. subject:
    "frame" crops about the middle of the photo, without asking where the product is. width and
    height: px of the result, and then its shape; or the longer side alone.
    """

    aspect: Aspect | Literal["keep"] = "keep"
    how: How = "centred"
    fill: float | None = Field(default=None, gt=0, le=1)
    subject: Literal["product", "frame"] = "product"
    width: int | None = Field(default=None, ge=1, le=MAX_SIDE)
    height: int | None = Field(default=None, ge=1, le=MAX_SIDE)
    long_side: int | None = Field(default=None, ge=1, le=MAX_SIDE)
    allow_enlarge: bool = True

    def ratio(self, photo: Size) -> float:
        """Width to height of the frame."""
        if self.width and self.height:
            return self.width / self.height
        if self.aspect == "keep":
            return photo[0] / photo[1]
        across, down = (int(part) for part in self.aspect.split(":"))
        return across / down


class Compose:
    """The photo's best part."""

    def run(self, work: Work, params: ComposeParams, context: Context) -> Work:
        """`work` cropped and resized, image and alpha alike; `placement` says how.

        Facts: compose = {crop, fill, whole}. Raises EngineError: no_product where it has to be
        known, crop_cuts_product where the photo is too narrow for the shape.
        """
        photo = size_of(work.image)
        frame = frame_of(work, params, photo)
        if not frame.whole:
            raise EngineError("crop_cuts_product")
        placement = replace(placement_of(frame.crop, params), after=work.placement)
        context.progress(0.3)
        told = {"crop": list(frame.crop), "fill": frame.fill, "how": params.how}
        return replace(
            work.with_facts(compose=told, geometry=geometry_facts(work, placement)),
            image=moved(work.image, placement),
            alpha=None if work.alpha is None else moved(work.alpha, placement),
            placement=placement,
        )


def frame_of(work: Work, params: ComposeParams, photo: Size) -> Frame:
    """The part to show. Raises EngineError("no_product")."""
    ratio = params.ratio(photo)
    if params.subject == "frame":
        width, height = largest(photo, ratio)
        return Frame(((photo[0] - width) // 2, (photo[1] - height) // 2, width, height), 1, True)
    box = None if work.alpha is None else mask_to_product_box(work.alpha >= VISIBLE_ALPHA)
    if box is None:
        raise EngineError("no_product")
    return framed(box, photo, ratio, params.how, params.fill)


def placement_of(crop: Box, params: ComposeParams) -> Placement:
    """The crop at the asked size, or as large as it is."""
    size = result_size(crop, params)
    scale = size[0] / crop[2]
    by = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return Placement(crop=crop, size=size, offset=(0, 0), canvas=size, interpolation=by)


def result_size(crop: Box, params: ComposeParams) -> Size:
    """Width and height of the result in px."""
    own = (crop[2], crop[3])
    if params.width and params.height:
        size = (params.width, params.height)
    elif params.long_side:
        scale = params.long_side / max(own)
        size = (max(1, round(own[0] * scale)), max(1, round(own[1] * scale)))
    else:
        return own
    return size if params.allow_enlarge or np.prod(size) <= np.prod(own) else own


def load() -> Compose:
    """The engine; it needs no weights."""
    return Compose()
