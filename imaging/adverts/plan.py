"""Where on a canvas the product, the words and the panels of a layout go, in px."""

import math
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from pydantic import BaseModel, Field

ASPECTS: dict[str, float] = {
    "1:1": 1, "4:5": 4 / 5, "3:4": 3 / 4, "9:16": 9 / 16, "16:9": 16 / 9, "3:1": 3,
}  # fmt: skip
STORY = "9:16"
Arrangement = Literal["left", "right", "top", "bottom", "band", "panel", "banner"]
Align = Literal["left", "centre"]

MARGIN = 0.062  # of the shorter side that stays free of words on every side
# What the controls of a full-screen video cover of its top and bottom.
STORY_TOP, STORY_BOTTOM = 0.12, 0.16
BANNER_PRODUCT = 0.56  # of what the words of a banner leave; price and button have the rest
OFFER_STRIP = 0.15  # of the height, along the lower edge, for price and button side by side
WIDE_BAND = 3.0  # width over height from which a band has room for two columns
BAND_WORDS = 0.62  # of a band, across or down; price and button have the rest
FRAME_CLEAR = 0.024  # of the canvas's mean side, between a frame's lines and what they frame
GUTTER = 0.045  # of the canvas's mean side, between words and product


class Rect(NamedTuple):
    """A rectangle in px, from the picture's left top."""

    x: float
    y: float
    w: float
    h: float

    def inset(self, by: float) -> "Rect":
        """The rectangle smaller by `by` px on every side; larger where negative."""
        return Rect(self.x + by, self.y + by, self.w - 2 * by, self.h - 2 * by)

    def holds(self, other: "Rect") -> bool:
        """Whether `other` lies inside, give or take half a pixel."""
        return (
            other.x >= self.x - 0.5
            and other.y >= self.y - 0.5
            and other.x + other.w <= self.x + self.w + 0.5
            and other.y + other.h <= self.y + self.h + 0.5
        )

    def meets(self, other: "Rect") -> bool:
        """Whether the two share any area."""
        across = self.x < other.x + other.w and other.x < self.x + self.w
        return across and self.y < other.y + other.h and other.y < self.y + self.h


class Arranged(BaseModel, frozen=True, extra="forbid"):
    """On which side the words stand, the share of the canvas they take, and how they align.

    turned: the other way, for products that would be small in what this one leaves them.
    """

    how: Arrangement
    share: float = Field(gt=0, lt=1)
    align: Align = "left"
    turned: "Arranged | None" = None

    @property
    def is_stacked(self) -> bool:
        """Whether words and product stand above each other, not side by side."""
        return self.how in ("top", "bottom", "band")


@dataclass(frozen=True)
class Plan:
    """One layout on one canvas. offer: where price and button go when not below the words.
    panel: the plain surface under the words, if the layout has one."""

    canvas: tuple[int, int]
    safe: Rect
    product: Rect
    words: Rect
    offer: Rect | None = None
    panel: Rect | None = None
    align: Align = "left"

    @property
    def unit(self) -> float:
        """px that sizes of type and gaps are shares of: the canvas's mean side."""
        return mean_side(self.canvas)

    @property
    def is_story(self) -> bool:
        """Whether the canvas is as tall as a phone."""
        return aspect_of(*self.canvas) == STORY

    @property
    def lettered(self) -> tuple[Rect, ...]:
        """The areas that words have."""
        return (self.words, self.offer) if self.offer else (self.words,)


def mean_side(canvas: tuple[int, int]) -> float:
    """The side of the square with the canvas's area."""
    return math.sqrt(canvas[0] * canvas[1])


def aspect_of(width: int, height: int) -> str:
    """The aspect class nearest to width / height, as a ratio of ratios."""
    return min(ASPECTS, key=lambda key: abs(math.log(width / height / ASPECTS[key])))


def safe_area(width: int, height: int) -> Rect:
    """Where words may be: inside the margin, and clear of a story's controls."""
    margin = MARGIN * min(width, height)
    top = bottom = margin
    if aspect_of(width, height) == STORY:
        top, bottom = STORY_TOP * height, STORY_BOTTOM * height
    return Rect(margin, top, width - 2 * margin, height - top - bottom)


def plan(canvas: tuple[int, int], arranged: Arranged, *, offer: bool, framed: bool = False) -> Plan:
    """The rectangles of `arranged` on `canvas`.

    offer: whether there is a price or a button, which all but columns and a panel set apart.
    framed: whether lines run round the canvas, from which words and product keep away.
    """
    if arranged.how in ("band", "panel"):
        return _surfaced(canvas, arranged, offer=offer)
    gutter = GUTTER * mean_side(canvas)
    safe = safe_area(*canvas)
    area = safe.inset(FRAME_CLEAR * mean_side(canvas)) if framed else safe
    if arranged.how == "banner":
        return _banner(Plan(canvas, safe, area, area, align=arranged.align), arranged, offer=offer)
    across, words_first = arranged.how in ("left", "right"), arranged.how in ("left", "top")
    priced = None
    if offer and not across:
        area, priced = split(area, 1 - OFFER_STRIP, gutter, across=False)
    share = arranged.share if words_first else 1 - arranged.share
    first, second = split(area, share, gutter, across=across)
    words, product = (first, second) if words_first else (second, first)
    return Plan(canvas, safe, product, words, offer=priced, align=arranged.align)


def product_size(plan: Plan, product: float) -> float:
    """px² that a product of width over height `product` has at most in its area of `plan`."""
    height = min(plan.product.w / product, plan.product.h)
    return product * height**2


def spare_share(plan: Plan, product: float, *, is_stacked: bool) -> float:
    """Of the canvas, how much of the product's area lies idle beside or above such a product."""
    if is_stacked:
        return max(0.0, plan.product.h - plan.product.w / product) / plan.canvas[1]
    return max(0.0, plan.product.w - plan.product.h * product) / plan.canvas[0]


def split(area: Rect, share: float, gutter: float, *, across: bool) -> tuple[Rect, Rect]:
    """Two parts of `area` with `gutter` px between, the first of `share`."""
    if across:
        width = area.w * share - gutter / 2
        rest = area.x + width + gutter
        return area._replace(w=width), area._replace(x=rest, w=area.x + area.w - rest)
    height = area.h * share - gutter / 2
    rest = area.y + height + gutter
    return area._replace(h=height), area._replace(y=rest, h=area.y + area.h - rest)


def _banner(bare: Plan, arranged: Arranged, *, offer: bool) -> Plan:
    """Words, product, and price with button, side by side in the words' area of `bare`."""
    gutter = GUTTER * bare.unit
    words, rest = split(bare.words, arranged.share, gutter, across=True)
    if not offer:
        return replace(bare, product=rest, words=words)
    product, priced = split(rest, BANNER_PRODUCT, gutter, across=True)
    return replace(bare, product=product, words=words, offer=priced)


def _surfaced(canvas: tuple[int, int], arranged: Arranged, *, offer: bool) -> Plan:
    """A panel to the canvas's edges, the words inside it and inside the safe area."""
    safe, whole = safe_area(*canvas), Rect(0, 0, *canvas)
    gutter = GUTTER * mean_side(canvas)
    if arranged.how == "panel":
        panel, free = split(whole, arranged.share, 0, across=True)
    else:
        free, panel = split(whole, 1 - arranged.share, 0, across=False)
    product, words = _common(free.inset(gutter), safe), _common(panel.inset(gutter), safe)
    made = Plan(canvas, safe, product, words, panel=panel, align=arranged.align)
    if arranged.how == "band" and offer:
        is_wide = words.w > WIDE_BAND * words.h
        words, priced = split(words, BAND_WORDS, gutter, across=is_wide)
        return replace(made, words=words, offer=priced)
    return made


def _common(one: Rect, other: Rect) -> Rect:
    x, y = max(one.x, other.x), max(one.y, other.y)
    right, bottom = min(one.x + one.w, other.x + other.w), min(one.y + one.h, other.y + other.h)
    return Rect(x, y, right - x, bottom - y)
