"""The colours and the season that props take from a look."""

from imaging.scenery.colour import linear
from imaging.scenery.look import Look
from imaging.scenery.props.parts import Palette

GOLD, SILVER = "#E3B468", "#D5D8DC"
SEASONS = {  # the first prop found decides
    "lanterns": "festival",
    "snow": "winter",
    "baubles": "winter",
    "moon": "autumn",
    "petals": "spring",
    "flowers": "spring",
}


def palette_of(look: Look) -> Palette:
    """Accents of the look, metal that suits its light, and the season its props speak of."""
    colours = look.accents or (look.surface_colour, look.backdrop_colours[0])
    season = next((SEASONS[prop] for prop in SEASONS if prop in look.props), "summer")
    metal = linear(SILVER if look.warmth == "cool" else GOLD)
    return Palette(tuple(linear(colour) for colour in colours), metal, season)
