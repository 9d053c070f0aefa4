"""Measures in a text: lengths by one to three sides, volumes and weights."""

import re
from collections.abc import Iterator
from decimal import Decimal

from imaging.attributes.words.lexicon import key_of, of_table, words
from imaging.attributes.words.spot import Spot, ahead_of, plain
from imaging.brief.normal import Normal

NUMBER = r"\d+(?:[.,]\d+)?"
TO = r" ?[-~–—至到] ?"
LENGTH, AMOUNT = of_table("length"), of_table("amount")
FREE = r"(?<![\d.,])(?<!\d/)(?<![a-z][-_])(?<![a-z#])"
BY = r" ?(?:x|×|\*|\bby\b|乘) ?"
SIDES = re.compile(
    rf"{FREE}(?P<one>{NUMBER}) ?(?:{LENGTH})?{BY}(?P<two>{NUMBER}) ?(?:{LENGTH})?"
    rf"(?:{BY}(?P<three>{NUMBER}))? ?\(?(?P<unit>{LENGTH})"
)
SINGLE = re.compile(
    rf"{FREE}(?P<one>{NUMBER})(?:{TO}(?P<two>{NUMBER}))? ?-?(?P<unit>{LENGTH})(?![²2\w/])"
)
SINGLE_HAN = re.compile(rf"{FREE}(?P<one>{NUMBER})(?:{TO}(?P<two>{NUMBER}))? ?(?P<unit>{LENGTH})")
OF = re.compile(rf"({words('parts', 'zh')}|\b{words('parts', 'en')})[:约 是为a-z]{{0,4}}$")
TIMES = r" ?[x×*] ?"
COUNTER = r"(?: ?[瓶袋盒包罐支片个只条])?"
HELD = re.compile(
    rf"(?:{FREE}(?P<before>\d{{1,3}}){TIMES}|(?<![\d.,a-z]))"
    rf"(?P<one>{NUMBER}) ?(?P<unit>{AMOUNT})"
    rf"(?:{TIMES}(?P<behind>\d{{1,3}}){COUNTER}(?![\d.a-z]))?"
)


def lengths(normal: Normal, text: str) -> Iterator[Spot]:
    """30×40 cm, 12 in, 70 cm of 衣长."""
    taken: list[tuple[int, int]] = []
    for pattern in (SIDES, SINGLE, SINGLE_HAN):
        for found in pattern.finditer(text):
            if all(found.end() <= start or found.start() >= end for start, end in taken):
                taken.append(found.span())
                yield _length(found, text)


def _length(found: re.Match[str], text: str) -> Spot:
    unit = key_of_unit(found)
    parts = [plain(part) for part in found.groups()[:-1] if part]
    between = "×" if found.re is SIDES else "–"
    of = OF.search(ahead_of(text, found.start()))
    value = f"{between.join(parts)} {unit}"
    return Spot(*found.span(), value, "length", 0.96, of[1] if of else "")


def key_of_unit(found: re.Match[str]) -> str:
    """The unit's own sign; "in" stands for itself wherever its pattern looked at what follows."""
    said = found["unit"]
    return "in" if said == "in" else key_of("length", said)


def amounts(normal: Normal, text: str) -> Iterator[Spot]:
    """250 ml, 2×500 ml, 1 kg of 2斤."""
    for found in HELD.finditer(text):
        times = found["before"] or found["behind"]
        shown = _held(found["one"], key_of("amount", found["unit"]))
        value = f"{times}×{shown}" if times and times != "1" else shown
        yield Spot(*found.span(), value, "amount", 0.97)


def _held(said: str, unit: str) -> str:
    """ "1 kg" of 2斤: half a kilogram each."""
    if unit != "斤":
        return f"{plain(said)} {unit}"
    grams = Decimal(plain(said)) * 500
    return f"{plain(grams / 1000)} kg" if grams >= 1000 else f"{plain(grams)} g"
