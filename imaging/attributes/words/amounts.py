"""Sums of money in a text: number, currency, range, and what they are for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from imaging.attributes.words.lexicon import any_of, key_of, of_table, words
from imaging.attributes.words.spot import ahead_of

NUMBER = r"(?:\d{1,3}(?:[,.]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,。]\d{1,2})?(?!\d))"
TO = r" ?(?:-|~|–|—|至|到|\bto\b) ?"
BEFORE, BEHIND, PER = of_table("before"), of_table("behind"), of_table("per")
# Not inside a number or a word: "WH-1000", "1.5"; a currency may follow a word without a space.
FREE = r"(?<![\d.,])(?<![a-z0-9][-_])(?<![a-z])"
EVERY = r"(?: ?/ ?| ?每 ?| ?\bper | ?\ba (?=lb|kg|pound)| ?一(?=斤|公斤|两))"
UNIT = rf"{EVERY}(\d+(?:\.\d+)?)? ?({PER})"

MARKED = re.compile(
    rf"(?:(?<![a-z])|(?=[^a-z]))(?P<mark>{BEFORE})[: ]{{0,2}}"
    rf"(?P<low>{NUMBER}|\.\d\d(?!\d))(?P<many>万?)"
    rf"(?:{TO}(?:{BEFORE} ?)?(?P<high>{NUMBER}))?(?: ?{BEHIND}(?! ?\d))?"
)
NAMED = re.compile(
    rf"{FREE}(?P<low>{NUMBER}) ?(?P<many>万?)(?:{TO}(?P<high>{NUMBER}))?[.,]?-? ?(?P<mark>{BEHIND})"
    r"(?P<jiao>(?<=块)\d(?![\d.]| ?[件条双盒瓶]))?"
)
BARE = re.compile(
    rf"{FREE}(?P<low>{NUMBER})(?P<many>万?)(?![\d%a-z°]|[.,]\d| ?[折件双天号分年月日码人张])"
)
THOUSANDS = re.compile(rf"{FREE}(?P<low>{NUMBER}) ?(?P<many>万)(?![人件次粉单台份套毫瓦个名+\w])")
HAN = re.compile(
    r"(?<!几)(?!百)(?P<yuan>[一二两三四五六七八九十百零]+)[块元](?![店区])"
    r"(?P<jiao>[一二三四五六七八九半](?![件条双盒瓶个套折]))?"
)
SUFFIX = re.compile(UNIT)
PREFIX = re.compile(rf"(?:每 ?|\bper |(?=\d+ ?[a-z]+ ?=))(\d+(?:\.\d+)?)? ?({PER}) ?[:=]? ?$")

DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2}
TENS = {"十": 10, "百": 100}


@dataclass(frozen=True)
class Amount:
    """Money at text[start:end]. high: where a range ends. per: "500 g", "kg"; "" for the whole."""

    start: int
    end: int
    low: Decimal
    currency: str
    high: Decimal | None = None
    per: str = ""

    @property
    def value(self) -> str:
        """As findings have it, "19.90 CNY"."""
        return money(self.low, self.currency)


def money(number: Decimal, currency: str) -> str:
    """ "19.90 CNY"; yen have no hundredths."""
    return f"{number:.0f} {currency}" if currency == "JPY" else f"{number:.2f} {currency}"


def amounts_in(text: str) -> list[Amount]:
    """Every sum of money in a normalised text, in reading order; no two overlap."""
    kept: list[Amount] = []
    worth = (amount for amount in _all(text) if amount.low)
    for amount in sorted(worth, key=lambda found: (found.start, -found.end)):
        if not kept or amount.start >= kept[-1].end:
            kept.append(amount)
    return [_with_unit(amount, text) for amount in kept]


def _all(text: str) -> Iterator[Amount]:
    for pattern in (MARKED, NAMED):
        for found in pattern.finditer(text):
            table = "before" if pattern is MARKED else "behind"
            yield _amount(found, key_of(table, found["mark"]))
    for found in THOUSANDS.finditer(text):
        yield _amount(found, "CNY")
    for found in _after_chinese_words(text):
        yield _amount(found, "CNY")
    for found in HAN.finditer(text):
        yield Amount(found.start(), found.end(), han_number(found["yuan"], found["jiao"]), "CNY")


POST_FREE = re.compile(r" ?包邮")
CHINESE_WORD = re.compile(
    any_of([words("role", "current"), words("role", "old"), words("role", "plain")])
    + r"(?: ?\(?(?:元|rmb|cny)\)?)?[: 为是]{0,3}$"
)


def _after_chinese_words(text: str) -> Iterator[re.Match[str]]:
    """Numbers without a currency behind 现价, 到手价 and the like, or before 包邮."""
    for found in BARE.finditer(text):
        word = CHINESE_WORD.search(ahead_of(text, found.start()))
        if (word and not word[0].isascii()) or POST_FREE.match(text, found.end()):
            yield found


def _amount(found: re.Match[str], currency: str) -> Amount:
    parts = found.groupdict()
    low = number(parts["low"]) * (10_000 if parts.get("many") else 1)
    if parts.get("jiao"):
        low += Decimal(parts["jiao"]) / 10
    high = number(parts["high"]) if parts.get("high") else None
    return Amount(found.start(), found.end(), low, currency, high)


def _with_unit(amount: Amount, text: str) -> Amount:
    """With what it is for: "/100g" behind it, "每100g" before it."""
    behind = SUFFIX.match(text, amount.end)
    if behind:
        return replace(amount, end=behind.end(), per=unit(behind[1], behind[2]))
    before = PREFIX.search(ahead_of(text, amount.start))
    if before:
        start = amount.start - len(before[0])
        return replace(amount, start=start, per=unit(before[1], before[2]))
    return amount


def unit(count: str | None, word: str) -> str:
    """ "100 g" of "100" and "克"; "500 g" of "斤"; "" of what is sold by the piece."""
    key = key_of("per", word)
    if not key or not count or count == "1":
        return key
    many, _, name = key.rpartition(" ")
    return f"{Decimal(count) * Decimal(many or 1):f} {name}"


def number(said: str) -> Decimal:
    """ "1,299.00", "1.299,00", "19,9" and "19。9" as numbers: three digits behind the only mark are
    thousands."""
    plain = said.replace("。", ".")
    at = max(plain.rfind("."), plain.rfind(","))
    if at >= 0 and len(plain) - at - 1 != 3:
        whole, rest = plain[:at], plain[at + 1 :]
        return Decimal(re.sub("[.,]", "", whole) + "." + rest)
    return Decimal(re.sub("[.,]", "", plain))


def han_number(yuan: str, jiao: str | None) -> Decimal:
    """九块九 is 9.9, 二十五块 25."""
    whole, digit = 0, 0
    for sign in yuan:
        if sign in TENS:
            whole, digit = whole + (digit or 1) * TENS[sign], 0
        else:
            digit = DIGITS[sign]
    tenths = {"半": 5}.get(jiao, DIGITS.get(jiao, 0)) if jiao else 0
    return Decimal(whole + digit) + Decimal(tenths) / 10
