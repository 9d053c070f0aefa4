"""What a layout is: colours, faces, ground, shapes, and where its words stand per aspect."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel

from imaging.adverts.brand import BrandKit, FontKey, HexColour
from imaging.adverts.faces import Weight
from imaging.adverts.plan import Arranged
from imaging.labels import Label

Ground = Literal[
    "flat", "gradient", "spotlight", "rays", "moon", "grid", "foliage", "dots", "paper", "arch",
    "disc", "blocks",
]  # fmt: skip
Frame = Literal["none", "line", "double", "corners", "border", "rules"]
BadgeShape = Literal["circle", "burst", "ribbon", "tag", "stamp"]
ButtonShape = Literal["pill", "box", "outline", "underline"]


class Palette(BaseModel, frozen=True, extra="forbid"):
    """The colours of a layout. `ground` to `ground_end` is the backdrop, `shape` what is drawn on
    it, `panel` the surface under the words; ink, soft and price are of text, accent of badge and
    button."""

    ground: HexColour
    ground_end: HexColour
    shape: HexColour
    panel: HexColour
    ink: HexColour
    soft: HexColour
    price: HexColour
    accent: HexColour


class Layout(BaseModel, frozen=True, extra="forbid"):
    """One look, drawn for every aspect class.

    headline: largest size, in shares of the canvas's mean side. brand_as: which colours the
    brand's primary one takes the place of. stands: the product stands on the ground of its area
    rather than floats in its middle. fill: share of its area that the product takes, less where
    a shape is to be seen behind it. numerals: the family of prices, the heading's if none.
    """

    key: str
    label: Label
    palette: Palette
    ground: Ground
    frame: Frame = "none"
    heading: FontKey
    heading_weight: Weight = "bold"
    body: FontKey = "sans"
    numerals: FontKey | None = None
    headline: float = 0.09
    tracking: float = 0.0
    capitals: bool = False
    divider: bool = False
    badge: BadgeShape
    button: ButtonShape
    brand_as: tuple[Literal["ground", "ground_end", "shape", "panel", "ink", "price"], ...]
    arranged: Mapping[str, Arranged]
    stands: bool = True
    fill: float = 1.0

    def branded(self, brand: BrandKit) -> "Layout":
        """The layout in the brand's colours and faces, as loud as its tone."""
        return self.model_copy(
            update={
                "palette": self._branded_palette(brand),
                "heading": brand.heading_font or self.heading,
                "body": brand.body_font or self.body,
                **_TONES.get(brand.tone or "", {}),
                **self._quiet_badge(brand),
            }
        )

    def _branded_palette(self, brand: BrandKit) -> Palette:
        changed: dict[str, str | None] = {"accent": brand.accent}
        if brand.primary:
            changed |= {role: _shade(brand.primary, role) for role in self.brand_as}
        changed["ink"] = brand.text or changed.get("ink")
        changed["price"] = brand.accent or changed.get("price")
        return self.palette.model_copy(update={k: v for k, v in changed.items() if v})

    def _quiet_badge(self, brand: BrandKit) -> dict[str, str]:
        loud = self.badge in ("burst", "ribbon") and brand.tone in ("calm", "premium")
        return {"badge": "circle"} if loud else {}


# How far from the brand's colour, towards white or (negative) black, what stands beside it is.
_SHADES = {"ground_end": -0.24, "shape": 0.16}


def _shade(colour: str, role: str) -> str:
    """The brand's colour as the palette's `role` takes it, so that grounds keep their drawing."""
    share = _SHADES.get(role, 0.0)
    towards = 255 if share > 0 else 0
    levels = (level + (towards - level) * abs(share) for level in bytes.fromhex(colour[1:]))
    return "#" + "".join(f"{round(level):02X}" for level in levels)


_TONES: dict[str, dict[str, object]] = {
    "calm": {"heading_weight": "regular"},
    "premium": {"heading_weight": "regular", "tracking": 0.06},
    "lively": {"heading_weight": "bold"},
}
