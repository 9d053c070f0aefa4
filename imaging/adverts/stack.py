"""Words under each other in a rectangle: one scale for all, so that their order of weight holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from imaging.adverts.items import ROLES, Item, Role, Setting, set_price, set_text
from imaging.adverts.layout import Layout
from imaging.adverts.plan import Plan, Rect
from imaging.adverts.type_case import TypeCase, TypeStyle
from imaging.adverts.typeset import has_han
from imaging.adverts.words import Words
from imaging.errors import EngineError

SCALE_STEP, LEAST_SCALE = 0.94, 0.3
SMALL_KEEPS = 0.5  # power of the scale by which small texts shrink: less than what is large
# The largest scale, and the share of an area's height up to which type grows beyond 1: a story
# is read on a phone, elsewhere more air is left.
STORY_GROWS, GROWS = (1.35, 0.86), (1.25, 0.74)
LEAST_PX = 11  # no text is smaller than this, whatever the canvas

# Largest and smallest size in shares of the canvas's mean side, and the most lines.
SIZES: dict[Role, tuple[float, float, int]] = {
    "headline": (0.09, 0.044, 3),
    "subline": (0.04, 0.031, 3),
    "price": (0.092, 0.05, 1),
    "call_to_action": (0.034, 0.025, 1),
    "badge": (0.031, 0.023, 1),
}
LEADING = {"zh": 1.28, "en": 1.12}  # of headlines, in sizes
LEADING_BODY = {"zh": 1.6, "en": 1.42}
# Space above a text in shares of the mean side, by what it is.
SPACE: dict[Role, float] = {
    "headline": 0.046, "divider": 0.042, "subline": 0.042, "price": 0.056, "old_price": 0.02,
    "call_to_action": 0.058, "badge": 0.034, "logo": 0.0,
}  # fmt: skip
FULL = 0.96  # of an area's height that words may fill; the rest is air
ABREAST = 2.6  # width over height of an area in which price and button stand side by side
PRICE_SHARE = 0.6  # of the line that both share
BUTTON_PAD_X, BUTTON_PAD_Y = 1.15, 0.62  # in sizes of its text
TAG_PAD_X, TAG_PAD_Y = 0.7, 0.36
LOGO_CLEAR = 0.28  # of its height, kept free around it
LOGO_HEIGHT, LOGO_WIDTH = 0.07, 0.3  # most, in shares of the mean side
DIVIDER_LENGTH, DIVIDER_THICKNESS = 0.09, 0.003


@dataclass(frozen=True)
class Copy:
    """All that is to be set: words, layout, faces, and width over height of a logo if any."""

    words: Words
    layout: Layout
    case: TypeCase
    logo_aspect: float | None = None


# A row gives its items, their union's left top at the origin, for a scale and a width in px.
Row = Callable[[float, float], Sequence[Item]]


def stacked(copy: Copy, plan: Plan, *, tagged: bool) -> list[Item]:
    """Every text of `copy` in its place on `plan`, but for a badge that floats.

    tagged: the badge stands above the headline. Raises EngineError("text_does_not_fit").
    """
    words, offers = _rows(copy, plan, tagged=tagged)
    if plan.offer is None:
        return _fitted(words + offers, plan.words, plan, copy)
    said = _fitted(words, plan.words, plan, copy)
    if plan.offer.w > ABREAST * plan.offer.h and len(offers) > 1:
        return said + _fitted([_abreast(offers, plan)], plan.offer, plan, copy)
    return said + _fitted(offers, plan.offer, _offering(plan), copy)


def fits(copy: Copy, plan: Plan) -> bool:
    """Whether every text has room on `plan`, a badge that may have to stand in line included.

    Raises EngineError: no_glyph, font_missing, font_changed.
    """
    try:
        stacked(copy, plan, tagged=True)
    except EngineError as error:
        if error.code != "text_does_not_fit":
            raise
        return False
    return True


def _rows(copy: Copy, plan: Plan, *, tagged: bool) -> tuple[list[Row], list[Row]]:
    """The rows that say what it is, and those that offer it."""
    words, layout = copy.words, copy.layout
    said: list[Row] = []
    if copy.logo_aspect:
        said.append(_logo(copy.logo_aspect, plan))
    if tagged and words.badge:
        said.append(_plated("badge", words.badge, copy, plan))
    if words.headline:
        said.append(_text("headline", words.headline, copy, plan))
    if layout.divider and words.headline and words.subline:
        said.append(_divider(plan))
    if words.subline:
        said.append(_text("subline", words.subline, copy, plan))
    offered: list[Row] = []
    if words.price or words.old_price:
        offered.append(_prices(copy, _offering(plan)))
    if words.call_to_action:
        offered.append(_plated("call_to_action", words.call_to_action, copy, plan))
    return said, offered


def _offering(plan: Plan) -> Plan:
    """`plan` as price and button stand in it: in a column of their own, in its middle."""
    is_column = plan.offer is not None and plan.words.y == plan.offer.y
    return replace(plan, align="centre") if is_column else plan


def _fitted(rows: Sequence[Row], area: Rect, plan: Plan, copy: Copy) -> list[Item]:
    """The rows in `area`, centred in its height, at the largest scale at which they fit.

    Raises EngineError("text_does_not_fit") naming the text that takes most room.
    """
    (scale, roomy), set_rows = STORY_GROWS if plan.is_story else GROWS, list[Sequence[Item]]()
    while scale >= LEAST_SCALE:
        set_rows = [_set(row, scale, area.w, copy) for row in rows]
        height = _height(set_rows, scale, plan)
        if height <= (roomy if scale > 1 else FULL) * area.h:
            return _placed(set_rows, scale, area._replace(y=area.y + (area.h - height) / 2), plan)
        scale *= SCALE_STEP
    longest = max((item for row in set_rows for item in row), key=lambda item: item.box.h)
    raise _does_not_fit(longest.role, copy)


def _set(row: Row, scale: float, limit: float, copy: Copy) -> Sequence[Item]:
    try:
        return row(scale, limit)
    except EngineError as error:
        if error.code != "text_too_wide":
            raise
        layout = copy.layout.label
        raise EngineError(
            "text_does_not_fit", text=error.arguments["text"], layout=layout
        ) from error


def _does_not_fit(role: Role, copy: Copy) -> EngineError:
    return EngineError("text_does_not_fit", text=ROLES[role], layout=copy.layout.label)


def _space(row: Sequence[Item], scale: float, plan: Plan) -> float:
    return SPACE[row[0].role] * plan.unit * max(scale, 0.6)


def _union(row: Sequence[Item]) -> Rect:
    left = min(item.bounds.x for item in row)
    top = min(item.bounds.y for item in row)
    right = max(item.bounds.x + item.bounds.w for item in row)
    bottom = max(item.bounds.y + item.bounds.h for item in row)
    return Rect(left, top, right - left, bottom - top)


def _height(rows: Sequence[Sequence[Item]], scale: float, plan: Plan) -> float:
    spaces = sum(_space(row, scale, plan) for row in rows[1:])
    return spaces + sum(_union(row).h for row in rows)


def _placed(rows: Sequence[Sequence[Item]], scale: float, area: Rect, plan: Plan) -> list[Item]:
    items: list[Item] = []
    y = area.y
    for index, row in enumerate(rows):
        union = _union(row)
        y += _space(row, scale, plan) if index else 0.0
        idle = area.w - union.w
        hang = min(row[0].hang, idle) if len(row) == 1 else 0.0
        x = area.x + (0.0 if plan.align == "left" else (idle + hang) / 2)
        items += [item.moved(x - union.x, y - union.y) for item in row]
        y += union.h
    return items


def _setting(role: Role, text: str, copy: Copy, plan: Plan, scale: float) -> Setting:
    most, least, lines = SIZES[role]
    layout = copy.layout
    if role == "headline":
        most = layout.headline
    heading = role in ("headline", "price")
    language = "zh" if has_han(text) else "en"
    weight = layout.heading_weight if heading else "bold" if role != "subline" else "regular"
    tracking = layout.tracking if role == "headline" else 0.0
    family = {"headline": layout.heading, "price": layout.numerals or layout.heading}
    style = TypeStyle(family.get(role, layout.body), weight, tracking, display=role == "headline")
    smallest = max(least * plan.unit, LEAST_PX)
    scale = scale if heading else scale**SMALL_KEEPS
    leading = LEADING if heading else LEADING_BODY
    largest = max(most * plan.unit * scale, smallest)
    aside = layout.numerals or layout.body
    return Setting(style, largest, smallest, lines, leading[language], plan.align, aside)


def _text(role: Role, text: str, copy: Copy, plan: Plan) -> Row:
    shown = text.upper() if copy.layout.capitals and role == "headline" else text

    def row(scale: float, limit: float) -> Sequence[Item]:
        setting = _setting(role, shown, copy, plan, scale)
        return [set_text(role, shown, setting, limit, copy.case)]

    return row


def _prices(copy: Copy, plan: Plan) -> Row:
    words = copy.words

    def row(scale: float, limit: float) -> Sequence[Item]:
        setting = _setting("price", words.price, copy, plan, scale)
        return set_price(words.price, words.old_price, setting, limit, copy.case)

    return row


def _plated(role: Role, text: str, copy: Copy, plan: Plan) -> Row:
    """A button, or a badge in line: text on a plate of the layout's shape."""
    shape: str = copy.layout.button if role == "call_to_action" else "tag"
    pad_x, pad_y = (
        (BUTTON_PAD_X, BUTTON_PAD_Y) if role == "call_to_action" else (TAG_PAD_X, TAG_PAD_Y)
    )
    if shape == "underline":
        pad_x, pad_y = 0.0, 0.3
    if role == "badge" and copy.layout.badge == "ribbon":
        shape, pad_x = "ribbon", 1.1

    def row(scale: float, limit: float) -> Sequence[Item]:
        setting = _setting(role, text, copy, plan, scale)
        item = set_text(role, text, setting, limit / (1 + 0.02), copy.case)
        by_x, by_y = pad_x * item.size_px, pad_y * item.size_px
        if item.box.w + 2 * by_x > limit:
            item = set_text(role, text, setting, limit - 2 * by_x, copy.case)
        box = item.box
        plate = Rect(box.x - by_x, box.y - by_y, box.w + 2 * by_x, box.h + 2 * by_y)
        return [replace(item, plate=plate, shape=shape)]

    return row


def _abreast(rows: Sequence[Row], plan: Plan) -> Row:
    """Price and button on one line: at both ends, or together in the middle."""

    def row(scale: float, limit: float) -> Sequence[Item]:
        gap = 0.07 * plan.unit
        price = rows[0](scale, (limit - gap) * PRICE_SHARE)
        button = rows[1](scale, (limit - gap) * (1 - PRICE_SHARE))
        first, second = _union(price), _union(button)
        together = first.w + gap
        x = limit - second.w if plan.align == "left" else together
        y = first.y + (first.h - second.h) / 2 - second.y
        return [*price, *(item.moved(x - second.x, y) for item in button)]

    return row


def _divider(plan: Plan) -> Row:
    def row(scale: float, limit: float) -> Sequence[Item]:
        length = min(limit, DIVIDER_LENGTH * plan.unit)
        return [Item("divider", (), Rect(0, 0, length, max(1.5, DIVIDER_THICKNESS * plan.unit)), 0)]

    return row


def _logo(aspect: float, plan: Plan) -> Row:
    def row(scale: float, limit: float) -> Sequence[Item]:
        width = min(limit, LOGO_WIDTH * plan.unit, LOGO_HEIGHT * plan.unit * aspect)
        width /= 1 + 2 * LOGO_CLEAR / aspect
        height = width / aspect
        clear = LOGO_CLEAR * height
        plate = Rect(-clear, -clear, width + 2 * clear, height + 2 * clear)
        return [Item("logo", (), Rect(0, 0, width, height), 0, plate=plate)]

    return row
