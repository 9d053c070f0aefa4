"""The set that a layout draws for itself when the product stands in none yet."""

import math
from dataclasses import dataclass

import numpy as np

from imaging.adverts.backlight import backlit
from imaging.adverts.contrast import luminance
from imaging.adverts.field import Set
from imaging.adverts.grounds import drawn
from imaging.adverts.layout import Layout
from imaging.adverts.plan import Plan, Rect
from imaging.adverts.tint import adjusted
from imaging.adverts.words import Adjust
from imaging.engines.backdrop import SHADOWS, BackdropParams, plate_of
from imaging.engines.base import U8, Work
from imaging.engines.staging import Cut, Staging, staged
from imaging.scenery.camera import VIEW_DEG, View

TILT_DEG = 9.0  # the camera looks down a little: enough ground for a shadow
SPARSE = 4  # every so many-th row and column tells how dark the product is
ABOVE = 0.42  # of the height left over in the product's area, how much stays below the product


@dataclass(frozen=True)
class Look:
    """A layout in its colours, and how they are adjusted."""

    layout: Layout
    adjust: Adjust
    primary: str | None = None


def set_out(work: Work, cut: Cut, plan: Plan, look: Look) -> Work:
    """The product `cut` of `work` in the look's own set and light, where `plan` has it."""
    layout, box = look.layout, product_box(cut, plan, look.layout.fill)
    image = adjusted(ground_behind(work, cut, plan, layout), look.adjust, look.primary)
    width, height = plan.canvas
    params = BackdropParams(width=width, height=height)
    shadow = SHADOWS["soft" if layout.stands else "floating"]
    plate = plate_of(image, view_of(cut, box, plan), shadow.light, params)
    how = Staging(lift=0.0 if layout.stands else shadow.lift, shadow=shadow.shadow)
    return staged(work, cut, plate, how)


def ground_behind(work: Work, cut: Cut, plan: Plan, layout: Layout) -> U8:
    """The layout's ground, (H, W, 3) uint8 sRGB, lit where it would swallow a dark product."""
    around = Set(plan.canvas, product_box(cut, plan, layout.fill), plan.lettered, layout.palette)
    seen = luminance(work.image[::SPARSE, ::SPARSE][cut.alpha[::SPARSE, ::SPARSE] > 127])
    shade = float(np.median(seen)) if seen.size else 1.0
    return backlit(drawn(layout.ground, around), around, shade)


def slenderness(cut: Cut) -> float:
    """The product's width over its height."""
    return cut.box[2] / cut.box[3]


def product_box(cut: Cut, plan: Plan, fill: float) -> Rect:
    """The box of the product, `fill` of the largest that its area allows, near its middle."""
    area, (_, _, width, height) = plan.product, cut.box
    scale = fill * min(area.w / width, area.h / height)
    w, h = width * scale, height * scale
    bottom = area.y + area.h - (area.h - h) * ABOVE
    return Rect(area.x + (area.w - w) / 2, bottom - h, w, h)


def view_of(cut: Cut, box: Rect, plan: Plan) -> View:
    """A camera in whose picture the product, as high as its unit square, fills `box`."""
    width, height = plan.canvas
    unit, tilt = max(box.w, box.h), math.radians(TILT_DEG)
    distance = min(width, height) / (2 * unit * math.tan(math.radians(VIEW_DEG / 2)))
    origin = (0.0, 0.5 + distance * math.sin(tilt), distance * math.cos(tilt))
    across = (box.x + (cut.base.x - cut.box[0]) * box.w / cut.box[2]) / width
    foot = (box.y + box.h) / height
    middle = (across, foot - unit * math.cos(tilt) / height / 2)
    return View(origin, (0.0, 0.5, 0.0), (0, 1, 0), middle, width / height)
