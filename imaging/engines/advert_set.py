"""The set that a layout draws for itself when the product stands in none yet."""

import math

from imaging.adverts.field import Set
from imaging.adverts.grounds import drawn
from imaging.adverts.layout import Layout
from imaging.adverts.plan import Plan, Rect
from imaging.adverts.tint import adjusted
from imaging.adverts.words import Adjust
from imaging.engines.backdrop import SHADOWS, BackdropParams, plate_of
from imaging.engines.base import Work
from imaging.engines.staging import Cut, Staging, cut_of, staged
from imaging.scenery.camera import VIEW_DEG, View

TILT_DEG = 9.0  # the camera looks down a little: enough ground for a shadow
ABOVE = 0.42  # of the height left over in the product's area, how much stays below the product


def set_out(work: Work, layout: Layout, plan: Plan, adjust: Adjust, primary: str | None) -> Work:
    """The cut-out of `work` in the layout's own colours and light, where `plan` has its product.

    Raises EngineError("no_product").
    """
    cut = cut_of(work, None)
    box = product_box(cut, plan)
    around = Set(plan.canvas, box, plan.lettered, layout.palette)
    image = drawn(layout.ground, around)
    image = adjusted(image, adjust, primary)
    width, height = plan.canvas
    params = BackdropParams(width=width, height=height)
    shadow = SHADOWS["soft" if layout.stands else "floating"]
    plate = plate_of(image, view_of(cut, box, plan), shadow.light, params)
    how = Staging(lift=0.0 if layout.stands else shadow.lift, shadow=shadow.shadow)
    return staged(work, cut, plate, how)


def product_box(cut: Cut, plan: Plan) -> Rect:
    """The box of the product as large as its area allows, centred across and near the middle."""
    area, (_, _, width, height) = plan.product, cut.box
    scale = min(area.w / width, area.h / height)
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
