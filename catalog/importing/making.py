"""What is to be made of every row of an import: typed, and refused before a row is looked at."""

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import BaseModel, Discriminator, Field, Tag, TypeAdapter, ValidationError

from catalog.errors import CatalogError
from imaging.adverts.layouts import DEFAULT_LAYOUT, LAYOUTS
from imaging.adverts.sizes import SIZES
from imaging.adverts.words import (
    MAX_BADGE,
    MAX_CALL,
    MAX_HEADLINE,
    MAX_PRICE,
    MAX_SUBLINE,
    Words,
)
from imaging.engines.refusals import refusal
from imaging.errors import EngineError
from imaging.recipes import RECIPES, TAGS, build
from imaging.themes import theme

MOST = 12  # makings of one import
SCENE, ADVERT = "scene", "advert"
NEEDS_STROKES = "erase"  # there is nobody with a brush
# What an advert's words may take from a row, in braces.
FIELDS = ("title", "price", "sku", "category", "description")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
Which = Literal["first", "all"]
MOST_CHARACTERS = {
    "headline": MAX_HEADLINE,
    "subline": MAX_SUBLINE,
    "price": MAX_PRICE,
    "old_price": MAX_PRICE,
    "badge": MAX_BADGE,
    "call_to_action": MAX_CALL,
}


class Making(BaseModel, frozen=True, extra="forbid"):
    """One recipe for the photos of every product: all of them, or each product's first."""

    recipe: str
    photos: Which = "all"

    @property
    def per_photo(self) -> int:
        """How many pictures of one photo it makes."""
        return 1

    def check(self) -> None:
        """Raise EngineError or CatalogError for what would only fail later, row by row."""


class Pictures(Making):
    """A recipe that needs nothing but photos, for channels where it is for channels."""

    presets: tuple[str, ...] = ()
    options: dict[str, Any] = {}

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels it makes one picture each for; one "" where it is for none."""
        is_for_channels = self.recipe in RECIPES and RECIPES[self.recipe].is_for_channels
        return (tuple(dict.fromkeys(self.presets)) if is_for_channels else ()) or ("",)

    @property
    def per_photo(self) -> int:
        return len(self.channels)

    def check(self) -> None:
        if self.recipe == NEEDS_STROKES or "erase" in self.options:
            raise EngineError("nothing_marked")
        for channel in self.channels:
            build(self.recipe, preset_key=channel or None, options=self.options)


class Reading(BaseModel, frozen=True, extra="forbid"):
    """What came of a sentence, once for all rows; `options` are those of the recipe."""

    scene: dict[str, Any]
    unknown: tuple[str, ...] = ()
    reader: str = ""
    remark: str = ""
    options: dict[str, Any]


class Scenes(Making):
    """A theme, a sentence, or a theme that the sentence changes; the same set for all.

    seed: None is the theme's own. read: filled in when the import is received.
    """

    photos: Which = "first"
    theme: str = ""
    sentence: str = ""
    seed: int | None = Field(default=None, ge=0, lt=2**31)
    presets: tuple[str, ...] = ()
    read: Reading | None = None

    @property
    def reading(self) -> Reading:
        """What it was read as. Raises ValueError before it was."""
        if self.read is None:
            raise ValueError("a scene is read when its import is received")
        return self.read

    @property
    def is_drawn(self) -> bool:
        """Whether its set has to be drawn: those of themes ship with the studio."""
        return self.reading.options["theme"] is None

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels it makes one picture each for; one "" where it is for none."""
        return tuple(dict.fromkeys(self.presets)) or ("",)

    @property
    def per_photo(self) -> int:
        return len(self.channels)

    def check(self) -> None:
        if self.theme:
            theme(self.theme)
        if not (self.theme or self.sentence.strip()):
            raise CatalogError(_("Pick a theme, or say in words what you would like to see."))
        for channel in self.channels:
            build(SCENE, preset_key=channel or None)


class Adverts(Making):
    """An advert whose words have fields of the row in braces, in some sizes.

    theme: what it stands before; "" is the layout's own ground. language: the writer's, for texts
    that do not tell.
    """

    photos: Which = "first"
    words: dict[str, str]
    layout: str = DEFAULT_LAYOUT
    sizes: tuple[str, ...] = ("1:1",)
    theme: str = ""
    language: Literal["en", "zh"] | None = None

    @property
    def per_photo(self) -> int:
        return len(dict.fromkeys(self.sizes))

    def check(self) -> None:
        if self.theme:
            theme(self.theme)
        if not self.sizes:
            raise CatalogError(_("Choose at least one size."))
        one_of(self.layout, LAYOUTS, _("“%(name)s” is not a layout."))
        for size in self.sizes:
            one_of(size, SIZES, _("“%(name)s” is not a size."))
        for name in self.fields:
            one_of(name, FIELDS, _("“{%(name)s}” is not a field of a row."))
        if not any(text.strip() for text in self.words.values()):
            raise CatalogError(_("Write at least a headline or a price."))
        words_of({name: PLACEHOLDER.sub("", text) for name, text in self.words.items()})

    @property
    def fields(self) -> list[str]:
        """The fields of a row that its words name."""
        return [name for text in self.words.values() for name in PLACEHOLDER.findall(text)]

    def filled(self, row: Mapping[str, str]) -> Words:
        """Its words with the fields of one row, all of them known.

        Raises CatalogError for a text that is too long, EngineError for what is none.
        """
        texts = {
            name: PLACEHOLDER.sub(lambda found: row[found[1]], text)
            for name, text in self.words.items()
        }
        for name, text in texts.items():
            if len(text) > MOST_CHARACTERS[name]:
                told = {"n": len(text), "most": MOST_CHARACTERS[name], "text": text[:30]}
                raise CatalogError(_("“%(text)s…” has %(n)d characters; %(most)d fit.") % told)
        return words_of(texts)


class Tags(Making):
    """Attributes read from photos; no picture is made."""

    @property
    def per_photo(self) -> int:
        return 0


def words_of(texts: Mapping[str, str]) -> Words:
    """Texts as an advert's words. Raises EngineError("bad_parameters")."""
    try:
        return Words.model_validate(texts)
    except ValidationError as error:
        raise refusal(ADVERT, error) from error


def one_of(name: str, known: Iterable[str], refused: str) -> None:
    """Raise CatalogError when `name` is none of `known`."""
    if name not in known:
        raise CatalogError(refused % {"name": name})


def kind_of(kept: Any) -> str:
    """Which class a making is, told by its recipe."""
    recipe = kept.get("recipe") if isinstance(kept, Mapping) else getattr(kept, "recipe", None)
    return recipe if recipe in (SCENE, ADVERT, TAGS) else "pictures"


AnyMaking = Annotated[
    Annotated[Pictures, Tag("pictures")]
    | Annotated[Scenes, Tag(SCENE)]
    | Annotated[Adverts, Tag(ADVERT)]
    | Annotated[Tags, Tag(TAGS)],
    Discriminator(kind_of),
]
ADAPTER: TypeAdapter[tuple[AnyMaking, ...]] = TypeAdapter(tuple[AnyMaking, ...])


def makings_of(given: Any) -> tuple[Making, ...]:
    """Makings from their JSON, each once, checked as far as they can be without the shop.

    Raises EngineError (unknown_recipe, unknown_preset, preset_missing, unknown_theme,
    bad_parameters …) and CatalogError for what does not make sense.
    """
    makings = makings_kept(given)
    if len(makings) > MOST:
        raise CatalogError(_("At most %(most)d things can be made of each row.") % {"most": MOST})
    once = [one for at, one in enumerate(makings) if one not in makings[:at]]
    for making in once:
        making.check()
    return tuple(once)


def makings_kept(kept: Any) -> tuple[Making, ...]:
    """Makings as an import keeps them. Raises EngineError("bad_parameters")."""
    try:
        return ADAPTER.validate_python(kept)
    except ValidationError as error:
        raise refusal("makings", error) from error
