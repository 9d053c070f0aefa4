"""What a taste is made of: a look as pairs of facet and value, such as ("warmth", "warm")."""

import colorsys
from collections.abc import Iterator
from functools import lru_cache
from types import MappingProxyType

from imaging.brief import SceneBrief
from imaging.ops.light import rgb
from imaging.scenery.choices import hex_colour
from imaging.scenery.look import decide

SIDE = 64  # px; a look is the same set at every size
SHOWN = (
    "surface", "stage", "backdrop", "light_quality", "warmth", "brightness", "props",
    "prop_amount", "camera", "position", "scale",
)  # fmt: skip

Feature = tuple[str, str]

FIELDS = (
    "style", "surface", "stage", "backdrop", "light_direction", "light_quality", "warmth",
    "brightness", "camera", "text_space",
)  # fmt: skip

# What several surfaces have in common: a shop that keeps oak is likely to like walnut.
MATERIALS = MappingProxyType(
    {
        "wood": ("light-wood", "dark-wood", "old-wood"),
        "marble": ("marble", "black-marble"),
        "stone": ("terrazzo", "concrete", "stone"),
        "fabric": ("linen", "velvet"),
        "smooth": ("plaster", "paper"),
        "ground": ("sand", "snow"),
        "modern": ("acrylic", "metal"),
        "water": ("water",),
    }
)
MATERIAL_OF = {surface: name for name, all_of_it in MATERIALS.items() for surface in all_of_it}
GLOSSY = frozenset({"marble", "black-marble", "acrylic", "metal", "water"})

# Up to which hue, in degrees, a colour belongs to which family; beyond the last it is red again.
HUES = (
    (15, "red"), (38, "earthy"), (70, "yellow"), (170, "green"), (255, "blue"), (320, "purple"),
)  # fmt: skip
BLACKISH = 0.2  # HSV value under which a colour is dark whatever its hue
GREYISH = 0.13  # HSV saturation under which a colour has no hue to speak of
PALE = 0.8  # HSV value from which such a colour is pale rather than grey
PINK_FROM = 0.75  # HSV value from which a soft red is pink


def features_of(brief: SceneBrief, theme: str = "") -> frozenset[Feature]:
    """Everything the brief says that a taste can be about; what it leaves open is no feature."""
    return frozenset(_features(brief, theme))


def _features(brief: SceneBrief, theme: str) -> Iterator[Feature]:
    for name in FIELDS:
        if value := getattr(brief, name):
            yield name, value
    if brief.surface:
        yield "material", MATERIAL_OF[brief.surface]
        yield "finish", "glossy" if brief.surface in GLOSSY else "matte"
    if brief.colours:
        yield "hue", hue_of(brief.colours[0])
    for prop in brief.props:
        yield "props", prop
    if "props" in brief.without:
        yield "props", "none"
    if theme:
        yield "theme", theme


def hue_of(colour: str) -> str:
    """The family of a colour of a brief, by hue, saturation and value of its sRGB."""
    red, green, blue = (level / 255 for level in rgb(hex_colour(colour)))
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    if value < BLACKISH:
        return "dark"
    if saturation < GREYISH:
        return "pale" if value >= PALE else "grey"
    family = next((name for end, name in HUES if hue * 360 < end), "red")
    return "pink" if family == "red" and value >= PINK_FROM and saturation < 0.5 else family


@lru_cache(maxsize=4096)
def seen(brief: SceneBrief, seed: int) -> SceneBrief:
    """The brief as its picture shows it: what it left open as the seed decided it."""
    look = decide(brief, seed=seed, width=SIDE, height=SIDE, quality="preview")
    shown = {name: getattr(look, name) for name in SHOWN}
    if not look.props:
        shown["without"] = tuple(dict.fromkeys((*brief.without, "props")))
    shown["colours"] = brief.colours or look.backdrop_colours
    shown["light_direction"] = brief.light_direction or (
        "left" if look.light_azimuth < 0 else "right"
    )
    return brief.model_copy(update=shown)
