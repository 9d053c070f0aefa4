"""Where lines break: Chinese anywhere but at marks, Latin between words, lines of even length."""

import math
from collections.abc import Sequence
from itertools import pairwise

from imaging.adverts.typeset import NOT_FIRST, OPENING, Unit, width

PENALTY_IN_CHINESE = 0.22  # a break inside a phrase; as bad as a line shorter by its root, 47 %
PENALTY_ODD = 0.5  # Chinese words mostly have two characters: an odd break tears one apart

Line = Sequence[Unit]


def may_break(before: Unit, after: Unit) -> bool:
    """Whether a line may end with `before` and the next begin with `after`.

    No line begins with a closing mark or ends with an opening one; Latin words stay whole.
    """
    if "newline" in (before.kind, after.kind):
        return before.kind == "newline"
    if after.kind == "space" or after.text[0] in NOT_FIRST or before.text[-1] in OPENING:
        return False
    return not (before.kind == "latin" and after.kind == "latin")


def greedy(units: Line, limit: float) -> list[Line] | None:
    """Lines filled as far as they go within `limit` em; None when a word alone is wider."""
    lines: list[Line] = []
    start, last = 0, 0  # first unit of the line; the latest place where it may break
    for end in range(1, len(units) + 1):
        while width(units[start:end]) > limit:
            if last <= start:
                return None
            lines.append(units[start:last])
            start = last
        if end < len(units) and may_break(units[end - 1], units[end]):
            last = end
            if units[end - 1].kind == "newline":
                lines.append(units[start:end])
                start = end
    return [*lines, units[start:]] if start < len(units) else lines


def balanced(units: Line, limit: float) -> list[Line] | None:
    """As few lines as `greedy` needs, of lengths as even as can be, broken where phrases end."""
    filled = greedy(units, limit)
    if filled is None or len(filled) < 2:
        return filled
    edges = [0, *_cheapest(units, limit, len(filled)), len(units)]
    return [units[start:stop] for start, stop in pairwise(edges)]


def _cheapest(units: Line, limit: float, count: int) -> list[int]:
    """Where to break `units` into `count` lines; they are known to fit."""
    target = min(limit, width(units) / count)
    # best[stop]: cost and breaks of the cheapest way to end a line before unit `stop`.
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for line in range(count):
        best = _with_one_line_more(units, limit, target, best, is_last=line == count - 1)
    return best[len(units)][1]


def _with_one_line_more(
    units: Line,
    limit: float,
    target: float,
    best: dict[int, tuple[float, list[int]]],
    *,
    is_last: bool,
) -> dict[int, tuple[float, list[int]]]:
    more: dict[int, tuple[float, list[int]]] = {}
    for start, (cost, breaks) in best.items():
        for stop in [len(units)] if is_last else _stops(units, start):
            length = width(units[start:stop])
            if length > limit or any(unit.kind == "newline" for unit in units[start : stop - 1]):
                break  # and so is every longer line
            total = cost + ((length - target) / target) ** 2 + _penalty(units, start, stop)
            if total < more.get(stop, (math.inf, []))[0]:
                more[stop] = total, breaks if is_last else [*breaks, stop]
    return more


def _stops(units: Line, start: int) -> list[int]:
    return [
        stop for stop in range(start + 1, len(units)) if may_break(units[stop - 1], units[stop])
    ]


def torn(lines: Sequence[Line]) -> int:
    """How many lines end inside a Chinese phrase."""
    ends = ((line[-1], following[0]) for line, following in pairwise(lines))
    return sum(before.kind == "han" and after.kind == "han" for before, after in ends)


def _penalty(units: Line, start: int, stop: int) -> float:
    """What a break before unit `stop` costs a reader: nothing where a phrase ends."""
    if stop == len(units) or units[stop - 1].kind != "han" or units[stop].kind != "han":
        return 0.0
    run = 0
    while run < stop and units[stop - 1 - run].kind == "han":
        run += 1
    return PENALTY_ODD if run % 2 else PENALTY_IN_CHINESE
