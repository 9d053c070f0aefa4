"""Texts set at a size: runs of glyphs with their place, ready to be measured against and drawn."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from imaging.adverts.brand import FontKey
from imaging.adverts.breaking import Line, balanced, torn
from imaging.adverts.plan import Align, Rect
from imaging.adverts.type_case import TypeCase, TypeStyle, extent
from imaging.adverts.typeset import Unit, placed, trimmed, width, without_last_mark
from imaging.errors import EngineError
from imaging.labels import Label

Role = Literal[
    "headline", "subline", "price", "old_price", "badge", "call_to_action", "logo", "divider"
]
ROLES: dict[Role, Label] = {
    "headline": Label(en="headline", zh="标题"),
    "subline": Label(en="subline", zh="副标题"),
    "price": Label(en="price", zh="价格"),
    "old_price": Label(en="old price", zh="原价"),
    "badge": Label(en="badge", zh="角标"),
    "call_to_action": Label(en="call to action", zh="行动按钮"),
    "logo": Label(en="logo", zh="店标"),
    "divider": Label(en="rule", zh="分隔线"),
}
SHRINK = 0.94  # from one size tried to the next
# What a torn phrase and every further line cost in size, and from where no smaller one is tried.
TORN, MORE_LINES, GIVEN_UP = 0.84, 0.94, 0.6

# Sizes of a price's parts, its numerals being 1.
CURRENCY, DECIMALS, SUFFIX, OLD = 0.5, 0.5, 0.4, 0.4
PRICE = re.compile(
    r"^(?P<currency>\D{0,4}?)\s?(?P<whole>\d[\d,]*)(?P<decimals>\.\d+)?(?P<suffix>.*)$"
)


@dataclass(frozen=True)
class Run:
    """Glyphs of one face: text, size in px, left end and baseline in px, em of tracking."""

    text: str
    face: str
    size_px: int
    x: float
    y: float
    tracking: float = 0.0

    def moved(self, dx: float, dy: float) -> "Run":
        """The run elsewhere."""
        return replace(self, x=self.x + dx, y=self.y + dy)


@dataclass(frozen=True)
class Item:
    """One text of the advert in its place. box: what its lines take. plate: the button or badge
    around it. strike: the line through an old price. hang: px at the right of a centred text that
    only a closing mark reaches, which the eye leaves out."""

    role: Role
    runs: tuple[Run, ...]
    box: Rect
    size_px: int
    lines: int = 1
    plate: Rect | None = None
    shape: str | None = None
    strike: Rect | None = None
    hang: float = 0.0

    @property
    def bounds(self) -> Rect:
        """The box, or the plate where there is one."""
        return self.plate or self.box

    def moved(self, dx: float, dy: float) -> "Item":
        """The item elsewhere."""
        return replace(
            self,
            runs=tuple(run.moved(dx, dy) for run in self.runs),
            box=_moved(self.box, dx, dy),
            plate=self.plate and _moved(self.plate, dx, dy),
            strike=self.strike and _moved(self.strike, dx, dy),
        )


@dataclass(frozen=True)
class Setting:
    """How large a text may be (px), over how many lines, how far apart (sizes), and its style.

    aside: family of an old price, which poster faces would clot when small and struck through.
    """

    style: TypeStyle
    most_px: float
    least_px: float
    lines: int
    leading: float
    align: Align = "left"
    aside: FontKey = "sans"


def set_text(role: Role, text: str, setting: Setting, limit: float, case: TypeCase) -> Item:
    """`text` as large as `setting` lets it be within `limit` px, its box at the origin.

    Raises EngineError: text_too_wide when its smallest size needs more lines than there may be.
    """
    units = case.units(text, setting.style)
    best: tuple[float, int, list[Line]] | None = None
    for size in _sizes(setting):
        lines = balanced(units, limit / size)
        if lines is None or len(lines) > setting.lines:
            continue
        worth = size * TORN ** torn(lines) * MORE_LINES ** len(lines)
        if best is None or worth > best[0]:
            best = worth, size, lines
        if size < GIVEN_UP * best[1]:
            break
    if best is None:
        raise EngineError("text_too_wide", text=ROLES[role])
    return _lines(role, best[2], best[1], setting)


def _sizes(setting: Setting) -> Iterator[int]:
    """The sizes to try in px, falling; the least is the last."""
    size = setting.most_px
    while size > setting.least_px:
        yield int(size)
        size *= SHRINK
    yield max(1, int(setting.least_px))


def _lines(role: Role, lines: Sequence[Line], size: int, setting: Setting) -> Item:
    """The lines under each other, ascent of the first at y = 0."""
    starts, widest, hang = _starts(lines, size, setting.align)
    above, below = _reach(lines)
    runs: list[Run] = []
    for index, (line, x) in enumerate(zip(lines, starts, strict=True)):
        y = (above + index * setting.leading) * size
        runs += _runs(line, size, x, y, setting.style.tracking)
    height = (above + below + (len(lines) - 1) * setting.leading) * size
    return Item(role, tuple(runs), Rect(0, 0, widest, height), size, len(lines), hang=hang)


def _starts(lines: Sequence[Line], size: int, align: Align) -> tuple[list[float], float, float]:
    """Where each line begins, what all take across, and how much of that is a hanging mark, px.

    Centred lines are centred without the mark at their end, which weighs next to nothing.
    """
    whole = [width(line) * size for line in lines]
    if align == "left":
        return [0.0] * len(lines), max(whole), 0.0
    bare = [width(without_last_mark(line)) * size for line in lines]
    pairs = zip(whole, bare, strict=True)
    starts = [min((max(bare) - b) / 2, max(whole) - w) for w, b in pairs]
    return starts, max(whole), max(whole) - max(bare)


def _reach(lines: Sequence[Line]) -> tuple[float, float]:
    """Em above and below the baseline that the lines' faces reach."""
    reaches = [extent(unit.face) for line in lines for unit in line if unit.face]
    return max(above for above, _ in reaches), max(below for _, below in reaches)


def _runs(line: Line, size: int, x: float, y: float, tracking: float) -> list[Run]:
    return [
        Run(unit.text, unit.face, size, x + at * size, y, tracking)
        for unit, at in placed(trimmed(line))
        if unit.kind != "space"
    ]


def set_price(
    price: str, old: str, setting: Setting, limit: float, case: TypeCase
) -> tuple[Item, ...]:
    """The price with large numerals, and the old one struck through after or under it.

    Raises EngineError("text_too_wide").
    """
    now = _set_numeral(price, setting, limit, case) if price else None
    if not old:
        return (now,) if now else ()
    size = max((now.size_px if now else setting.most_px) * OLD, setting.least_px * OLD)
    style = replace(setting.style, family=setting.aside, weight="regular")
    smaller = replace(setting, style=style, most_px=size, least_px=size * 0.7, lines=1)
    before = _struck(set_text("old_price", old, smaller, limit, case))
    return _beside(now, before, limit, setting.align) if now else (before,)


def _struck(item: Item) -> Item:
    """`item` with a line through its middle."""
    thick = max(1.5, item.size_px * 0.07)
    reach = item.size_px * 0.08
    middle = item.runs[0].y - 0.34 * item.size_px - thick / 2
    return replace(item, strike=Rect(-reach, middle, item.box.w + 2 * reach, thick))


def _beside(now: Item, before: Item, limit: float, align: Align) -> tuple[Item, Item]:
    """Both prices on one baseline where `limit` px allow, else under each other."""
    gap = before.size_px * 0.6
    if now.box.w + gap + before.box.w <= limit:
        return now, before.moved(now.box.w + gap, now.runs[0].y - before.runs[0].y)
    shift = (now.box.w - before.box.w) / 2 if align == "centre" else 0.0
    return now, before.moved(shift, now.box.h + before.size_px * 0.85)


def _set_numeral(price: str, setting: Setting, limit: float, case: TypeCase) -> Item:
    match = PRICE.match(price)
    if not match:
        plain = replace(setting, most_px=setting.most_px * 0.62, least_px=setting.least_px * 0.62)
        return set_text("price", price, plain, limit, case)
    sizes = {"currency": CURRENCY, "whole": 1.0, "decimals": DECIMALS, "suffix": SUFFIX}
    parts = [
        (case.units(match[name].strip(), setting.style), share)
        for name, share in sizes.items()
        if match[name] and match[name].strip()
    ]
    total = sum(width(units) * share + _air(share) for units, share in parts)
    size = min(setting.most_px, limit / total)
    if size < setting.least_px:
        raise EngineError("text_too_wide", text=ROLES["price"])
    return _numeral(parts, int(size))


def _air(share: float) -> float:
    """Em after a part of a price: small ones keep a little from the numerals."""
    return 0.06 if share < 1 else 0.04


def _numeral(parts: Sequence[tuple[list[Unit], float]], size: int) -> Item:
    above = max(extent(unit.face)[0] for units, share in parts for unit in units if share == 1)
    runs: list[Run] = []
    x = 0.0
    for units, share in parts:
        small = max(1, round(size * share))
        runs += _runs(units, small, x, above * size, 0.0)
        x += width(units) * small + _air(share) * size
    # Figures have no descenders: what hangs below is left out of the box.
    return Item("price", tuple(runs), Rect(0, 0, x, (above + 0.06) * size), size)


def _moved(rect: Rect, dx: float, dy: float) -> Rect:
    return rect._replace(x=rect.x + dx, y=rect.y + dy)
