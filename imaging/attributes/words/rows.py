"""Lines of lettering put into rows: "¥", "199" and a small ".00"; "原价" over "¥99"."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from imaging.attributes.model import Share
from imaging.attributes.words.lexicon import any_of, of_table, words
from imaging.attributes.words.misread import righted

Point = tuple[float, float]
Row = list[tuple[str, "Piece"]]  # what stands between a piece and the one before, and the piece

LEAST = 0.4  # confidence below which nobody reads anything
LEVEL = 0.5  # of the lower one's height that two pieces of a row share
NEXT = 0.9  # of the taller one's height between pieces of a row
NEXT_TO_LABEL = 12.0  # of the lower one's height between a label and its value
BELOW_LABEL = 1.6  # of the taller one's height between a label and the value under it
CENTS = 0.75  # of the height of the whole number

LABEL = any_of(
    [*(words("role", role) for role in ("current", "old", "plain")), words("letters", "label")]
)
ONLY_LABEL = re.compile(rf"(?:{LABEL}|[\s:：/|.()（）]|元)+", re.IGNORECASE)
LABEL_LAST = re.compile(rf"{LABEL}[\s:：]*$", re.IGNORECASE)
MARK = re.compile(of_table("before"), re.IGNORECASE)
MARKED = re.compile(rf"(?P<mark>{of_table('before')}) ?(?P<figures>\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Seen:
    """A line of lettering: what it says and how surely, its corners (x, y) in px of the upright
    picture, from top left clockwise, and its box in the photo."""

    text: str
    confidence: float
    corners: tuple[Point, Point, Point, Point]
    box: Share
    is_struck: bool = False


@dataclass(frozen=True)
class Piece:
    """A line as it stands where the lettering is level, in px."""

    seen: Seen
    left: float
    right: float
    top: float
    bottom: float

    @property
    def text(self) -> str:
        """What it says, with what nets misread put right."""
        return righted(self.seen.text)

    @property
    def height(self) -> float:
        """Of the line, in px."""
        return self.bottom - self.top


def rows_of(lines: Sequence[Seen]) -> list[Row]:
    """Lines in rows from top to bottom; a label goes before the value that stands under it."""
    pieces = levelled([line for line in lines if line.confidence >= LEAST and line.text.strip()])
    chains = sorted(chained(pieces), key=lambda chain: chain[0].top)
    return [_spaced(chain) for chain in under_labels(chains)]


def levelled(lines: Sequence[Seen]) -> list[Piece]:
    """Lines turned about the picture's corner, so that most of them are level."""
    slopes = [_slope(line) for line in lines if _is_long(line)]
    angle = median(slopes) if slopes else 0.0
    return [_piece(line, angle) for line in lines]


def _slope(line: Seen) -> float:
    (left, top), (right, end), *_ = line.corners
    return math.atan2(end - top, right - left)


def _is_long(line: Seen) -> bool:
    width, height = _sides(line)
    return width > 1.5 * height


def _sides(line: Seen) -> tuple[float, float]:
    first, second, third, _ = line.corners
    return math.dist(first, second), math.dist(second, third)


def _piece(line: Seen, angle: float) -> Piece:
    x = sum(corner[0] for corner in line.corners) / 4
    y = sum(corner[1] for corner in line.corners) / 4
    across = x * math.cos(angle) + y * math.sin(angle)
    down = y * math.cos(angle) - x * math.sin(angle)
    width, height = _sides(line)
    return Piece(line, across - width / 2, across + width / 2, down - height / 2, down + height / 2)


def chained(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces that stand beside each other, each chain from left to right."""
    near = sorted(
        (gap, left, right)
        for left, one in enumerate(pieces)
        for right, other in enumerate(pieces)
        if (gap := _gap(one, other)) is not None
    )
    behind: dict[int, int] = {}
    for _, left, right in near:
        if left not in behind and right not in behind.values():
            behind[left] = right
    starts = set(range(len(pieces))) - set(behind.values())
    return [_chain(start, behind, pieces) for start in sorted(starts)]


def _chain(start: int, behind: dict[int, int], pieces: Sequence[Piece]) -> list[Piece]:
    chain = [start]
    while chain[-1] in behind:
        chain.append(behind[chain[-1]])
    return [pieces[index] for index in chain]


def _gap(one: Piece, other: Piece) -> float | None:
    """How far `other` stands to the right of `one`, px; None where it is not of its row."""
    low, tall = sorted((one.height, other.height))
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    if shared < LEVEL * low or other.left + other.right <= one.left + one.right:
        return None
    gap = other.left - one.right
    reach = max(NEXT_TO_LABEL * low * bool(LABEL_LAST.search(one.text)), NEXT * tall)
    return gap if -0.5 * tall < gap < reach else None


def under_labels(chains: list[list[Piece]]) -> list[list[Piece]]:
    """Chains from top to bottom, a lone label put before the nearest chain under it."""
    taken: dict[int, int] = {}
    for index, chain in enumerate(chains):
        if all(ONLY_LABEL.fullmatch(piece.text) for piece in chain):
            below = [
                at for at in range(len(chains)) if at not in taken and _is_below(chain, chains[at])
            ]
            if below:
                taken[min(below, key=lambda at: chains[at][0].top)] = index
    labels = set(taken.values())
    return [
        chains[taken[at]] + chain if at in taken else chain
        for at, chain in enumerate(chains)
        if at not in labels
    ]


def _is_below(label: list[Piece], chain: list[Piece]) -> bool:
    """Whether `chain` stands close under `label` and is no label itself."""
    first, last = chain[0], chain[-1]
    if ONLY_LABEL.match(first.text) or first.top <= label[0].top:
        return False
    tall = max(first.height, label[0].height)
    is_close = first.top - label[0].bottom < BELOW_LABEL * tall
    return is_close and first.left < label[-1].right and last.right > label[0].left


def _spaced(chain: list[Piece]) -> Row:
    cut = [*(_cut(one, other) for one, other in pairwise(chain)), chain[-1]]
    return [("", cut[0]), *((_between(one, other), other) for one, other in pairwise(cut))]


def _cut(piece: Piece, behind: Piece) -> Piece:
    """A mark without the figures that its box shares with the number behind it: "¥1", "129"."""
    marked = MARKED.fullmatch(piece.text)
    if marked and piece.right > behind.left and behind.text.startswith(marked["figures"]):
        return replace(piece, seen=replace(piece.seen, text=marked["mark"]))
    return piece


def _between(before: Piece, piece: Piece) -> str:
    """Nothing within a number, a point before small cents, else a space."""
    if MARK.fullmatch(before.text):
        return ""
    if not before.text[-1].isdigit():
        return " "
    if re.match(r"[.,]\d", piece.text):
        return ""
    is_cents = re.fullmatch(r"\d\d", piece.text) and piece.height < CENTS * before.height
    return "." if is_cents else " "
