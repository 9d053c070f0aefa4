"""Badges that float in a free corner beside the product: circle, burst, stamp."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from imaging.adverts.items import Item, Setting, set_text
from imaging.adverts.plan import Plan, Rect
from imaging.adverts.shapes import shape_mask
from imaging.adverts.stack import LEAST_PX, Copy
from imaging.adverts.type_case import TypeStyle
from imaging.errors import EngineError

U8 = NDArray[np.uint8]
DIAMETERS = (0.22, 0.195, 0.17, 0.15)  # of the canvas's mean side
# Of the diameter, how much its text may take in each direction: its corners stay inside the ring.
ROOM = {"circle": 0.6, "stamp": 0.6, "burst": 0.54}
SHORT = 3  # characters that stay on one line: two over one looks like a mistake
LARGEST = 0.36  # of the diameter that a size of type may be
CLEAR = 0.014  # of the mean side between a badge and what it must not touch
PRODUCT_ALPHA = 13  # of 255; fainter is haze


def floating_badge(copy: Copy, plan: Plan, alpha: U8, items: Sequence[Item]) -> Item | None:
    """The badge in the first free corner, as large as may be; None when there is no room.

    alpha: (H, W) uint8 of the product. It covers neither product nor words, and keeps to the
    safe area.
    """
    taken = alpha >= PRODUCT_ALPHA
    for share in DIAMETERS:
        side = share * plan.unit
        item = _written(copy, side)
        if item is None:
            continue
        for corner in _corners(plan, side):
            moved = item.moved(*corner)
            if _is_free(moved, plan, taken, items):
                return moved
    return None


def _written(copy: Copy, side: float) -> Item | None:
    """The badge of diameter `side` at the origin, its text in the middle; None if too long."""
    style = TypeStyle(copy.layout.heading, "bold")
    is_one_word = copy.words.badge.isascii() and " " not in copy.words.badge
    lines = 1 if is_one_word or len(copy.words.badge) <= SHORT else 2
    setting = Setting(style, LARGEST * side, LEAST_PX, lines, 1.14, "centre")
    room = ROOM[copy.layout.badge] * side
    try:
        text = set_text("badge", copy.words.badge, setting, room, copy.case)
    except EngineError as error:
        if error.code != "text_too_wide":
            raise
        return None
    if text.box.h > room or text.size_px < 0.11 * side:
        return None
    centred = text.moved((side - text.box.w) / 2, (side - text.box.h) / 2)
    return replace(centred, plate=Rect(0, 0, side, side), shape=copy.layout.badge)


def _corners(plan: Plan, side: float) -> Iterator[tuple[float, float]]:
    """Left tops to try: the product area's corners, the upper ones first, then along its sides."""
    area = plan.product
    left, top = max(area.x, plan.safe.x), max(area.y, plan.safe.y)
    right = min(area.x + area.w, plan.safe.x + plan.safe.w) - side
    bottom = min(area.y + area.h, plan.safe.y + plan.safe.h) - side
    for down in (0.0, 0.12, 0.25, 1.0, 0.8, 0.5):
        for x in (right, left):
            yield x, top + (bottom - top) * down


def _is_free(item: Item, plan: Plan, taken: NDArray[np.bool_], items: Sequence[Item]) -> bool:
    clear = CLEAR * plan.unit
    around = item.bounds.inset(-clear)
    if not plan.safe.holds(item.bounds) or any(around.meets(other.bounds) for other in items):
        return False
    mask = shape_mask("circle", around, plan.canvas)
    return not bool((taken & (mask > 0)).any())
