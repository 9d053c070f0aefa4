"""A shop's brand as an advert needs it: colours, fonts, whether there is a logo, and the tone."""

from typing import Annotated, Literal

from pydantic import BaseModel, StringConstraints

HexColour = Annotated[
    str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$", to_upper=True, strip_whitespace=True)
]
FontKey = Literal["sans", "serif", "heavy", "display", "kai", "round"]
Tone = Literal["calm", "lively", "premium"]


class BrandKit(BaseModel, frozen=True, extra="forbid"):
    """Every field may be absent: then the layout's own choice stands.

    primary: the brand's main colour, of panels and of large type. accent: of price, badge and
    button. text: of text on light ground. logo: the input "logo" is a picture and is to be shown.
    tone: how much the layout shouts; "premium" and "calm" lower weights and badges.
    """

    primary: HexColour | None = None
    accent: HexColour | None = None
    text: HexColour | None = None
    heading_font: FontKey | None = None
    body_font: FontKey | None = None
    logo: bool = False
    tone: Tone | None = None
