"""Puts the cut-out product on a canvas of exact size, filling the share that a channel asks for."""

from dataclasses import replace
from typing import Literal

import cv2
import numpy as np
from pydantic import Field

from imaging.engines.base import U8, Context, Params, Placement, Work
from imaging.errors import EngineError
from imaging.ops import geometry

VISIBLE_ALPHA = 13  # 5 %: fainter pixels are haze on white, and would make the product seem larger
MAX_SIDE = 10_000  # px


class PlaceParams(Params):
    """Where the product goes on a canvas of `width` by `height` px.

    `fill` is the larger of two shares: product width of canvas width, product height of canvas
    height. `margin` is the share of each side that stays free; where both speak, margin wins.
    """

    width: int = Field(ge=1, le=MAX_SIDE)
    height: int = Field(ge=1, le=MAX_SIDE)
    fill: float = Field(default=0.85, gt=0, le=1)
    margin: float = Field(default=0.03, ge=0, lt=0.5)
    align: Literal["centre", "bottom"] = "centre"
    allow_enlarge: bool = True


class Place:
    """Crops to the product's bounding box, resizes, and centres it."""

    def run(self, work: Work, params: PlaceParams, context: Context) -> Work:
        """Work on the canvas: colours outside the product are zero, alpha is 0 there.

        Expects colours already cleaned of the old background (they are resampled straight).
        Facts: place = {scale, enlarged, fill, touches_border}, geometry.
        Raises EngineError("no_product").
        """
        if work.alpha is None:
            raise EngineError("no_product")
        box = _product_box(work.alpha)
        placement = replace(_placement(box, params), after=work.placement)
        context.progress(0.2)
        facts = place_facts(box, placement, work.image.shape)
        return replace(
            work.with_facts(place=facts, geometry=geometry_facts(work, placement)),
            image=moved(work.image, placement),
            alpha=moved(work.alpha, placement),
            placement=placement,
        )


def load() -> Place:
    """The engine; it needs no weights."""
    return Place()


def placed(pixels: U8, placement: Placement) -> U8:
    """Photo `pixels`, (H, W) or (H, W, 3) uint8, as `placement` puts them on a zero canvas.

    What lies beyond the canvas is cut off.
    """
    first = pixels if placement.after is None else placed(pixels, placement.after)
    return moved(first, placement)


def moved(pixels: U8, placement: Placement) -> U8:
    """`pixels` as the last move of `placement` alone takes them, all before it being done."""
    if placement.warp is not None:
        by = placement.interpolation
        return geometry.warped(pixels, np.reshape(placement.warp, (3, 3)), placement.canvas, by)
    part = geometry.crop_resized(pixels, placement.crop, placement.size, placement.interpolation)
    return geometry.canvas_with(part, placement.canvas, placement.offset)


def matrix_of(placement: Placement) -> geometry.F64:
    """The 3×3 matrix from photo px to canvas px that all moves of `placement` make together."""
    if placement.warp is not None:
        last = np.reshape(placement.warp, (3, 3)).astype(np.float64)
    else:
        scales = [placement.size[axis] / placement.crop[2 + axis] for axis in (0, 1)]
        # Resizing keeps corners of pixels in place, matrices their middles: half a px apart.
        starts = [
            placement.offset[axis] + (0.5 - placement.crop[axis]) * scales[axis] - 0.5
            for axis in (0, 1)
        ]
        last = geometry.shift(starts[0], starts[1]) @ np.diag([*scales, 1.0])
    return last if placement.after is None else np.asarray(last @ matrix_of(placement.after))


def geometry_facts(work: Work, placement: Placement) -> dict[str, list[float]]:
    """What pages need to lay the photo of `work` under its picture: JSON of the matrix (row by row,
    photo px to canvas px) and of the width and height of photo and canvas."""
    matrix = [float(f"{part:.9g}") for part in matrix_of(placement).ravel()]
    photo = work.inputs.get("photo", work.image)
    return {"matrix": matrix, "photo": [*photo.shape[1::-1]], "canvas": [*placement.canvas]}


def _product_box(alpha: U8) -> geometry.Box:
    box = geometry.mask_to_product_box(alpha >= VISIBLE_ALPHA)
    if box is None:
        raise EngineError("no_product")
    return box


def _scale(box: geometry.Box, params: PlaceParams) -> float:
    share = min(params.fill, 1 - 2 * params.margin)
    fitting = share * min(params.width / box[2], params.height / box[3])
    return fitting if params.allow_enlarge else min(fitting, 1.0)


def _placement(box: geometry.Box, params: PlaceParams) -> Placement:
    scale = _scale(box, params)
    width, height = (max(1, round(side * scale)) for side in box[2:])
    bottom = params.height - round(params.margin * params.height) - height
    centre = (params.height - height) // 2
    return Placement(
        crop=box,
        size=(width, height),
        offset=((params.width - width) // 2, bottom if params.align == "bottom" else centre),
        canvas=(params.width, params.height),
        # AREA averages what is lost when shrinking; CUBIC has a single overshoot, so unlike
        # LANCZOS4 it leaves no ripples in alpha inside the product.
        interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC,
    )


def place_facts(
    box: geometry.Box, placement: Placement, shape: tuple[int, ...]
) -> dict[str, float | bool | list[str]]:
    """What people are told: scale, whether enlarged, share of the canvas, photo sides touched."""
    scale = max(placement.size[0] / box[2], placement.size[1] / box[3])
    shares = [placement.size[axis] / placement.canvas[axis] for axis in (0, 1)]
    return {
        "scale": round(scale, 4),
        "enlarged": scale > 1,
        "fill": round(max(shares), 4),
        "touches_border": list(geometry.box_borders(box, (shape[1], shape[0]))),
    }
