"""The words that values may have, in both languages, as data: one file an attribute."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel

from imaging.labels import Label


class Term(BaseModel, frozen=True, extra="forbid"):
    """One value of an attribute. google: what Google's feed calls it; "" where it has no word."""

    key: str
    label: Label
    google: str = ""


@cache
def terms(name: str) -> Mapping[str, Term]:
    """The values of attribute `name` by key, in the order of its file; none where any text may
    stand."""
    path = Path(__file__).with_name("vocabulary") / f"{name}.toml"
    if not path.exists():
        return MappingProxyType({})
    listed = tomllib.loads(path.read_text("utf-8"))["term"]
    return MappingProxyType({item["key"]: Term.model_validate(item) for item in listed})


def term(name: str, key: str) -> Term | None:
    """The value `key` of attribute `name`; None where the vocabulary has no such word."""
    return terms(name).get(key)


def label_of(name: str, key: str) -> Label:
    """What people read: the word of the vocabulary, else the value as it stands (sizes, prices)."""
    found = term(name, key)
    return found.label if found else Label(en=key, zh=key)
