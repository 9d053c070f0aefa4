"""The words around prices and sizes, as patterns: data in `lexicon.toml`."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

_LATIN = re.compile(r"[a-z](?:\?|\)\??)?$")  # a word that ends in letters ends where they do
_NO_LETTER = "(?![a-z])"


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads((files(__package__) / "lexicon.toml").read_text("utf-8"))


def words(table: str, key: str) -> str:
    """A pattern that takes any entry of one list, the longest first."""
    return any_of(_tables()[table][key])


def of_table(table: str) -> str:
    """A pattern that takes any entry of all lists of `table`."""
    return any_of(word for listed in _tables()[table].values() for word in listed)


def any_of(listed: Iterable[str]) -> str:
    """One pattern of many, the longest first; words in letters are whole words."""
    ordered = sorted(set(listed), key=len, reverse=True)
    return "(?:" + "|".join(word + _NO_LETTER * bool(_LATIN.search(word)) for word in ordered) + ")"


@cache
def _compiled(table: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((key, re.compile(any_of(listed))) for key, listed in _tables()[table].items())


def key_of(table: str, said: str) -> str:
    """Which list of `table` holds the words `said`. Raises KeyError where none does."""
    for key, pattern in _compiled(table):
        if pattern.fullmatch(said):
            return key
    raise KeyError(said)
