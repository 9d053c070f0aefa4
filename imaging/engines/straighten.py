"""Turns a photo upright, takes its perspective out, or brings a flat thing to the front."""

from dataclasses import dataclass, replace
from typing import Literal

import cv2
import numpy as np
from pydantic import Field, model_validator

from imaging.engines.base import U8, Context, Params, Placement, Work
from imaging.engines.place import geometry_facts, moved
from imaging.errors import EngineError
from imaging.ops.geometry import F64, Size, points_moved, shift, size_of
from imaging.ops.tilt import Tilt, tilt_of_axis, tilt_of_lines
from imaging.ops.upright import frame_within, is_convex, rectified_size, to_rectangle

Corner = tuple[float, float]

SURE = 0.4  # confidence: below it, turns of photos by known angles were not found again
AXIS_SURE = 0.6  # an outline is mirrored by chance more often than lines agree
LEAST, MOST = 0.3, 10.0  # degrees: less is not seen, more was meant
AXIS_LEAST = 1.0  # degrees: an outline is never quite even
AGREE = 2.0  # degrees
LEAST_LEAN = 0.015  # of half the longer side
GROWS = 1.5  # of the photo's sides: how large a turned photo with its corners may become


class StraightenParams(Params):
    """How to turn it.

    degrees: clockwise, None: as measured. perspective: also take out the lean that was measured.
    corners: instead, the corners of something flat and rectangular, shares of the photo from its
    top left: top left, top right, bottom right, bottom left; the result shows that alone. edges:
    "crop" leaves no empty corners, "alpha" keeps all of the photo and makes them transparent.
    subject: "frame" looks at the lines of the scene alone, not at how the product stands.
    """

    degrees: float | None = Field(default=None, ge=-45, le=45)
    perspective: bool = True
    corners: tuple[Corner, Corner, Corner, Corner] | None = None
    edges: Literal["crop", "alpha"] = "crop"
    subject: Literal["product", "frame"] = "product"

    @model_validator(mode="after")
    def _corners_go_round(self) -> "StraightenParams":
        """Raises EngineError("corners_crossed")."""
        if self.corners is not None:
            inside = all(0 <= part <= 1 for corner in self.corners for part in corner)
            if not inside or not is_convex(np.array(self.corners, np.float64)):
                raise EngineError("corners_crossed")
        return self


@dataclass(frozen=True)
class Turned:
    """A photo's way to its new canvas: 3×3 matrix from photo px, and canvas (width, height)."""

    matrix: F64
    canvas: Size


class Straighten:
    """The photo as if it had been held straight."""

    def run(self, work: Work, params: StraightenParams, context: Context) -> Work:
        """`work` turned, image and alpha alike; `placement` says how. The same where nothing sure
        was found.

        Facts: straighten = {applied, degrees (of the scene, clockwise), lean, confidence, source}.
        Raises EngineError("corners_crossed").
        """
        photo = size_of(work.image)
        if params.corners is not None:
            told = {"applied": True, "source": "corners"}
            return turned(work, flattened(params.corners, photo), "crop").with_facts(
                straighten=told
            )
        tilt = asked_or_measured(work, params)
        context.progress(0.4)
        applied = is_worth_it(tilt, given=params.degrees is not None)
        facts = {"applied": applied, **facts_of(tilt)}
        if not applied:
            return work.with_facts(straighten=facts)
        how = whole(tilt, photo) if params.edges == "alpha" else cropped(tilt, photo)
        return turned(work, how, params.edges).with_facts(straighten=facts)


def asked_or_measured(work: Work, params: StraightenParams) -> Tilt:
    """The tilt to undo: what was asked, else what the scene's lines and the product's axis say.

    Where both are sure and contradict each other, the product was laid across the floor: whatever
    is done, one of them gets worse, so nothing is.
    """
    if params.degrees is not None:
        return Tilt(-params.degrees, (0.0, 0.0), 1.0)
    lines = tilt_of_lines(work.image)
    if not params.perspective:
        lines = replace(lines, lean=(0.0, 0.0))
    is_known = work.alpha is not None and params.subject == "product"
    axis = tilt_of_axis(work.alpha) if work.alpha is not None and is_known else Tilt()
    if axis.confidence < AXIS_SURE:
        return lines
    if lines.confidence < SURE:
        return axis
    return lines if abs(axis.degrees - lines.degrees) <= AGREE else Tilt()


def is_worth_it(tilt: Tilt, given: bool) -> bool:
    """Whether to turn the photo: as asked, or because it is surely and visibly crooked."""
    if given:
        return tilt.degrees != 0
    sure = AXIS_SURE if tilt.source == "axis" else SURE
    least = AXIS_LEAST if tilt.source == "axis" else LEAST
    leans = max(abs(part) for part in tilt.lean) >= LEAST_LEAN
    crooked = leans or abs(tilt.degrees) >= least
    return tilt.confidence >= sure and crooked and abs(tilt.degrees) <= MOST


def facts_of(tilt: Tilt) -> dict[str, object]:
    """The tilt as JSON."""
    return {
        "degrees": round(tilt.degrees, 2),
        "lean": [round(part, 4) for part in tilt.lean],
        "confidence": round(tilt.confidence, 3),
        "source": tilt.source,
    }


def cropped(tilt: Tilt, photo: Size) -> Turned:
    """The largest part of the turned photo, in its own shape, that has no empty corner."""
    matrix = tilt.upright(photo)
    x, y, width, height = frame_within(points_moved(ends_of(photo), matrix), photo[0] / photo[1])
    canvas = (max(1, int(width + 1e-6) + 1), max(1, int(height + 1e-6) + 1))
    canvas = (min(canvas[0], photo[0]), min(canvas[1], photo[1]))
    over = ((width - (canvas[0] - 1)) / 2, (height - (canvas[1] - 1)) / 2)
    return Turned(shift(-x - over[0], -y - over[1]) @ matrix, canvas)


def whole(tilt: Tilt, photo: Size) -> Turned:
    """All of the turned photo, on a canvas as large as it needs, within GROWS."""
    matrix = tilt.upright(photo)
    ends = points_moved(ends_of(photo), matrix)
    low, high = np.floor(ends.min(axis=0)), np.ceil(ends.max(axis=0))
    size = np.minimum(high - low + 1, np.ceil(GROWS * np.array(photo)))
    corner = (low + high - size + 1) / 2
    return Turned(shift(-corner[0], -corner[1]) @ matrix, (int(size[0]), int(size[1])))


def flattened(corners: tuple[Corner, ...], photo: Size) -> Turned:
    """What lies between `corners`, seen from the front.

    Raises EngineError("corners_crossed") where a photo of one line leaves nothing between them.
    """
    points = np.array(corners, np.float64) * (np.array(photo) - 1)
    if not is_convex(points):
        raise EngineError("corners_crossed")
    canvas = rectified_size(points, photo)
    return Turned(to_rectangle(points, canvas), canvas)


def ends_of(photo: Size) -> F64:
    """The middles of a photo's corner pixels, in order."""
    right, bottom = photo[0] - 1, photo[1] - 1
    return np.array([(0, 0), (right, 0), (right, bottom), (0, bottom)], np.float64)


def turned(work: Work, how: Turned, edges: str) -> Work:
    """`work` on its new canvas."""
    height, width = work.image.shape[:2]
    placement = Placement(
        crop=(0, 0, width, height),
        size=how.canvas,
        offset=(0, 0),
        canvas=how.canvas,
        interpolation=cv2.INTER_CUBIC,
        warp=tuple(float(part) for part in how.matrix.ravel()),
        after=work.placement,
    )
    alpha = work.alpha
    if alpha is None and edges == "alpha":
        alpha = np.full((height, width), 255, np.uint8)
    image: U8 = moved(work.image, placement)
    return replace(
        work.with_facts(geometry=geometry_facts(work, placement)),
        image=image,
        alpha=None if alpha is None else moved(alpha, placement),
        placement=placement,
    )


def load() -> Straighten:
    """The engine; it needs no weights."""
    return Straighten()
