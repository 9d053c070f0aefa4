"""From words, a layout and a picture with its product to the finished advert."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imaging.adverts.badges import PRODUCT_ALPHA, ROOM, floating_badge
from imaging.adverts.frames import framed
from imaging.adverts.items import Item
from imaging.adverts.paint import Painter
from imaging.adverts.plan import (
    GUTTER,
    Arranged,
    Plan,
    Rect,
    aspect_of,
    mean_side,
    plan,
    product_size,
    safe_area,
    spare_share,
    split,
)
from imaging.adverts.stack import Copy, fits, stacked
from imaging.errors import EngineError
from imaging.ops.geometry import size_of

U8 = NDArray[np.uint8]

GROWTHS = (1.0, 1.15, 1.3, 1.5)  # of the share of words, until they fit
MOST_SHARE = 0.64
TURNS_AT = 1.45  # times the product's size from which words stand on the other side
OFFER_LINES, OFFER_GAP = (0.36, 0.31), 0.012  # of the height of the words' side; of the mean side
WIDE_SIDE = 1.5  # width over height from which price and button have a line of their own
LEAST_OFFER = 0.7  # of the height that a layout has for price and button
# Of what is idle above or beside a product, what words may have of it: lines gain by height, by
# width mostly air. And the most of it, in the words' own share.
IDLE_DOWN, IDLE_ACROSS, MOST_IDLE = 0.6, 0.2, 0.5


@dataclass(frozen=True)
class Scene:
    """A picture with the product in it: image (H, W, 3) and the product's alpha (H, W), uint8."""

    image: U8
    alpha: U8

    @property
    def canvas(self) -> tuple[int, int]:
        """Width and height in px."""
        return size_of(self.image)


def planned(copy: Copy, canvas: tuple[int, int], product: float | None = None) -> Plan:
    """Where the layout wants product and words on `canvas`.

    product: its width over height, if it is known. Then words have what it leaves idle, and stand
    on the layout's other side where that makes the product a good deal larger.
    Long words get more of the canvas, as far as GROWTHS go; where even that is too little, the
    layout's own shares stand, and setting the words will say what does not fit.
    """
    own = copy.layout.arranged[aspect_of(*canvas)]
    roomy = _roomy(copy, canvas, own, product)
    first = roomy or _plan(copy, canvas, own)
    if product is None or own.turned is None:
        return first
    turned = _roomy(copy, canvas, own.turned, product)
    if turned and product_size(turned, product) > TURNS_AT * product_size(first, product):
        return turned
    return first


def _roomy(
    copy: Copy, canvas: tuple[int, int], arranged: Arranged, product: float | None
) -> Plan | None:
    """The plan with the least share for words in which they fit; None if there is none."""
    idle = _idle_share(_plan(copy, canvas, arranged), arranged, product)
    for growth in GROWTHS:
        share = arranged.share * growth
        if share <= MOST_SHARE:
            share = max(share, min(arranged.share + idle, MOST_SHARE))
            plan = _plan(copy, canvas, arranged.model_copy(update={"share": share}))
            if fits(copy, plan):
                return plan
    return None


def _idle_share(bare: Plan, arranged: Arranged, product: float | None) -> float:
    """What words may have besides their share: most of what the product leaves idle."""
    if product is None:
        return 0.0
    part = IDLE_DOWN if arranged.is_stacked else IDLE_ACROSS
    idle = part * spare_share(bare, product, is_stacked=arranged.is_stacked)
    return min(idle, arranged.share * MOST_IDLE)


def _plan(copy: Copy, canvas: tuple[int, int], arranged: Arranged) -> Plan:
    is_framed = copy.layout.frame != "none"
    return plan(canvas, arranged, offer=_offers(copy), framed=is_framed)


def _offers(copy: Copy) -> bool:
    """Whether there is a price or a button."""
    return bool(copy.words.price or copy.words.old_price or copy.words.call_to_action)


def lettered(scene: Scene, copy: Copy, plans: Sequence[Plan], logo: U8 | None) -> tuple[U8, Any]:
    """The picture with all words, by the first of `plans` in which they fit beside the product.

    Returns (H, W, 3) uint8 and JSON facts. Product pixels are the scene's. Raises EngineError:
    text_does_not_fit, text_over_product, text_unreadable, no_glyph, font_missing.
    """
    chosen, items = _arranged(scene, copy, plans)
    image = framed(scene.image, scene.alpha, copy.layout, chosen)
    painter = Painter(image, scene.alpha, copy.layout.palette)
    painter.paint(items, chosen, logo)
    # Every item was found to lie beside the product: lettering changed none of its pixels.
    return painter.image, {
        "layout": copy.layout.key,
        "aspect": aspect_of(*scene.canvas),
        "texts": painter.told,
        "contrast": min((text["contrast"] for text in painter.told.values()), default=None),
        "fallbacks": dict(copy.case.fallbacks),
    }


def beside(scene: Scene, copy: Copy) -> list[Plan]:
    """Plans for a product that already stands somewhere: words on each side that has room.

    Price and button under the product where the layout has them apart, then all on one side: the
    layout's own first, then by room.
    """
    own = planned(copy, scene.canvas)
    free = sorted(_free_sides(scene), key=lambda rect: -rect.w * rect.h)
    first = [rect for rect in free if _is_same_side(rect, own)]
    sides = [plan for rect in (*first, *free) for plan in _on_side(rect, own, copy)]
    return [*_around(free, own), *sides]


def _on_side(rect: Rect, own: Plan, copy: Copy) -> list[Plan]:
    """Plans for all words in `rect`: price and button on a line of their own where it is wide."""
    bare = replace(own, words=rect, offer=None, panel=None)
    if not _offers(copy) or rect.w < WIDE_SIDE * rect.h:
        return [bare]
    parts = [split(rect, 1 - line, OFFER_GAP * own.unit, across=False) for line in OFFER_LINES]
    return [*(replace(bare, words=words, offer=offer) for words, offer in parts), bare]


def _around(free: Sequence[Rect], own: Plan) -> list[Plan]:
    """The plan with words above the product and price and button below it, if it is the layout's
    own way and there is room below."""
    whole = [rect for rect in free if rect.w >= own.safe.w - 0.5]
    if own.offer is None or own.words.y >= own.product.y or len(whole) < 2:
        return []
    above, below = sorted(whole, key=lambda rect: rect.y)
    if below.h < LEAST_OFFER * own.offer.h:
        return []
    return [replace(own, words=above, offer=below, panel=None)]


def _arranged(scene: Scene, copy: Copy, plans: Sequence[Plan]) -> tuple[Plan, list[Item]]:
    """The first plan that holds all words, or the error of the first."""
    errors: list[EngineError] = []
    for each in plans:
        try:
            return each, _checked(scene, copy, each)
        except EngineError as error:
            if error.code not in ("text_does_not_fit", "text_over_product"):
                raise
            errors.append(error)
    raise errors[0] if errors else EngineError("text_over_product", layout=copy.layout.label)


def _checked(scene: Scene, copy: Copy, each: Plan) -> list[Item]:
    """The items of a plan. Raises EngineError: text_does_not_fit, text_over_product."""
    floats = bool(copy.words.badge) and copy.layout.badge in ROOM
    items = stacked(copy, each, tagged=not floats)
    badge = floating_badge(copy, each, scene.alpha, items) if floats else None
    if floats and badge is None:
        items = stacked(copy, each, tagged=True)
    for item in items:
        if not each.safe.holds(item.bounds) or covers(item.bounds, scene.alpha):
            raise EngineError("text_over_product", layout=copy.layout.label)
    return [*items, badge] if badge else items


def covers(rect: Rect, alpha: U8) -> bool:
    """Whether `rect` lies over a visible pixel of the product."""
    x, y = max(0, int(rect.x)), max(0, int(rect.y))
    part = alpha[y : int(np.ceil(rect.y + rect.h)), x : int(np.ceil(rect.x + rect.w))]
    return bool((part >= PRODUCT_ALPHA).any())


def _free_sides(scene: Scene) -> Iterator[Rect]:
    """What the safe area leaves left of, right of, above and below the product."""
    safe, gutter = safe_area(*scene.canvas), GUTTER * mean_side(scene.canvas)
    rows = np.flatnonzero((scene.alpha >= PRODUCT_ALPHA).any(axis=1))
    columns = np.flatnonzero((scene.alpha >= PRODUCT_ALPHA).any(axis=0))
    if not rows.size:
        yield safe
        return
    left, right = columns[0] - gutter - safe.x, columns[-1] + 1 + gutter
    above, below = rows[0] - gutter - safe.y, rows[-1] + 1 + gutter
    sides = (
        safe._replace(w=float(left)),
        safe._replace(x=float(right), w=float(safe.x + safe.w - right)),
        safe._replace(h=float(above)),
        safe._replace(y=float(below), h=float(safe.y + safe.h - below)),
    )
    yield from (side for side in sides if side.w > 0 and side.h > 0)


def _is_same_side(rect: Rect, own: Plan) -> bool:
    """Whether `rect` lies on the side of the product where the layout has its words."""
    dx = own.words.x + own.words.w / 2 - own.product.x - own.product.w / 2
    dy = own.words.y + own.words.h / 2 - own.product.y - own.product.h / 2
    if abs(dx) >= abs(dy):
        at_left = rect.x <= own.safe.x + 0.5 and rect.h >= own.safe.h - 0.5
        return at_left if dx < 0 else rect.x > own.safe.x + 0.5
    at_top = rect.y <= own.safe.y + 0.5 and rect.w >= own.safe.w - 0.5
    return at_top if dy < 0 else rect.y > own.safe.y + 0.5
