"""Prices and sizes of a photo's lettering: lines that belong together are read as one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from imaging.attributes.model import Evidence, Finding, Share
from imaging.attributes.words.findings import Findings, Span, Told, findings
from imaging.attributes.words.prices import Price, prices_of
from imaging.attributes.words.rows import Piece, Row, Seen, rows_of
from imaging.attributes.words.sizes import sizes_of
from imaging.brief.normal import normalised

SMALLER = 0.9  # of other lettering's prominence: a dearer price so small was asked before
AS_LARGE = 0.85  # of the largest lettering's height: as prominent
SURE_BY_LOOKS = 0.85
SURE_OF_MARK = 0.85  # that a number without a mark is a price, in the currency of the others
ALONE = re.compile(r"\d{1,5}[.,]\d{2}")
# By what the odds of a finding are larger than the net and the grammar say: fitted to 300 answers
# about drawn tags of the build seed, a third of them too small and too soft to read well.
ODDS = 2.2


@dataclass(frozen=True)
class Page:
    """The rows of a photo as one text, and where each piece of lettering stands in it."""

    text: str
    spans: tuple[Span, ...]
    pieces: tuple[Piece, ...]

    def under(self, span: Span) -> list[Piece]:
        """The pieces that text[start:end] is made of."""
        start, end = span
        placed = zip(self.spans, self.pieces, strict=True)
        return [piece for (left, right), piece in placed if left < end and start < right]


def of_lines(lines: Sequence[Seen], model: str) -> Findings:
    """The prices and sizes that lines of lettering tell, each likeliest first.

    Labels and numbers that stand apart are joined; what is struck through, or smaller and dearer,
    was asked before. Evidence: the box around the pieces, in shares of the photo.
    """
    page = page_of(with_lost_mark(rows_of(lines)))
    normal = normalised(page.text)
    prices = by_lettering(prices_of(normal), page)
    told = findings(prices, sizes_of(normal, prices), Told("text", model, partial(witnessed, page)))
    return {name: [calibrated(finding) for finding in listed] for name, listed in told.items()}


def calibrated(finding: Finding) -> Finding:
    """With a confidence that comes true: nets are right more often than their mean says."""
    raw = finding.confidence
    sure = ODDS * raw / (1 + (ODDS - 1) * raw)
    return finding.model_copy(update={"confidence": round(sure, 4)})


def with_lost_mark(rows: Sequence[Row]) -> list[Row]:
    """Rows in which the largest number with cents, alone in its row, has the currency of the
    others, where these are old or unit prices only: its own mark was not read."""
    known = prices_of(normalised(page_of(rows).text))
    currencies = {price.amount.currency for price in known}
    alone = [row for row in rows if ALONE.fullmatch("".join(b + piece.text for b, piece in row))]
    if len(currencies) != 1 or not alone or {price.role for price in known} - {"old", "unit"}:
        return list(rows)
    largest = max(alone, key=lambda row: row[0][1].height)
    return [_marked(row, *currencies) if row is largest else row for row in rows]


def _marked(row: Row, currency: str) -> Row:
    (between, first), *rest = row
    sure = first.seen.confidence * SURE_OF_MARK
    seen = replace(first.seen, text=f"{currency} {first.text}", confidence=sure)
    return [(between, replace(first, seen=seen)), *rest]


def page_of(rows: Sequence[Row]) -> Page:
    """Rows from top to bottom, one a line."""
    text, spans, pieces = "", [], []
    for row in rows:
        text += "\n" if text else ""
        for between, piece in row:
            text += between
            spans.append((len(text), len(text) + len(piece.text)))
            pieces.append(piece)
            text += piece.text
    return Page(text, tuple(spans), tuple(pieces))


def witnessed(page: Page, span: Span) -> tuple[Evidence, float]:
    """Evidence of a part of the page, and how surely its least sure piece was read."""
    under = page.under(span)
    said = page.text[slice(*span)].replace("\n", " ")
    box = around(piece.seen.box for piece in under)
    return Evidence(box=box, text=said), min(piece.seen.confidence for piece in under)


def around(boxes: Iterable[Share]) -> Share:
    """The smallest box around boxes."""
    left, top, right, bottom = zip(*((x, y, x + w, y + h) for x, y, w, h in boxes), strict=True)
    x, y = min(left), min(top)
    return (round(x, 4), round(y, 4), round(max(right) - x, 4), round(max(bottom) - y, 4))


def by_lettering(prices: list[Price], page: Page) -> list[Price]:
    """Prices with their prominence, and those without a name that are old by their looks."""
    heights = [max(piece.height for piece in page.under(price.span)) for price in prices]
    looked = [
        replace(price, prominence=min(1.0, height / max(heights) / AS_LARGE))
        for price, height in zip(prices, heights, strict=True)
    ]
    return [
        replace(price, role="old", sureness=SURE_BY_LOOKS)
        if price.role == "plain" and (is_struck(price, page) or _is_beaten(price, looked))
        else price
        for price in looked
    ]


def is_struck(price: Price, page: Page) -> bool:
    """Whether a line goes through the figures of `price`."""
    return any(piece.seen.is_struck for piece in page.under(price.span))


def _is_beaten(price: Price, prices: list[Price]) -> bool:
    """Whether a cheaper price stands in clearly larger lettering."""
    return any(
        other.amount.low < price.amount.low
        and other.amount.currency == price.amount.currency
        and not other.amount.per
        and price.prominence < SMALLER * other.prominence
        for other in prices
    )
