"""What the advert editor sends."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.forms.brand import ColourField
from catalog.forms.studio import GONE, RowField
from catalog.models import Photo, Product, Rendition
from catalog.selectors import adverts
from catalog.selectors.adverts import Ground
from catalog.services.adverts import AdvertAsked
from imaging.adverts import words as limits
from imaging.adverts.layouts import LAYOUTS
from imaging.adverts.sizes import SIZES
from imaging.adverts.words import Adjust, Words
from imaging.reader import language
from imaging.themes import load_themes

SIZE_NAMES = {
    "1:1": _("Square"),
    "4:5": _("Portrait"),
    "3:4": _("Tall portrait"),
    "9:16": _("Story, short video"),
    "16:9": _("Wide"),
    "3:1": _("Banner"),
}
GROUNDS = [
    ("scene", _("This scene")),
    ("layout", _("The layout’s own")),
    ("theme", _("A theme")),
    ("colour", _("One colour")),
    ("gradient", _("Two colours")),
]
WORDS = tuple(Words.model_fields)
SLIDERS = tuple(Adjust.model_fields)
STEP = "0.1"


def layout_choices() -> list[tuple[str, str]]:
    """Every layout by its name in the reader's language."""
    return [(key, layout.label.in_language(language())) for key, layout in LAYOUTS.items()]


def theme_choices() -> list[tuple[str, str]]:
    """Every theme by its name in the reader's language."""
    return [(key, theme.label.in_language(language())) for key, theme in load_themes().items()]


def size_choices() -> list[tuple[str, str]]:
    """Every size with its name."""
    return [(key, str(SIZE_NAMES[key])) for key in SIZES]


class WordsField(forms.CharField):
    """One text of an advert; may be left empty."""

    def __init__(self, label: Any, most: int, placeholder: Any, *, rows: int = 1) -> None:
        attributes = {"placeholder": placeholder, "autocomplete": "off", "data-most": most}
        kind = forms.Textarea if rows > 1 else forms.TextInput
        widget = kind({**attributes, **({"rows": rows} if rows > 1 else {})})
        super().__init__(label=label, max_length=most, required=False, widget=widget)

    def clean(self, value: Any) -> str:
        text = "\n".join(str(super().clean(value)).splitlines())
        if not all(mark.isprintable() or mark == "\n" for mark in text):
            raise ValidationError(_("This text has a character that cannot be shown."))
        return text


class SliderField(forms.FloatField):
    """A share from `least` to 1; 0 leaves the colours as they are."""

    def __init__(self, label: Any, least: int) -> None:
        scale = {"min": least, "max": 1, "step": STEP}
        widget = forms.NumberInput({"type": "range", **scale})
        super().__init__(
            label=label, min_value=least, max_value=1, initial=0, required=False, widget=widget
        )

    def clean(self, value: Any) -> float:
        return super().clean(value) or 0.0


class AdvertForm(forms.Form):
    """An advert: what it says, how it is laid out, in which sizes, before what."""

    photo = RowField(Photo.objects.none(), error_messages={"required": GONE})
    layout = forms.ChoiceField(label=_("Layout"), choices=layout_choices, widget=forms.RadioSelect)
    sizes = forms.MultipleChoiceField(
        label=_("Sizes"),
        choices=size_choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one size.")},
    )
    headline = WordsField(_("Headline"), limits.MAX_HEADLINE, _("New this spring"), rows=2)
    subline = WordsField(_("Second line"), limits.MAX_SUBLINE, _("What makes it special"), rows=2)
    price = WordsField(_("Price"), limits.MAX_PRICE, "¥39")
    old_price = WordsField(_("Old price"), limits.MAX_PRICE, "¥59")
    badge = WordsField(_("Badge"), limits.MAX_BADGE, _("New"))
    call_to_action = WordsField(_("Button"), limits.MAX_CALL, _("Buy now"))
    ground = forms.ChoiceField(
        label=_("Background"), choices=GROUNDS, widget=forms.RadioSelect, initial="layout"
    )
    theme = forms.ChoiceField(
        label=_("Theme"), choices=theme_choices, required=False, widget=forms.RadioSelect
    )
    colour = ColourField(label=_("Colour"))
    colour_end = ColourField(label=_("Second colour"))
    warmth = SliderField(_("Cooler or warmer"), -1)
    brightness = SliderField(_("Darker or brighter"), -1)
    brand_wash = SliderField(_("In shades of your main colour"), 0)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        product: Product,
        has_scene: bool,
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        photos = product.photos.filter(deleted_at=None).select_related("shop", "product__shop")
        self.fields["photo"].queryset = photos  # type: ignore[attr-defined]
        grounds = [one for one in GROUNDS if has_scene or one[0] != "scene"]
        self.fields["ground"].choices = grounds  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned[name] for name in WORDS):
            self.add_error("headline", _("Write at least a headline or a price."))
        for field, sentence in self.lacking(cleaned):
            self.add_error(field, sentence)
        return cleaned

    def lacking(self, cleaned: dict[str, Any]) -> list[tuple[str, Any]]:
        """What the chosen background needs and the form does not say."""
        ground = cleaned.get("ground")
        if ground == "theme" and not cleaned.get("theme") and "theme" not in self.errors:
            return [("theme", _("Choose a theme."))]
        names = {"colour": ["colour"], "gradient": ["colour", "colour_end"]}.get(str(ground), [])
        missing = [name for name in names if not cleaned.get(name) and name not in self.errors]
        return [(name, _("Choose a colour.")) for name in missing]

    def sliders(self) -> list[forms.BoundField]:
        """The colour adjustments, for the page."""
        return [self[name] for name in SLIDERS]

    def asked(self) -> AdvertAsked:
        """What the valid form asks for."""
        cleaned = self.cleaned_data
        return AdvertAsked(
            words=Words(**{name: cleaned[name] for name in WORDS}),
            layout=cleaned["layout"],
            sizes=tuple(cleaned["sizes"]),
            ground=self.ground_chosen(),
            adjust=Adjust(**{name: cleaned[name] for name in SLIDERS}),
            language=adverts.language_written(),
        )

    def ground_chosen(self) -> Ground:
        """The chosen background, without what belongs to another one."""
        cleaned = self.cleaned_data
        kind = cleaned["ground"]
        colours = {"colour": ["colour"], "gradient": ["colour", "colour_end"]}.get(kind, [])
        return Ground(
            kind,
            theme=cleaned["theme"] if kind == "theme" else "",
            colours=tuple(cleaned[name] for name in colours),
        )


def initial_of(rendition: Rendition) -> dict[str, Any]:
    """What the form starts as: an advert as it was asked for, or one made from another picture."""
    step = adverts.advert_step(rendition)
    if not step:
        kind = "scene" if adverts.has_scene(rendition) else "layout"
        return {**initial_of_product(rendition.product), "ground": kind}
    ground = adverts.ground_of(rendition)
    colours = dict(zip(("colour", "colour_end"), ground.colours, strict=False))
    return {
        **step["words"],
        **step["adjust"],
        **colours,
        "layout": step["layout"],
        "sizes": [adverts.size_of(rendition)],
        "ground": ground.kind,
        "theme": ground.theme,
    }


def initial_of_product(product: Product) -> dict[str, Any]:
    """What the form starts as for an advert from a photo."""
    suggested = adverts.words_suggested(product)
    return {**suggested, "layout": "minimal", "sizes": ["1:1"], "ground": "layout"}
