"""What was said, done to a brief."""

from collections.abc import Sequence
from typing import Any

from imaging.brief.grammar import Said
from imaging.brief.model import MAX_TEXT, SceneBrief

SCALES = {
    "warmth": ("cool", "neutral", "warm"),
    "brightness": ("dark", "normal", "bright"),
    "prop_amount": ("few", "some", "many"),
    "scale": ("small", "medium", "large"),
}
SINGLE = frozenset(SceneBrief.model_fields) - {"colours", "props", "without", "text", "variants"}


def changed(brief: SceneBrief, told: Sequence[Said]) -> SceneBrief:
    """`brief` after everything that was told, in the order in which it can be told."""
    now: dict[str, Any] = dict(brief)
    _turn_down(now, told)
    _choose(now, told)
    _step(now, told)
    _arrange_props(now, told)
    return SceneBrief.model_validate(now)


def refused_in_vain(brief: SceneBrief, told: Sequence[Said]) -> list[Said]:
    """Values turned down that the brief did not have: there is nothing to do with them."""
    return [one for one in told if one.kind == "unset" and not _has(brief, one.value)]


def _has(brief: SceneBrief, pair: str) -> bool:
    field, _, value = pair.partition("=")
    held = getattr(brief, field, None)
    if not value:
        return held is not None
    return value in held if isinstance(held, tuple) else held == value


def _turn_down(now: dict[str, Any], told: Sequence[Said]) -> None:
    for one in told:
        if one.kind in ("unset", "remove"):
            _unset(now, *one.value.split("=", 1))
    gone = _values(told, "without")
    if "text" in gone:
        now["text"] = None
    if "podium" in gone and now["stage"] == "podium":
        now["stage"] = None
    if "props" in gone:
        now["props"], now["prop_amount"] = (), None
    now["props"] = tuple(prop for prop in now["props"] if prop not in gone)
    now["without"] = _distinct((*now["without"], *gone))


def _unset(now: dict[str, Any], field: str, value: str) -> None:
    if field in ("colours", "props"):
        now[field] = tuple(one for one in now[field] if one != value)
    elif value in ("", now.get(field)):
        now[field] = None


def _choose(now: dict[str, Any], told: Sequence[Said]) -> None:
    for one in told:
        if one.kind in SINGLE:
            now[one.kind] = one.value
        elif one.kind == "variants":
            now["variants"] = int(one.value)
    if colours := _values(told, "colours"):
        now["colours"] = colours
    if texts := _values(told, "text"):
        now["text"] = "\n".join(texts)[:MAX_TEXT]
    wanted = {*_values(told, "mention")} - {*_values(told, "without")} - {"props"}
    wanted |= {"text"} if texts else set()
    wanted |= (
        {"podium"} if ("stage", "podium") in [(one.kind, one.value) for one in told] else set()
    )
    now["without"] = tuple(one for one in now["without"] if one not in wanted)


def _step(now: dict[str, Any], told: Sequence[Said]) -> None:
    """One step a field, however often it is said; a value that is named outright counts more."""
    named = {one.kind for one in told}
    for step in dict.fromkeys(_values(told, "step")):
        field, _, value = step.partition("=")
        if value:
            now[field] = value if field not in named else now[field]
        elif field[:-1] not in named:
            named.add(field[:-1])
            now[field[:-1]] = _next(field[:-1], now[field[:-1]], 1 if field[-1] == "+" else -1)


def _next(field: str, value: str | None, direction: int) -> str:
    scale = SCALES[field]
    at = scale.index(value) if value in scale else 1
    return scale[min(max(at + direction, 0), len(scale) - 1)]


def _arrange_props(now: dict[str, Any], told: Sequence[Said]) -> None:
    named, instead = _values(told, "props"), _values(told, "replace")
    kept = () if instead else now["props"]
    now["props"] = _distinct((*kept, *named, *instead))
    if named or instead:
        gone = {*named, *instead, "props"}
        turned_down = {*_values(told, "without")}
        now["without"] = tuple(o for o in now["without"] if o not in gone or o in turned_down)


def _values(told: Sequence[Said], kind: str) -> tuple[str, ...]:
    return _distinct(one.value for one in told if one.kind == kind)


def _distinct(values: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
