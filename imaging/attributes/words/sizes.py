"""Sizes in a text: of clothes and shoes, measures, volumes and weights, and how many are packed."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from imaging.attributes.words.counts import counted
from imaging.attributes.words.letters import lettered, numbered, tailored, worded
from imaging.attributes.words.lexicon import words
from imaging.attributes.words.measures import amounts, lengths
from imaging.attributes.words.prices import Price, prices_of
from imaging.attributes.words.spot import Spot
from imaging.brief.normal import Normal, normalised

NO_SIZE = re.compile(words("no_size", "clauses"))
# The first that takes a part of a text keeps it.
READERS: tuple[Callable[[Normal, str], Iterator[Spot]], ...] = (
    worded, tailored, numbered, lengths, amounts, counted, lettered,
)  # fmt: skip
BLANK = "\x00"  # stands where something else was said, as long as it was
# Capital G behind one of these is memory.
MEMORY = re.compile("(?:4|8|16|32|64|128|256|512)G")


@dataclass(frozen=True)
class Size:
    """One size, where it stands in the text as written, and how surely it is one.

    kind: "letter", "one-size", "shoe", "clothing", "number", "bra", "length", "amount" or "count".
    of: what of the product a measure is of, as written; "" where nothing says.
    """

    value: str
    kind: str
    span: tuple[int, int]
    sureness: float
    of: str = ""


def sizes_in(text: str) -> list[Size]:
    """Every size in `text`, in reading order, each value once."""
    normal = normalised(text)
    return sizes_of(normal, prices_of(normal))


def sizes_of(normal: Normal, prices: Iterable[Price]) -> list[Size]:
    """The same for a text that was normalised, whose prices are known: they are no sizes."""
    left = blanked(normal.text, (price.wide for price in prices))
    left = blanked(left, (found.span() for found in NO_SIZE.finditer(left)))
    left = blanked(left, _memory(normal))
    found: list[Spot] = []
    for reader in READERS:
        spots = list(reader(normal, left))
        left = blanked(left, ((spot.start, spot.end) for spot in spots))
        found += spots
    ordered = sorted(found, key=lambda spot: spot.start)
    once = {spot.value: spot for spot in reversed(ordered)}
    return [_size(spot, normal) for spot in ordered if once[spot.value] is spot]


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """`text` with nothing to read at `spans`."""
    for start, end in spans:
        text = text[:start] + BLANK * (end - start) + text[end:]
    return text


def _memory(normal: Normal) -> Iterator[tuple[int, int]]:
    """Where memory is told, in the normalised text; it is told in capitals."""
    for found in re.finditer(r"(?<![\d.])\d+g(?![a-z])", normal.text):
        if MEMORY.fullmatch(normal.said(*found.span())):
            yield found.span()


def _size(spot: Spot, normal: Normal) -> Size:
    return Size(spot.value, spot.kind, normal.span(spot.start, spot.end), spot.sureness, spot.of)
