"""Prices in a text, and the part each plays: asked now, asked before, for a kilo."""

import re
from dataclasses import dataclass
from typing import Literal

from imaging.attributes.words.amounts import Amount, amounts_in, money
from imaging.attributes.words.lexicon import any_of, words
from imaging.attributes.words.spot import REACH, ahead_of
from imaging.brief.normal import Normal, normalised

Role = Literal["current", "old", "unit", "plain"]
ROLES: tuple[Role, ...] = ("current", "old", "plain")

NEAR = 16  # characters between a price and the word that says which one it is
CLOSE = 4  # characters between money and the word that says it is no price
ENDS = re.compile(r"[\n;。|]|[!?,](?= ?\D)")
WORD = {role: re.compile(words("role", role)) for role in ROLES}
LOST_BEFORE = re.compile(words("no_price", "before") + rf"[^\w\n]{{0,{CLOSE}}}$")
LOST_BEHIND = re.compile(r"[ )的]{0,2}(?:" + words("no_price", "behind") + ")")
OLD_BEHIND = re.compile(r" ?\(?(?:rrp|msrp|原价|吊牌价)\)?(?! ?[:¥$€£\d])")
BUNDLE = any_of(["件", "条", "双", "盒", "瓶", "袋", "包", "支", "个", "套"])
HAN_COUNT = r"(?:\d{1,2}|[二两三四五六七八九十])"
BUNDLE_BEHIND = re.compile(rf" ?{HAN_COUNT} ?{BUNDLE}(?![装套入])")
BUNDLE_BEFORE = re.compile(
    rf"(?:{HAN_COUNT} ?[件条双] ?(?:到手价?|共|合计|只要|仅需)? ?"
    rf"|任[选意]?{HAN_COUNT} ?{BUNDLE} ?|\d{{1,2}} for )$"
)


@dataclass(frozen=True)
class Price:
    """Money that is a price, where it stands in the text as written, and how surely it is so.

    wide: the span with words that belong to it ("99元3件"), in the normalised text. prominence:
    height of its lettering over the highest of any price; 1 where there is no lettering.
    """

    amount: Amount
    role: Role
    span: tuple[int, int]
    wide: tuple[int, int]
    sureness: float
    prominence: float = 1.0

    @property
    def value(self) -> str:
        """ "19.90 CNY"."""
        return self.amount.value

    @property
    def per_unit(self) -> str:
        """ "5.80 CNY/500 g"; "" for a price of the whole."""
        return f"{self.value}/{self.amount.per}" if self.amount.per else ""

    @property
    def upto(self) -> str | None:
        """Where a range of prices ends."""
        high = self.amount.high
        return None if high is None else money(high, self.amount.currency)


def prices_in(text: str) -> list[Price]:
    """Every price in `text`, in reading order: savings, postage and deposits are none."""
    return prices_of(normalised(text))


def prices_of(normal: Normal) -> list[Price]:
    """The same for a text that was normalised already."""
    amounts = amounts_in(normal.text)
    ends = [0, *(amount.end for amount in amounts)]
    found = []
    for after, amount in zip(ends, amounts, strict=False):
        near = normal.text[max(after, amount.start - REACH) : amount.start]
        before = ENDS.split(near)[-1]
        if not _is_lost(before, amount, normal.text):
            found.append(_price(amount, before, normal))
    return found


def _is_lost(before: str, amount: Amount, text: str) -> bool:
    """Whether the money is saved, posted or deposited: no price."""
    lost = LOST_BEFORE.search(before)
    named = [match.end() for role in ROLES for match in WORD[role].finditer(before)]
    if lost and lost.end() > max(named, default=-1):
        return True
    return LOST_BEHIND.match(text, amount.end) is not None


def _price(amount: Amount, before: str, normal: Normal) -> Price:
    role, sureness = _role(amount, before[-NEAR:], normal.text)
    behind = BUNDLE_BEHIND.match(normal.text, amount.end)
    ahead = BUNDLE_BEFORE.search(ahead_of(normal.text, amount.start))
    wide = (amount.start - len(ahead[0] if ahead else ""), behind.end() if behind else amount.end)
    return Price(amount, role, normal.span(amount.start, amount.end), wide, sureness)


def _role(amount: Amount, before: str, text: str) -> tuple[Role, float]:
    """The part a price plays, by the nearest word before it, and how sure that is."""
    if amount.per:
        return "unit", 0.95
    if OLD_BEHIND.match(text, amount.end):
        return "old", 0.9
    said = [
        (match.end(), -match.start(), role)
        for role in ROLES
        for match in WORD[role].finditer(before)
    ]
    role: Role = max(said)[2] if said else "plain"
    return role, 0.98 if role != "plain" else 0.95


def now_of(prices: list[Price]) -> list[Price]:
    """What is asked now, the likeliest first: what is called so, then the larger lettering, then
    the lower; where nothing is asked now, the old price or the unit price is all there is."""
    wholes = [price for price in prices if price.role in ("current", "plain")]
    chosen = wholes or [price for price in prices if price.role == "old"] or prices
    return sorted(chosen, key=lambda one: (one.role != "current", -one.prominence, one.amount.low))


def old_of(prices: list[Price], now: Price) -> Price | None:
    """What was asked before, in the same currency: the highest that is dearer than `now`."""
    dearer = [
        price
        for price in prices
        if price.role == "old"
        and price.amount.currency == now.amount.currency
        and price.amount.low > now.amount.low
    ]
    return max(dearer, key=lambda price: price.amount.low, default=None)


def unit_of(prices: list[Price]) -> Price | None:
    """The first unit price."""
    return next((price for price in prices if price.amount.per), None)
