"""Text as units that a line is made of: characters of Chinese, words of Latin, spaces.

All widths are in em (sizes of the type), measured once; a size in px only multiplies them.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Kind = Literal["han", "open", "close", "latin", "space", "newline"]

OPENING = frozenset("（《「『【“‘〈〔［｛([{")
CLOSING = frozenset("，。、；：）》」』】”’〉〕］｝")
# None of these begins a line; of Latin ones only those that end words.
NOT_FIRST = CLOSING | frozenset("！？…—·％‰℃～,.;:!?)]}%")
# Chinese when the text is, Latin when it is not; Unicode leaves their width open.
AMBIGUOUS = frozenset("“”‘’…—·")
PAIRED = ("——", "……")
HALF = 0.5  # em; the blank half of a full-width punctuation mark
QUARTER = 0.25  # em between Chinese and Latin
SPACE_WIDTH = 0.25

Blank = tuple[float, float]
# Face key of a character, then em width and blanks of a text in that face.
Cast = Callable[[str], str]
Measure = Callable[[str, str], tuple[float, Blank]]


@dataclass(frozen=True)
class Unit:
    """What no line break may split.

    advance: em. left, right: em of blank inside that may go where marks meet or a line begins
    or ends; only full-width punctuation has them.
    """

    text: str
    kind: Kind
    face: str
    advance: float
    left: float = 0.0
    right: float = 0.0


def has_han(text: str) -> bool:
    """Whether there is a Chinese character in `text`."""
    return any(unicodedata.name(character, "").startswith("CJK UNIFIED") for character in text)


def kind_of(character: str, *, chinese: bool) -> Kind:
    """What `character` is on a line of text that is `chinese` or not."""
    if character in AMBIGUOUS and not chinese:
        return "latin"
    wide = unicodedata.east_asian_width(character) in "WF" or character in AMBIGUOUS
    if not wide:
        spaces: dict[str, Kind] = {"\n": "newline", " ": "space", "\u00a0": "latin"}
        return spaces.get(character, "latin")
    if character in OPENING:
        return "open"
    return "close" if character in CLOSING else "han"


def split(text: str, *, chinese: bool, cast: Cast) -> list[tuple[str, Kind, str]]:
    """`text` as (text, kind, face): Latin runs of one face whole, spaces joined, pairs kept."""
    parts: list[tuple[str, Kind, str]] = []
    for character in text:
        kind = kind_of(character, chinese=chinese)
        face = "" if kind in ("space", "newline") else cast(character)
        last = parts[-1] if parts else ("", kind, "")
        joined = last[0] + character
        if last[1] == kind and kind in ("latin", "space") and last[2] == face and last[0]:
            parts[-1] = (joined if kind == "latin" else " ", kind, face)
        elif joined in PAIRED:
            parts[-1] = (joined, kind, face)
        else:
            parts.append((character, kind, face))
    return parts


def units(text: str, *, chinese: bool, cast: Cast, measure: Measure) -> list[Unit]:
    """`text` measured, with its punctuation's blanks known."""
    return [
        _unit(part, kind, face, measure)
        for part, kind, face in split(text, chinese=chinese, cast=cast)
    ]


def _unit(text: str, kind: Kind, face: str, measure: Measure) -> Unit:
    if kind in ("space", "newline"):
        return Unit(text, kind, face, SPACE_WIDTH if kind == "space" else 0.0)
    advance, (left, right) = measure(text, face)
    return Unit(
        text,
        kind,
        face,
        advance,
        left=min(left, HALF) if kind == "open" else 0.0,
        right=min(right, HALF) if kind == "close" else 0.0,
    )


def gap(before: Unit, after: Unit) -> float:
    """Em between two neighbours on a line; negative where two marks share a blank.

    A quarter between Chinese and Latin where the writer set no space; a mark followed by a mark
    loses its blank half, and so does the second of two opening ones.
    """
    if before.kind == "close" and after.kind in ("close", "open"):
        return -before.right
    if before.kind == "open" and after.kind == "open":
        return -after.left
    if before.kind == "han" and after.kind == "latin":
        return QUARTER if _is_word(after.text[0]) else 0.0
    if before.kind == "latin" and after.kind == "han":
        return QUARTER if _is_word(before.text[-1]) else 0.0
    return 0.0


def _is_word(character: str) -> bool:
    return character.isalnum() or character in "$¥€£%+&@#"


def trimmed(line: Sequence[Unit]) -> Sequence[Unit]:
    """`line` without spaces and line breaks at its ends."""
    start, stop = 0, len(line)
    while start < stop and line[start].kind in ("space", "newline"):
        start += 1
    while stop > start and line[stop - 1].kind in ("space", "newline"):
        stop -= 1
    return line[start:stop]


def without_last_mark(line: Sequence[Unit]) -> Sequence[Unit]:
    """`line` without a closing mark at its end, unless that is all there is."""
    line = trimmed(line)
    return line[:-1] if len(line) > 1 and line[-1].kind == "close" else line


def placed(line: Sequence[Unit]) -> Iterator[tuple[Unit, float]]:
    """Every unit of a line with the em from the line's left edge where its origin lies.

    Blank halves hang out at both ends, so that ink, not air, keeps to the margin.
    """
    line = trimmed(line)
    x = -line[0].left if line else 0.0
    for before, unit in pairwise((None, *line)):
        if unit is None:
            continue
        x += gap(before, unit) if before else 0.0
        yield unit, x
        x += unit.advance


def width(line: Sequence[Unit]) -> float:
    """Em that a line takes, its end marks squeezed."""
    ends = [x + unit.advance - unit.right for unit, x in placed(line)]
    return ends[-1] if ends else 0.0
