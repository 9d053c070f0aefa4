"""Sets headline, price and the other words of an advert beside the product, never over it."""

from typing import Literal

from pydantic import Field

from imaging.adverts.brand import BrandKit
from imaging.adverts.words import Adjust, Words
from imaging.engines.base import Params

MIN_SIDE = 240  # px; below, the smallest legible text leaves no room for a product
MAX_SIDE = 4_096  # px

LayoutKey = Literal[
    "minimal", "fashion", "vintage", "luxury", "festive", "tech", "natural", "cute", "sale",
    "editorial", "side-panel", "bottom-band", "frame", "big-type",
]  # fmt: skip


class AdvertParams(Params):
    """One advert as asked for: texts, look and size, all of it editable later.

    width, height: px of the canvas that the layout is drawn for; the step before placed the
    product on a canvas of this size. language: of line breaking and glyph shapes where the text
    alone does not tell.
    """

    layout: LayoutKey = "minimal"
    width: int = Field(default=1080, ge=MIN_SIDE, le=MAX_SIDE)
    height: int = Field(default=1080, ge=MIN_SIDE, le=MAX_SIDE)
    words: Words = Words()
    brand: BrandKit = BrandKit()
    adjust: Adjust = Adjust()
    language: Literal["en", "zh"] | None = None
