"""What a seller wants made of every product of an import."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.errors import CatalogError
from catalog.forms.adverts import WordsField, layout_choices, size_choices, theme_choices
from catalog.forms.base import OneSentenceForm
from catalog.importing.making import Adverts, Making, Pictures, Scenes, Tags, Which
from catalog.models import Shop
from catalog.models.brief import MAX_TEXT
from imaging.adverts import words as limits
from imaging.adverts.layouts import DEFAULT_LAYOUT
from imaging.errors import EngineError, sentence
from imaging.presets import load_presets

RECIPES = [
    ("main-image", _("Main images")),
    ("cutout", _("Cut-outs")),
    ("scene", _("Scenes")),
    ("advert", _("Adverts")),
    ("enhance", _("Better photos")),
    ("tags", _("Attributes")),
]
# Where what is wrong with a making is said.
SAID_AT = {"main-image": "presets", "scene": "sentence", "advert": "headline"}
WORDS = ("headline", "subline", "price", "badge", "call_to_action")
PHOTOS = [("first", _("The first photo of each product")), ("all", _("Every photo"))]
TEMPLATE = 80  # characters by which the name of a field is longer than what may stand there


class MakingsForm(OneSentenceForm):
    """The recipes that are ticked, and what each of them has to know."""

    recipe = forms.MultipleChoiceField(label=_("What to make"), choices=RECIPES, required=False)
    presets = forms.MultipleChoiceField(
        label=_("Channels"),
        required=False,
        error_messages={"invalid_choice": _("“%(value)s” is not a channel.")},
    )
    theme = forms.ChoiceField(
        label=_("Theme"), choices=theme_choices, required=False, widget=forms.RadioSelect
    )
    sentence = forms.CharField(label=_("In your own words"), required=False, max_length=MAX_TEXT)
    scene_photos = forms.ChoiceField(choices=PHOTOS, required=False)
    layout = forms.ChoiceField(
        label=_("Layout"), choices=layout_choices, required=False, widget=forms.RadioSelect
    )
    sizes = forms.MultipleChoiceField(
        label=_("Sizes"),
        choices=size_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    headline = WordsField(_("Headline"), limits.MAX_HEADLINE + TEMPLATE, "{title}")
    subline = WordsField(_("Second line"), limits.MAX_SUBLINE + TEMPLATE, "")
    price = WordsField(_("Price"), limits.MAX_PRICE + TEMPLATE, "{price}")
    badge = WordsField(_("Badge"), limits.MAX_BADGE + TEMPLATE, _("New"))
    call_to_action = WordsField(_("Button"), limits.MAX_CALL + TEMPLATE, _("Buy now"))
    advert_photos = forms.ChoiceField(choices=PHOTOS, required=False)

    def __init__(self, *args: Any, shop: Shop, language: str, **options: Any) -> None:
        options.setdefault("initial", initial_of(shop))
        super().__init__(*args, **options)
        self.language = language
        channels = [(key, key) for key in load_presets()]
        self.fields["presets"].choices = channels  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """`makings`, checked one by one so that each is told where it was asked for."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        makings = [MAKERS[recipe](cleaned) for recipe in cleaned["recipe"]]
        for making in makings:
            try:
                making.check()
            except (CatalogError, EngineError) as error:
                self.add_error(SAID_AT.get(making.recipe), self.told(error))
        return cleaned | {"makings": makings}

    def told(self, error: CatalogError | EngineError) -> str:
        """What is wrong, for the reader."""
        if isinstance(error, CatalogError):
            return error.sentence
        if error.code == "preset_missing":
            return str(_("Choose at least one channel."))
        return sentence(error.code, error.arguments, self.language)

    def words(self) -> list[forms.BoundField]:
        """The advert's texts, for the page."""
        return [self[name] for name in WORDS]


def initial_of(shop: Shop) -> dict[str, Any]:
    """What the form starts as."""
    return {
        "recipe": [],
        "presets": shop.presets[:1],
        "scene_photos": "first",
        "advert_photos": "first",
        "layout": DEFAULT_LAYOUT,
        "sizes": ["1:1"],
        "headline": "{title}",
        "price": "{price}",
    }


def main_images(cleaned: Mapping[str, Any]) -> Making:
    return Pictures(recipe="main-image", presets=tuple(cleaned["presets"]))


def scenes(cleaned: Mapping[str, Any]) -> Making:
    return Scenes(
        recipe="scene",
        theme=cleaned["theme"],
        sentence=cleaned["sentence"],
        photos=which(cleaned["scene_photos"]),
    )


def adverts(cleaned: Mapping[str, Any]) -> Making:
    return Adverts(
        recipe="advert",
        words={name: cleaned[name] for name in WORDS if cleaned[name]},
        layout=cleaned["layout"] or DEFAULT_LAYOUT,
        sizes=tuple(cleaned["sizes"]),
        photos=which(cleaned["advert_photos"]),
    )


def which(chosen: str) -> Which:
    return "all" if chosen == "all" else "first"


MAKERS: dict[str, Callable[[Mapping[str, Any]], Making]] = {
    "main-image": main_images,
    "cutout": lambda cleaned: Pictures(recipe="cutout"),
    "scene": scenes,
    "advert": adverts,
    "enhance": lambda cleaned: Pictures(recipe="enhance"),
    "tags": lambda cleaned: Tags(recipe="tags"),
}
