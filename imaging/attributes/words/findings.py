"""Prices and sizes of a text as findings, and findings of several sources as one attribute."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from imaging.attributes.model import Attribute, Evidence, Finding, Name, Share, Source
from imaging.attributes.words.prices import Price, now_of, old_of, prices_of, unit_of
from imaging.attributes.words.sizes import Size, sizes_of
from imaging.brief.normal import normalised

MODEL = "words-1"

Span = tuple[int, int]
Findings = dict[Name, list[Finding]]

# How likely a price is the one that is asked, where a likelier one stands beside it.
BESIDE_SAME_ROLE, BESIDE_NAMED = 0.4, 0.2
ONLY_OLD, ONLY_UNIT = 0.6, 0.9
# How likely what is said in this way is the product's size, rather than a part's or a number of.
KIND = {"length": 0.95, "count": 0.95}


@dataclass(frozen=True)
class Told:
    """Who tells: the source, the model that read it, and what a part of the text rests on: its
    evidence, and how surely it was read."""

    source: Source
    model: str
    witness: Callable[[Span], tuple[Evidence, float]]


def found_in(text: str, source: Source, box: Share | None = None) -> Findings:
    """The prices and the sizes of one text, the likeliest price first; `box`: where it stands.

    Details of a price, where said: old, unit_price ("5.80 CNY/500 g"), upto (of a range); of a
    size: kind (see sizes.Size), of (what a measure is of).
    """
    normal = normalised(text)
    prices = prices_of(normal)
    sizes = sizes_of(normal, prices)

    def witness(span: Span) -> tuple[Evidence, float]:
        return Evidence(box=box, text=text[slice(*span)]), 1.0

    return findings(prices, sizes, Told(source, MODEL, witness))


def findings(prices: list[Price], sizes: list[Size], told: Told) -> Findings:
    """What was read as findings: old and unit prices are details of the price."""
    return {"price": list(_prices(prices, told)), "size": [_size(size, told) for size in sizes]}


def _prices(prices: list[Price], told: Told) -> Iterable[Finding]:
    now = now_of(prices)
    for place, price in enumerate(now):
        details = _details(price, prices) if place == 0 else {}
        share = _rank(price, now[0], place)
        yield _finding(price.value, price.span, price.sureness * share, details, told)


def _rank(price: Price, first: Price, place: int) -> float:
    """How much of its sureness a price keeps, by its place and role among those asked now."""
    if place:
        return BESIDE_SAME_ROLE if price.role == first.role else BESIDE_NAMED
    return {"old": ONLY_OLD, "unit": ONLY_UNIT}.get(price.role, 1.0)


def _details(price: Price, prices: list[Price]) -> dict[str, Any]:
    old, unit = old_of(prices, price), unit_of(prices)
    found = {
        "old": old.value if old else None,
        "unit_price": unit.per_unit if unit else None,
        "upto": price.upto,
    }
    return {name: value for name, value in found.items() if value}


def _size(size: Size, told: Told) -> Finding:
    details = {"kind": size.kind, **({"of": size.of} if size.of else {})}
    sureness = size.sureness * KIND.get(size.kind, 1.0)
    return _finding(size.value, size.span, sureness, details, told)


def _finding(
    value: str, span: Span, sureness: float, details: dict[str, Any], told: Told
) -> Finding:
    evidence, read = told.witness(span)
    return Finding(
        value=value,
        confidence=round(sureness * read, 4),
        evidence=evidence,
        source=told.source,
        model=told.model,
        details=details,
    )


def merged(findings: Sequence[Finding]) -> Attribute | None:
    """The likeliest of `findings`, the rest that differs beside it; None of none.

    Sources that agree make a value likelier. Values that exclude each other (prices; sizes of one
    kind) share what likelihood there is, so that no more than 1 is given away.
    """
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.value is not None:
            groups[finding.value].append(finding)
    if not groups:
        unseen = max(findings, key=lambda finding: finding.confidence, default=None)
        return None if unseen is None else Attribute(**unseen.model_dump())
    first, *others = _shared([_agreed(group) for group in groups.values()])
    return Attribute(**first.model_dump(), others=tuple(others))


def _agreed(group: list[Finding]) -> Finding:
    """The best of findings with one value, as sure as their sources together make it."""
    best: dict[Source, Finding] = {}
    for finding in sorted(group, key=lambda finding: finding.confidence):
        best[finding.source] = finding
    doubt = reduce(lambda left, one: left * (1 - one.confidence), best.values(), 1.0)
    first = max(best.values(), key=lambda finding: finding.confidence)
    return first.model_copy(
        update={"confidence": round(1 - doubt, 4), "details": _all_details(best)}
    )


def _all_details(best: dict[Source, Finding]) -> dict[str, Any]:
    """What every source adds: the title's old price to the photo's price."""
    ordered = sorted(best.values(), key=lambda finding: finding.confidence)
    return {name: value for finding in ordered for name, value in finding.details.items()}


def _shared(findings: list[Finding]) -> list[Finding]:
    """Likeliest first; those of one kind with at most 1 among them."""
    given: dict[str, float] = defaultdict(float)
    for finding in findings:
        given[finding.details.get("kind", "")] += finding.confidence
    shares = (
        finding.confidence / max(1.0, given[finding.details.get("kind", "")])
        for finding in findings
    )
    adjusted = [
        finding.model_copy(update={"confidence": round(share, 4)})
        for finding, share in zip(findings, shares, strict=True)
    ]
    return sorted(adjusted, key=lambda finding: -finding.confidence)
