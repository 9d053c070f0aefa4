"""Stands a cut-out on a plate: placement, then shadow, reflection and light about it.

Shared by the engines `scene` and `backdrop`. Solid pixels of the product are the photo's own.
"""

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from pydantic import BaseModel, Field

from imaging.engines.background import FAINT_ALPHA
from imaging.engines.base import U8, Placement, Work
from imaging.engines.place import VISIBLE_ALPHA, geometry_facts, moved, place_facts
from imaging.errors import EngineError
from imaging.ops import geometry, standing
from imaging.ops.composite import over
from imaging.ops.geometry import size_of
from imaging.ops.ground import F32, F64, Point, ground_at, px_per_unit, seen, to_pixels
from imaging.ops.light_wrap import reach_of, wrapped
from imaging.ops.relight import relit
from imaging.ops.shading import shaded
from imaging.ops.standing import Base, Kind
from imaging.ops.stood import Lying, Stood
from imaging.scenery.plate import Plate

HANGS = 0.07  # units above the ground: room for a shadow that says it does not touch
DEPTH, CLOTH_DEPTH = 0.45, 0.1  # how far a product reaches back, in base widths and in units
THICKNESS = {"flat-lay": 0.025, "hanging": 0.025, "standing": 0.06}  # units, of what lies
ORIGIN = (0.0, 0.0)


class Spot(BaseModel, frozen=True, extra="forbid"):
    """Where a person dragged the product: shares of the frame from its natural spot, and size."""

    x: float = Field(default=0, ge=-1, le=1)
    y: float = Field(default=0, ge=-1, le=1)
    scale: float = Field(default=1, ge=0.1, le=4)


@dataclass(frozen=True)
class Cut:
    """A product found in its photo: alpha without haze, box and base in photo px, and its kind."""

    alpha: U8
    box: geometry.Box
    base: Base
    kind: Kind


class Staging(BaseModel, frozen=True, extra="forbid"):
    """How to put a product up. lift None: units above the ground as its kind asks for.

    shadow: 1 as the plate's light makes it, 0 none. match_light: change the product's colours to
    the plate's light, which gives up locked pixels.
    """

    spot: Spot = Spot()
    lift: float | None = Field(default=None, ge=0, le=0.5)
    shadow: float = Field(default=1, ge=0, le=1.5)
    match_light: bool = False


def staged(work: Work, cut: Cut, plate: Plate, how: Staging) -> Work:
    """`work` on `plate`: placed, with its shadow and mirror image; alpha is the product's mask.

    Facts: place and geometry as the engine `place` tells them.
    """
    placement, stood = put(cut, plate, how)
    alpha = _without_faint(moved(cut.alpha, placement))
    image = moved(work.image, placement)
    if how.match_light:
        image = relit(image, alpha, plate.light, plate.image)
    part = geometry.crop_resized(
        work.image, placement.crop, placement.size, placement.interpolation
    )
    behind = shaded(plate, stood, part, how.shadow)
    whole = replace(placement, after=work.placement)
    facts = place_facts(cut.box, placement, work.image.shape)
    return replace(
        work.with_facts(place=facts, geometry=geometry_facts(work, whole)),
        image=_laid_over(behind, image, alpha),
        alpha=alpha,
        placement=whole,
        is_backed=True,
    )


def _laid_over(behind: U8, image: U8, alpha: U8) -> U8:
    """`behind` with the product on it and its own light round the soft edge; a new array."""
    x, y, width, height = cv2.boundingRect(alpha)
    area = (slice(y, y + height), slice(x, x + width))
    out = behind.copy()
    if width:
        edged = wrapped(image[area], alpha[area], behind[area], reach_of(alpha.shape))
        out[area] = over(edged, alpha[area], behind[area])
    return out


def facts_of(cut: Cut, staged_work: Work, how: Staging) -> dict[str, Any]:
    """What people and pages are told: how it is put up, and its box in shares of the frame."""
    placement = staged_work.placement
    if placement is None:
        raise ValueError("the work was not staged")
    sides = zip((*placement.offset, *placement.size), placement.canvas * 2, strict=True)
    box = [round(px / side, 4) for px, side in sides]
    return {"kind": cut.kind, "box": box, "relit": how.match_light}


def cut_of(work: Work, kind: Kind | None) -> Cut:
    """The product of `work`, of the given `kind` or what its outline tells.

    Raises EngineError("no_product").
    """
    if work.alpha is None or not work.alpha.any():
        raise EngineError("no_product")
    alpha = standing.without_baked_shadow(work.alpha)
    box = geometry.mask_to_product_box(alpha >= VISIBLE_ALPHA)
    if box is None:
        raise EngineError("no_product")
    return Cut(alpha, box, standing.base_of(alpha), kind or standing.kind_of(alpha))


def put(cut: Cut, plate: Plate, how: Staging) -> tuple[Placement, Stood | Lying]:
    """Where the product goes on `plate`, and what it is in the plate's world."""
    height, width = plate.image.shape[:2]
    matrix = to_pixels(plate.projection, (width, height))
    lies = plate.camera == "flat"
    lift = 0.0 if lies else _lift(cut.kind, how.lift)
    natural = seen(matrix, (0.0, lift, 0.0))
    target = (natural[0] + how.spot.x * width, natural[1] + how.spot.y * height)
    anchor = _anchor(cut, lies)
    placement = _placement(cut, anchor, target, _scale(cut, matrix, lies) * how.spot.scale, plate)
    foot = _on_canvas(anchor, placement)
    if lies:
        return placement, _lying(cut, placement, foot, matrix)
    return placement, _stood(cut, placement, foot, matrix, lift)


def _lift(kind: Kind, asked: float | None) -> float:
    if asked is not None:
        return asked
    return 0.0 if kind == "standing" else HANGS


def _scale(cut: Cut, matrix: F64, lies: bool) -> float:
    """Canvas px for a photo px, so that the product's box fits the unit square."""
    across, along = px_per_unit(matrix, ORIGIN, 0), px_per_unit(matrix, ORIGIN, 2 if lies else 1)
    return min(across / cut.box[2], along / cut.box[3])


def _anchor(cut: Cut, lies: bool) -> Point:
    """The photo point that goes on the plate's origin: where it rests, or its middle."""
    x, y, width, height = cut.box
    if lies:
        return x + width / 2, y + height / 2
    return (cut.base.x if cut.kind == "standing" else x + width / 2), cut.base.y


def _placement(cut: Cut, anchor: Point, target: Point, scale: float, plate: Plate) -> Placement:
    """The photo's box at `scale` with `anchor` nearest to `target`, its middle kept in frame."""
    canvas = size_of(plate.image)
    size = tuple(max(1, round(side * scale)) for side in cut.box[2:])
    corner = (
        round(target[axis] - (anchor[axis] - cut.box[axis]) * size[axis] / cut.box[2 + axis])
        for axis in (0, 1)
    )
    offset = tuple(
        min(max(at, -(side // 2)), room - 1 - side // 2)
        for at, side, room in zip(corner, size, canvas, strict=True)
    )
    return Placement(
        crop=cut.box,
        size=(size[0], size[1]),
        offset=(offset[0], offset[1]),
        canvas=canvas,
        interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC,
    )


def _on_canvas(point: Point, placement: Placement) -> Point:
    """Where a photo point (px) lies on the canvas."""
    x, y = (
        placement.offset[axis]
        + (point[axis] - placement.crop[axis]) * placement.size[axis] / placement.crop[2 + axis]
        for axis in (0, 1)
    )
    return x, y


def _lying(cut: Cut, placement: Placement, foot: Point, matrix: F64) -> Lying:
    return Lying(
        alpha=_part(cut.alpha, placement),
        corner=placement.offset,
        foot=foot,
        ground=ground_at(matrix, foot) or ORIGIN,
        matrix=matrix,
        canvas=placement.canvas,
        thickness=THICKNESS[cut.kind],
    )


def _stood(cut: Cut, placement: Placement, foot: Point, matrix: F64, lift: float) -> Stood:
    below = (foot[0], foot[1] + lift * px_per_unit(matrix, ORIGIN, 1))
    scale = placement.size[0] / placement.crop[2]
    x, width = placement.crop[0], placement.crop[2]
    columns = cut.base.gap[None, x : x + width] * np.float32(scale)
    depth = DEPTH * cut.base.width * scale / px_per_unit(matrix, ORIGIN, 0)
    return Stood(
        alpha=_part(cut.alpha, placement),
        corner=placement.offset,
        foot=foot,
        ground=ground_at(matrix, below) or ORIGIN,
        matrix=matrix,
        canvas=placement.canvas,
        lift=lift,
        depth=CLOTH_DEPTH if lift else depth,
        gap=cv2.resize(columns, (placement.size[0], 1), interpolation=cv2.INTER_NEAREST)[0],
    )


def _part(alpha: U8, placement: Placement) -> F32:
    """The product's alpha at canvas scale, (h, w) float32 in [0, 1], whole."""
    part = geometry.crop_resized(alpha, placement.crop, placement.size, placement.interpolation)
    return part.astype(np.float32) / np.float32(255)


def _without_faint(alpha: U8) -> U8:
    return np.where(alpha <= FAINT_ALPHA, np.uint8(0), alpha)
