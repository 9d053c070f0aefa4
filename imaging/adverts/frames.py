"""Panels under words, and the lines that frame a layout. All of it lies under the product."""

import numpy as np
from numpy.typing import NDArray

from imaging.adverts.layout import Layout
from imaging.adverts.plan import MARGIN, Plan, Rect
from imaging.adverts.shapes import inked, outline_mask, rounded_mask
from imaging.ops.light import rgb

U8 = NDArray[np.uint8]


def framed(image: U8, keep: U8, layout: Layout, plan: Plan) -> U8:
    """`image` with the layout's panel and frame; `keep` is the alpha of the product."""
    if plan.panel is not None:
        panel = rounded_mask(plan.panel, 0, plan.canvas)
        image = inked(image, panel, rgb(layout.palette.panel), keep)
    for mask, role in _lines(layout, plan):
        image = inked(image, mask, rgb(getattr(layout.palette, role)), keep)
    return image


def _lines(layout: Layout, plan: Plan) -> list[tuple[U8, str]]:
    """Masks and the palette colours they are drawn in."""
    whole = Rect(0, 0, *plan.canvas)
    margin = MARGIN * min(plan.canvas)
    thin = max(1.5, 0.0026 * plan.unit)
    if layout.frame == "line":
        return [(outline_mask("box", whole.inset(margin * 0.5), thin, plan.canvas), "accent")]
    if layout.frame == "double":
        outer = outline_mask("box", whole.inset(margin * 0.36), 2 * thin, plan.canvas)
        inner = outline_mask("box", whole.inset(margin * 0.36 + 5 * thin), thin, plan.canvas)
        return [(np.maximum(outer, inner), "ink")]
    if layout.frame == "border":
        return [(outline_mask("box", whole, margin * 0.42, plan.canvas), "accent")]
    if layout.frame == "corners":
        return [(_corners(whole.inset(margin * 0.42), plan, thin), "shape")]
    if layout.frame == "rules":
        return [(_rules(plan, thin), "ink")]
    return []


def _rules(plan: Plan, thin: float) -> U8:
    """A thick and a thin rule along the upper edge, a thin one along the lower."""
    safe, thick = plan.safe, 4 * thin
    above = safe.y - 0.34 * MARGIN * min(plan.canvas)
    bars = (
        Rect(safe.x, above - thick, safe.w, thick),
        Rect(safe.x, safe.y + safe.h + 0.34 * MARGIN * min(plan.canvas), safe.w, thin),
    )
    masks = [rounded_mask(bar, 0, plan.canvas) for bar in bars]
    return np.maximum(masks[0], masks[1])


def _corners(rect: Rect, plan: Plan, thin: float) -> U8:
    """A line all round that turns inward in steps at each corner, as on old Chinese frames."""
    step = 0.03 * plan.unit
    mask = np.zeros((plan.canvas[1], plan.canvas[0]), np.uint8)
    x0, y0, x1, y1 = rect.x, rect.y, rect.x + rect.w, rect.y + rect.h
    bars = [
        Rect(x0 + 2 * step, y0, rect.w - 4 * step, thin),
        Rect(x0 + 2 * step, y1 - thin, rect.w - 4 * step, thin),
        Rect(x0, y0 + 2 * step, thin, rect.h - 4 * step),
        Rect(x1 - thin, y0 + 2 * step, thin, rect.h - 4 * step),
    ]
    for x, inward_x in ((x0, 1), (x1, -1)):
        for y, inward_y in ((y0, 1), (y1, -1)):
            bars += _turn(x, y, inward_x, inward_y, (step, thin))
    for bar in bars:
        mask = np.maximum(mask, rounded_mask(bar, 0, plan.canvas))
    return mask


def _turn(
    x: float, y: float, inward_x: int, inward_y: int, sizes: tuple[float, float]
) -> list[Rect]:
    """One corner of `_corners`: down, in, down, in."""
    step, thin = sizes

    def bar(dx0: float, dy0: float, dx1: float, dy1: float) -> Rect:
        left, right = sorted((x + inward_x * dx0, x + inward_x * dx1))
        top, bottom = sorted((y + inward_y * dy0, y + inward_y * dy1))
        return Rect(left, top, right - left, bottom - top)

    return [
        bar(2 * step, 0, 2 * step + thin, step),
        bar(step, step, 2 * step + thin, step + thin),
        bar(step, step, step + thin, 2 * step),
        bar(0, 2 * step, step + thin, 2 * step + thin),
        bar(0, 0, step * 0.55, step * 0.55),
    ]
