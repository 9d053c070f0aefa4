"""What engines say of a product, as JSON: every value with its confidence and its evidence."""

from collections.abc import Sequence
from typing import Any, Literal, get_args

from pydantic import BaseModel, Field

Name = Literal["category", "colour", "pattern", "material", "sleeve", "length", "price", "size"]
NAMES: tuple[Name, ...] = get_args(Name)

# Where a value was seen: the product's own pixels, lettering in the photo, the words of the seller.
Source = Literal["photo", "text", "title", "description"]

Share = tuple[float, float, float, float]
Edges = tuple[float, float, float, float]


def share_of(edges: Edges, shape: Sequence[int]) -> Share:
    """What of a photo of `shape` (H, W, …) left, top, right and bottom in px enclose: left, top,
    width and height as shares of its sides, in [0, 1], to four places."""
    height, width = shape[:2]
    left, right = (min(max(edge / width, 0), 1) for edge in edges[::2])
    top, bottom = (min(max(edge / height, 0), 1) for edge in edges[1::2])
    return round(left, 4), round(top, 4), round(right - left, 4), round(bottom - top, 4)


class Evidence(BaseModel, frozen=True, extra="forbid"):
    """What to show a seller who asks why.

    box: left, top, width and height as shares of the photo's sides, in [0, 1]; None for words of
    the seller. text: what was read there, as it stands. hexes: colours that were seen there.
    """

    box: Share | None = None
    text: str = ""
    hexes: tuple[str, ...] = ()


class Finding(BaseModel, frozen=True, extra="forbid"):
    """One value that one source gave.

    value: a key of the vocabulary; of a price "19.90 CNY"; of a size what tags say, "XL", "EU 42",
    "250 ml". None: looked for and not visible. confidence: calibrated, in [0, 1]. details: JSON
    that only this attribute has: shares of further colours, the old price, the unit of a size;
    "why" is the code of a message that says why nothing is visible.
    """

    value: str | None
    confidence: float = Field(ge=0, le=1)
    evidence: Evidence = Evidence()
    source: Source = "photo"
    model: str
    details: dict[str, Any] = {}


class Attribute(Finding, frozen=True):
    """The value that is most likely, and what else was found: shown, never resolved in silence."""

    others: tuple[Finding, ...] = ()
