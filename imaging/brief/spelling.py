"""The known word that a misspelt Latin word was meant to be."""

from collections import defaultdict
from collections.abc import Iterable

SHORTEST = 5  # letters; shorter words are too near each other
LONGEST = 20
TWO_SLIPS = 9  # letters from which two slips are forgiven


class Speller:
    """Words found by what is left when a letter is taken out, so that a look-up is a few hashes."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)
        self._near: dict[str, set[str]] = defaultdict(set)
        for word in self.words:
            for rest in _shortened(word) if len(word) >= SHORTEST - 1 else ():
                self._near[rest].add(word)

    def meant(self, word: str) -> str:
        """`word` itself when known, else its singular or plural, else a word one slip away."""
        if word in self.words or not (word.isascii() and word.isalpha()):
            return word
        for form in (word.removesuffix("s"), word.removesuffix("es"), f"{word}s"):
            if form in self.words and len(form) > 2:
                return form
        return self._nearest(word) or word

    def _nearest(self, word: str) -> str | None:
        if not SHORTEST <= len(word) <= LONGEST:
            return None
        near = {other for rest in _shortened(word) for other in self._near.get(rest, ())}
        limit = 2 if len(word) >= TWO_SLIPS else 1
        close = [(slips(word, other), other) for other in near if other[0] == word[0]]
        best = min(close, default=None)
        return best[1] if best and best[0] <= limit else None


def slips(one: str, other: str) -> int:
    """Letters left out, added, changed or swapped with the next (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        before, above, row = row, before, [i]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if above and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _shortened(word: str) -> set[str]:
    """`word` with as many letters taken out as slips are forgiven."""
    once = {word[:at] + word[at + 1 :] for at in range(len(word))}
    if len(word) < TWO_SLIPS - 1:
        return {word} | once
    return {word} | once | {one[:at] + one[at + 1 :] for one in once for at in range(len(one))}
