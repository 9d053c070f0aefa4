"""What an import makes, in the reader's words."""

from dataclasses import dataclass

from catalog.importing.making import Adverts, Making, Pictures, Scenes, makings_kept
from catalog.models import Import
from catalog.selectors.rendition_facts import channel_name
from imaging.adverts.layouts import LAYOUTS
from imaging.labels import Label
from imaging.reader import language
from imaging.recipes import RECIPES, TAGS
from imaging.themes import load_themes

ATTRIBUTES = Label(en="Attributes", zh="商品属性")


@dataclass(frozen=True)
class Said:
    """One making: its recipe's name, and what else was said of it."""

    name: str
    details: tuple[str, ...]


def makings_said(source: Import) -> list[Said]:
    """Every making of an import; of a recipe that is gone, its key."""
    makings = makings_kept(source.makings)
    return [Said(recipe_name(one.recipe), tuple(details(one))) for one in makings]


def recipe_name(recipe: str) -> str:
    """A recipe's name in the reader's language."""
    if recipe in RECIPES:
        return RECIPES[recipe].label.in_language(language())
    return ATTRIBUTES.in_language(language()) if recipe == TAGS else recipe


def details(making: Making) -> list[str]:
    """The channels, theme, sentence, layout and sizes that were chosen."""
    if isinstance(making, Scenes):
        said = [
            theme_name(making.theme),
            making.sentence,
            *channels(making.recipe, making.channels),
        ]
    elif isinstance(making, Adverts):
        layout = LAYOUTS[making.layout].label if making.layout in LAYOUTS else None
        name = layout.in_language(language()) if layout else making.layout
        said = [name, theme_name(making.theme), *making.sizes]
    elif isinstance(making, Pictures):
        said = channels(making.recipe, making.channels)
    else:
        said = []
    return [one for one in said if one]


def channels(recipe: str, keys: tuple[str, ...]) -> list[str]:
    return [channel_name(key, recipe) for key in keys if key]


def theme_name(key: str) -> str:
    known = load_themes().get(key)
    return known.label.in_language(language()) if known else key
