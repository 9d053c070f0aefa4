"""What a seller asked for, as data: a brief in closed words that engines, pages and tests share.

Every field may be absent: absent means the seller did not say, and the theme or the engine chooses.
Labels and the words sellers use for each value are in `lexicon/`.
"""

from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, Field

Style = Literal[
    "fashion", "minimal", "vintage", "luxury", "natural", "cute", "tech", "industrial",
    "japanese", "chinese", "nordic", "festive",
]  # fmt: skip
Surface = Literal[
    "plaster", "marble", "black-marble", "terrazzo", "light-wood", "dark-wood", "old-wood",
    "concrete", "stone", "linen", "velvet", "paper", "sand", "snow", "acrylic", "water", "metal",
]  # fmt: skip
Stage = Literal["tabletop", "podium", "steps", "arch", "blocks"]
Backdrop = Literal["cyclorama", "wall", "gradient", "drape", "window-shadow"]
ColourName = Literal[
    "white", "cream", "beige", "grey", "black", "red", "burgundy", "orange", "peach", "yellow",
    "green", "mint", "olive", "teal", "blue", "sky", "navy", "purple", "lavender", "pink", "brown",
    "gold", "silver",
]  # fmt: skip
LightDirection = Literal["left", "right", "front", "back", "top"]
LightQuality = Literal["soft", "hard", "dappled", "window"]
Warmth = Literal["warm", "neutral", "cool"]
Brightness = Literal["bright", "normal", "dark"]
Prop = Literal[
    "spheres", "leaves", "branches", "petals", "flowers", "stones", "shells", "gift-boxes",
    "ribbons", "lanterns", "snow", "moon", "baubles", "candles", "hearts",
]  # fmt: skip
PropAmount = Literal["few", "some", "many"]
Occasion = Literal[
    "spring", "summer", "autumn", "winter", "new-year", "spring-festival", "lantern-festival",
    "valentines", "womens-day", "mothers-day", "dragon-boat", "618", "qixi", "mid-autumn",
    "halloween", "double-11", "black-friday", "double-12", "christmas", "birthday", "wedding",
]  # fmt: skip
Mood = Literal["fresh", "cosy", "calm", "premium", "playful", "romantic", "dramatic", "energetic"]
Side = Literal["left", "right", "top", "bottom"]
Position = Literal["left", "centre", "right"]
Scale = Literal["small", "medium", "large"]
Camera = Literal["eye-level", "high", "top-down", "low"]
Aspect = Literal["1:1", "4:5", "3:4", "9:16", "16:9", "4:3", "3:1"]
Unwanted = Literal[
    "text", "props", "people", "shadow", "reflection", "podium", "pattern", "logo", "border",
    "spheres", "leaves", "branches", "petals", "flowers", "stones", "shells", "gift-boxes",
    "ribbons", "lanterns", "snow", "moon", "baubles", "candles", "hearts",
]  # fmt: skip

MAX_VARIANTS = 8
MAX_TEXT = 200  # characters to set in the picture


def _known_colour(value: str) -> str:
    """A name of ColourName, or "#RRGGBB" in capitals. Raises ValueError."""
    if value in get_args(ColourName):
        return value
    digits = value[1:].upper()
    if value.startswith("#") and len(digits) == 6 and set(digits) <= set("0123456789ABCDEF"):
        return f"#{digits}"
    raise ValueError("a colour is one of the studio's names or #RRGGBB")


Colour = Annotated[str, AfterValidator(_known_colour)]


class SceneBrief(BaseModel, frozen=True, extra="forbid"):
    """One picture as asked for. Tuples keep the order in which things were named, without doubles.

    colours: of backdrop and surroundings, the most important first. text: to set in the picture.
    text_space: the side that stays free of product and props. channel: key of a preset.
    without: what is not wanted; a prop is never both in `props` and here.
    """

    style: Style | None = None
    surface: Surface | None = None
    stage: Stage | None = None
    backdrop: Backdrop | None = None
    colours: tuple[Colour, ...] = ()
    light_direction: LightDirection | None = None
    light_quality: LightQuality | None = None
    warmth: Warmth | None = None
    brightness: Brightness | None = None
    props: tuple[Prop, ...] = ()
    prop_amount: PropAmount | None = None
    occasion: Occasion | None = None
    mood: Mood | None = None
    position: Position | None = None
    scale: Scale | None = None
    camera: Camera | None = None
    text_space: Side | None = None
    text: str | None = Field(default=None, max_length=MAX_TEXT)
    channel: str | None = None
    aspect: Aspect | None = None
    variants: int | None = Field(default=None, ge=1, le=MAX_VARIANTS)
    without: tuple[Unwanted, ...] = ()
