"""What an advert says, and the colour adjustments around the product: checked, JSON in and out."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

MAX_HEADLINE = 60
MAX_SUBLINE = 140
MAX_PRICE = 20
MAX_BADGE = 16
MAX_CALL = 24


def _printable(text: str) -> str:
    """`text` as it came; line breaks are the writer's own. Raises ValueError for control marks."""
    if all(character.isprintable() or character == "\n" for character in text):
        return text
    raise ValueError("text may not hold control characters")


Text = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_printable)]


class Words(BaseModel, frozen=True, extra="forbid"):
    """The texts of an advert in their order of weight; an empty one is left out."""

    headline: Text = Field(default="", max_length=MAX_HEADLINE)
    subline: Text = Field(default="", max_length=MAX_SUBLINE)
    price: Text = Field(default="", max_length=MAX_PRICE)
    old_price: Text = Field(default="", max_length=MAX_PRICE)
    badge: Text = Field(default="", max_length=MAX_BADGE)
    call_to_action: Text = Field(default="", max_length=MAX_CALL)


class Adjust(BaseModel, frozen=True, extra="forbid"):
    """Colour of everything but the product, whose pixels stay as photographed.

    warmth: −1 cooler … 1 warmer. brightness: −1 darker … 1 brighter. brand_wash: 0 none … 1 the
    surroundings in shades of the brand's primary colour.
    """

    warmth: float = Field(default=0, ge=-1, le=1)
    brightness: float = Field(default=0, ge=-1, le=1)
    brand_wash: float = Field(default=0, ge=0, le=1)
