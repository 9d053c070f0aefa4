"""Formats of shop files as data, and which one a file is in, by its heads."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel

from catalog.models.product import normalised
from imaging.labels import Label

HERE = Path(__file__).parent
PLAIN = "plain"
ENOUGH_STRONG = 2  # one head may be chance
NUMBERED = range(1, 10)  # "Option1 Name" …
SEVERAL = ("photos", "option")  # columns that may stand in a file more than once
NEUTRAL = (
    *("sku", "title", "description", "price", "currency", "category", "photos"),
    *("group", "option"),
)
Heads = Sequence[Sequence[str]]


class Fingerprint(BaseModel, frozen=True, extra="forbid"):
    """Heads that tell a format: any of each `required` list, none of `negative`, some `strong`."""

    required: tuple[tuple[str, ...], ...] = ()
    strong: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()

    def evidence(self, heads: Sequence[str]) -> tuple[str, ...]:
        """The heads that speak for it; none where it is not this format."""
        there = {key(head): head.strip() for head in heads if head.strip()}
        wanted = [
            next((one for one in map(key, some) if one in there), "") for some in self.required
        ]
        strong = [one for one in map(key, self.strong) if one in there]
        refused = any(key(one) in there for one in self.negative)
        if refused or not wanted or not all(wanted) or len(strong) < ENOUGH_STRONG:
            return ()
        return tuple(there[one] for one in dict.fromkeys([*wanted, *strong]))


class Profile(BaseModel, frozen=True, extra="forbid"):
    """One format: where its heads are, what its columns mean, how its lines become rows."""

    key: str
    label: Label
    needs: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]
    fingerprint: Fingerprint = Fingerprint()
    plan: Literal["flat", "feed", "continuation", "parents", "package", "named"] = "flat"
    heads_row: int = 1
    rows_after_heads: int = 0
    photo_split: str = r"\s*[|\n]\s*|\s*[,;]\s*(?=https?://)"
    currency: str = ""
    names_currency: bool = True  # else its prices are in the shop's own
    is_html: bool = False
    # 淘宝: what its numbers of properties, and of their values, are called.
    properties: dict[str, str] = {}
    values: dict[str, str] = {}

    def meaning(self, head: str) -> str:
        """The neutral column of a head, "" for one that is left out."""
        return meanings(self.key).get(key(head), "")


@dataclass(frozen=True)
class Detected:
    """A format and the heads that spoke for it."""

    profile: Profile
    evidence: tuple[str, ...]


@cache
def profiles() -> dict[str, Profile]:
    """All formats by key, plain first."""
    keys = sorted((path.stem for path in HERE.glob("*.toml")), key=lambda one: (one != PLAIN, one))
    read = {one: tomllib.loads((HERE / f"{one}.toml").read_text("utf-8")) for one in keys}
    return {one: Profile(key=one, **data) for one, data in read.items()}


@cache
def meanings(profile: str) -> dict[str, str]:
    columns = profiles()[profile].columns.items()
    return {
        key(head.replace("#", str(number))): column.replace("#", str(number))
        for column, heads in columns
        for head in heads
        for number in (NUMBERED if "#" in head else NUMBERED[:1])
    }


def detect(first_rows: Heads) -> Detected:
    """The format whose strong heads are most; a plain table where none is known."""
    best = Detected(profiles()[PLAIN], ())
    for profile in profiles().values():
        heads = first_rows[profile.heads_row - 1] if len(first_rows) >= profile.heads_row else ()
        evidence = profile.fingerprint.evidence(heads)
        if len(evidence) > len(best.evidence):
            best = Detected(profile, evidence)
    return best


@lru_cache(maxsize=4096)
def key(head: str) -> str:
    """A head as it is compared: no case, spaces, width, nor the prefix of the g: namespace."""
    return normalised(head).replace(" ", "").removeprefix("g:")
