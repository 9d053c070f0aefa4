"""One spelling of a text for matching, which still knows where each character came from."""

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

STRAIGHT = str.maketrans({"’": "'", "‘": "'", "`": "'", "\u00a0": " ", "\u3000": " "})


@dataclass(frozen=True)
class Normal:
    """`text` in lower case, half width and simplified; origin[i] is where text[i] was."""

    text: str
    origin: tuple[int, ...]
    original: str

    def said(self, start: int, end: int) -> str:
        """The seller's own spelling of text[start:end]."""
        first, last = self.span(start, end)
        return self.original[first:last]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end], not empty, stands in the original."""
        return self.origin[start], self.origin[end - 1] + 1


def normalised(text: str) -> Normal:
    """NFKC, case folded, simplified; control characters become spaces."""
    pieces = [_folded(character) for character in text]
    origin = tuple(index for index, piece in enumerate(pieces) for _ in piece)
    return Normal("".join(pieces), origin, text)


def _folded(character: str) -> str:
    if unicodedata.category(character) in ("Cc", "Cf") and character != "\n":
        return " "
    folded = unicodedata.normalize("NFKC", character.translate(STRAIGHT)).casefold()
    return folded.translate(_simplified())


@cache
def _simplified() -> dict[int, str]:
    table = tomllib.loads((files(__package__) / "lexicon" / "traditional.toml").read_text("utf-8"))
    return {ord(old): new for pair in table["pairs"].split() for old, new in [(pair[0], pair[1])]}
