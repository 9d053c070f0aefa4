"""A text cut into the longest phrases that the lexicon knows, and what lies between them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from imaging.brief.lexicon import ATOM, Lexicon, Sense
from imaging.brief.normal import Normal

BREAKS = frozenset(",.;:!?()…。~\n—|{}<>[]【】《》")
SPACED = re.compile(r" [-/] ")
HAN = re.compile(r"[\u3400-\u9fff]")
LONGEST_CLAUSE = 40  # tokens; what depends on its clause is found in linear time
SILENT = frozenset(("stop", "shade"))


@dataclass(frozen=True)
class Token:
    """words = text[start:end]. clause counts the breaks before it; senses may be none (unknown)."""

    start: int
    end: int
    words: str
    clause: int
    senses: tuple[Sense, ...] = ()

    def has(self, *kinds: str) -> bool:
        return any(sense.kind in kinds for sense in self.senses)

    def value(self, kind: str) -> str | None:
        """The first value of `kind` that this means."""
        return next((sense.value for sense in self.senses if sense.kind == kind), None)

    def meaning(self, *senses: Sense) -> "Token":
        """The same words meaning something else; with no sense, known words that say nothing."""
        return replace(self, senses=senses or (Sense("stop", "stop"),))

    def meaning_nothing(self) -> "Token":
        """The same words, not understood."""
        return replace(self, senses=())

    def without(self, *kinds: str) -> "Token":
        return self.meaning(*(sense for sense in self.senses if sense.kind not in kinds))

    @property
    def unknown(self) -> bool:
        return not self.senses or self.has("unknown", "word")

    @property
    def is_han(self) -> bool:
        return bool(HAN.match(self.words))


@dataclass(frozen=True)
class Atom:
    start: int
    end: int
    key: str


def tokens_of(normal: Normal, given: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """Tokens in order. `given` were found by other means; their words are not read again."""
    taken = {at for token in given for at in range(token.start, token.end)}
    found: list[Token] = list(given)
    for run in _runs(normal.text, taken, lexicon):
        found += _longest_phrases(run, normal.text, lexicon)
    found.sort(key=lambda token: token.start)
    return list(_in_clauses(found, normal.text))


def _runs(text: str, taken: set[int], lexicon: Lexicon) -> Iterator[list[Atom]]:
    """Stretches of atoms that phrases may span: nothing taken and no break inside."""
    run: list[Atom] = []
    for match in ATOM.finditer(text):
        word = match.group()
        gap = run and _parts(text, run[-1].end, match.start())
        if gap or match.start() in taken:
            yield run
            run = []
        if match.start() not in taken and word != "-":
            key = lexicon.speller.meant(word.replace("'", ""))
            run.append(Atom(match.start(), match.end(), key))
    yield run


def _parts(text: str, end: int, start: int) -> bool:
    """Whether what lies between two atoms parts them: a space between two Chinese characters."""
    between = text[end:start]
    return bool(between.strip(" -")) or (
        " " in between and bool(HAN.match(text[end - 1]) and HAN.match(text[start]))
    )


def _longest_phrases(run: list[Atom], text: str, lexicon: Lexicon) -> Iterator[Token]:
    keys = [atom.key for atom in run]
    at = 0
    while at < len(run):
        length, senses = lexicon.longest(keys, at)
        start, end = run[at].start, run[at + max(length, 1) - 1].end
        at += max(length, 1)
        if senses or text[start].isalnum():
            yield Token(start, end, text[start:end], 0, senses)


def _in_clauses(tokens: list[Token], text: str) -> Iterator[Token]:
    clause, last, length = 0, 0, 0
    for token in tokens:
        between = text[last : token.start]
        parted = " " in between and last and HAN.match(text[last - 1]) and token.is_han
        if parted or BREAKS & set(between) or SPACED.search(between) or length == LONGEST_CLAUSE:
            clause, length = clause + 1, 0
        length += 1
        last = max(last, token.end)
        yield replace(token, clause=clause)
