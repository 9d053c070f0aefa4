"""What drawn tags say, and what a reader should take from it."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np

Language = Literal["zh", "en"]


@cache
def said() -> Mapping[str, Any]:
    """The words that tags are made of: `tag_words.toml`."""
    return tomllib.loads(Path(__file__).with_name("tag_words.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Money:
    """A price as it is printed, and as findings have it."""

    amount: Decimal
    currency: str
    mark_before: str
    mark_behind: str
    point: str

    @property
    def shown(self) -> str:
        """The figures: without cents where there are none."""
        whole = self.amount == self.amount.to_integral_value()
        return f"{self.amount:.0f}" if whole else f"{self.amount:.2f}".replace(".", self.point)

    @property
    def text(self) -> str:
        return f"{self.mark_before}{self.shown}{self.mark_behind}"

    @property
    def value(self) -> str:
        return f"{self.amount:.2f} {self.currency}"


@dataclass(frozen=True)
class Words:
    """All that stands on one tag. facts: label and value of a swing tag's rows."""

    name: str
    brand: str
    line: str
    slogan: str
    price: Money | None
    price_label: str
    old: Money | None
    old_label: str
    is_struck: bool
    size_text: str
    size_value: str | None
    unit_text: str
    facts: tuple[tuple[str, str], ...]


def words_of(language: Language, layout: str, rng: np.random.Generator) -> Words:
    """What a tag of `layout` says in `language`, by chance."""
    words = said()[language]

    def pick(listed: Sequence[str]) -> str:
        return listed[int(rng.integers(len(listed)))]

    price = None if layout == "packaging" else money(words["marks"], rng)
    old = dearer(price, rng) if price and rng.random() < 0.45 else None
    is_worn = layout == "swing tag"
    sizes = said()["worn"] if is_worn else words["held"]
    size = "" if layout == "price tag" else pick(list(sizes))
    label = pick(words["price_labels"])
    style = int(rng.integers(3))  # named, struck, or both
    return Words(
        name=pick(words["names"]),
        brand=pick(words["brands"]),
        line=pick(words["lines"]),
        slogan=pick(words["slogans"]),
        price=price,
        price_label=label if is_worn or rng.random() < 0.4 else "",
        old=old,
        old_label=pick(words["old_labels"]) if style != 1 else "",
        is_struck=style != 0,
        size_text=size,
        size_value=sizes.get(size),
        unit_text=unit(price, "单价 " if language == "zh" else "", rng) if price else "",
        facts=facts(words["facts"], pick(words["size_labels"]), size, rng),
    )


def money(marks: Sequence[Sequence[str]], rng: np.random.Generator) -> Money:
    """A price that a shop would ask."""
    currency, before, behind, point = marks[int(rng.integers(len(marks)))]
    whole = int(np.exp(rng.uniform(np.log(5), np.log(2500))))
    cents = (0, 0, 90, 99, 50, 80)[int(rng.integers(6))]
    return Money(whole + Decimal(cents) / 100, currency, before, behind, point)


def dearer(price: Money, rng: np.random.Generator) -> Money:
    """What was asked before `price`, printed alike."""
    amount = Decimal(int(float(price.amount) * rng.uniform(1.25, 2.2)) + 1)
    return replace(price, amount=amount)


def unit(price: Money, label: str, rng: np.random.Generator) -> str:
    """A unit price as shelf labels have it, on some."""
    if rng.random() < 0.4:
        return ""
    of = "/100g" if rng.random() < 0.5 else "/kg"
    amount = (price.amount / 5 + Decimal("0.11")).quantize(Decimal("0.01"))
    return label + replace(price, amount=amount).text + of


def facts(
    rows: Sequence[tuple[str, str]], label: str, size: str, rng: np.random.Generator
) -> tuple[tuple[str, str], ...]:
    """Rows of a swing tag in any order, the size among them."""
    chosen = [rows[int(at)] for at in rng.permutation(len(rows))[:3]]
    chosen.insert(int(rng.integers(len(chosen) + 1)), (label, size))
    return tuple(chosen)
