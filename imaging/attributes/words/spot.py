"""What a reader of sizes found, and how numbers are written in values."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Spot:
    """A size at text[start:end] of a normalised text; kind and of as in sizes.Size."""

    start: int
    end: int
    value: str
    kind: str
    sureness: float
    of: str = ""


REACH = 32  # characters in which a word belongs to a number


def ahead_of(text: str, at: int) -> str:
    """What stands close before text[at]."""
    return text[max(0, at - REACH) : at]


def plain(number: Decimal | str) -> str:
    """ "2.50" and "2,5" as "2.5"."""
    value = Decimal(str(number).replace(",", "."))
    return f"{value.normalize():f}"
