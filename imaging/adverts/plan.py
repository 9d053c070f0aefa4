"""Where on a canvas the product, the words and the panels of a layout go, in px."""

import math
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from pydantic import BaseModel, Field

ASPECTS: dict[str, float] = {
    "1:1": 1, "4:5": 4 / 5, "3:4": 3 / 4, "9:16": 9 / 16, "16:9": 16 / 9, "3:1": 3,
}  # fmt: skip
Arrangement = Literal["left", "right", "top", "bottom", "band", "panel", "banner"]
Align = Literal["left", "centre"]

MARGIN = 0.062  # of the shorter side that stays free of words on every side
# What the controls of a full-screen video cover of its top and bottom.
STORY_TOP, STORY_BOTTOM = 0.08, 0.1
BANNER_PRODUCT = 0.56  # of what the words of a banner leave; price and button have the rest
OFFER_STRIP = 0.15  # of the height, along the lower edge, for price and button side by side
WIDE_BAND = 2.2  # width over height from which a band has room for two columns
BAND_WORDS = 0.62  # of a wide band; price and button have the rest
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
    """On which side the words stand, the share of the canvas they take, and how they align."""

    how: Arrangement
    share: float = Field(gt=0, lt=1)
    align: Align = "left"


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
    if aspect_of(width, height) == "9:16":
        top, bottom = STORY_TOP * height, STORY_BOTTOM * height
    return Rect(margin, top, width - 2 * margin, height - top - bottom)


def plan(canvas: tuple[int, int], arranged: Arranged, *, offer: bool) -> Plan:
    """The rectangles of `arranged` on `canvas`.

    offer: whether there is a price or a button, which a banner and a wide band set apart.
    """
    if arranged.how == "banner":
        return _banner(canvas, arranged, offer=offer)
    if arranged.how in ("band", "panel"):
        return _surfaced(canvas, arranged, offer=offer)
    safe, gutter = safe_area(*canvas), GUTTER * mean_side(canvas)
    across, words_first = arranged.how in ("left", "right"), arranged.how in ("left", "top")
    area, priced = safe, None
    if offer and not across:
        area, priced = _split(safe, 1 - OFFER_STRIP, gutter, across=False)
    share = arranged.share if words_first else 1 - arranged.share
    first, second = _split(area, share, gutter, across=across)
    words, product = (first, second) if words_first else (second, first)
    return Plan(canvas, safe, product, words, offer=priced, align=arranged.align)


def mirrored(plan: Plan) -> Plan:
    """The plan seen in a mirror: words where the product was going to be."""

    def flipped(rect: Rect) -> Rect:
        return rect._replace(x=plan.canvas[0] - rect.x - rect.w)

    return replace(
        plan,
        product=flipped(plan.product),
        words=flipped(plan.words),
        offer=flipped(plan.offer) if plan.offer else None,
        panel=flipped(plan.panel) if plan.panel else None,
    )


def _split(area: Rect, share: float, gutter: float, *, across: bool) -> tuple[Rect, Rect]:
    """Two parts of `area` with a gutter between, the first of `share`."""
    if across:
        width = area.w * share - gutter / 2
        rest = area.x + width + gutter
        return area._replace(w=width), area._replace(x=rest, w=area.x + area.w - rest)
    height = area.h * share - gutter / 2
    rest = area.y + height + gutter
    return area._replace(h=height), area._replace(y=rest, h=area.y + area.h - rest)


def _banner(canvas: tuple[int, int], arranged: Arranged, *, offer: bool) -> Plan:
    """Words, product, and price with button, side by side."""
    safe, gutter = safe_area(*canvas), GUTTER * mean_side(canvas)
    words, rest = _split(safe, arranged.share, gutter, across=True)
    if not offer:
        return Plan(canvas, safe, rest, words, align=arranged.align)
    product, priced = _split(rest, BANNER_PRODUCT, gutter, across=True)
    return Plan(canvas, safe, product, words, offer=priced, align=arranged.align)


def _surfaced(canvas: tuple[int, int], arranged: Arranged, *, offer: bool) -> Plan:
    """A panel to the canvas's edges, the words inside it and inside the safe area."""
    safe, whole = safe_area(*canvas), Rect(0, 0, *canvas)
    gutter = GUTTER * mean_side(canvas)
    if arranged.how == "panel":
        panel, free = _split(whole, arranged.share, 0, across=True)
    else:
        free, panel = _split(whole, 1 - arranged.share, 0, across=False)
    product, words = _common(free.inset(gutter), safe), _common(panel.inset(gutter), safe)
    made = Plan(canvas, safe, product, words, panel=panel, align=arranged.align)
    if arranged.how == "band" and offer and words.w > WIDE_BAND * words.h:
        words, priced = _split(words, BAND_WORDS, gutter, across=True)
        return replace(made, words=words, offer=priced)
    return made


def _common(one: Rect, other: Rect) -> Rect:
    x, y = max(one.x, other.x), max(one.y, other.y)
    right, bottom = min(one.x + one.w, other.x + other.w), min(one.y + one.h, other.y + other.h)
    return Rect(x, y, right - x, bottom - y)
