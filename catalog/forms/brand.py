"""What people choose about a shop's brand."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import Brand
from catalog.selectors.brand import CHOICES, COLOURS
from imaging.adverts.faces import FAMILIES
from imaging.reader import language

HEX = re.compile(r"#?([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")
TONES = [
    ("", _("As the layout is")),
    ("calm", _("Calm: quiet colours, few words in bold")),
    ("lively", _("Lively: bold words, clear prices, large badges")),
    ("premium", _("Premium: fine lettering, much space, no shouting")),
]


def font_choices() -> list[tuple[str, str]]:
    """Every family of letters by its name in the reader's language, the layout's own first."""
    named = [(key, family.label.in_language(language())) for key, family in FAMILIES.items()]
    return [("", str(_("As the layout is"))), *named]


class ColourField(forms.CharField):
    """A colour as designers write it: “#1F4FA3”, “1f4fa3” or “#14a”; empty for none."""

    def __init__(self, **options: Any) -> None:
        attributes = {"spellcheck": "false", "autocomplete": "off", "placeholder": "#1F4FA3"}
        widget = forms.TextInput({**attributes, "class": "mono", "maxlength": "7"})
        super().__init__(required=False, max_length=20, widget=widget, **options)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        found = HEX.fullmatch(text.strip())
        if found is None:
            raise forms.ValidationError(
                _("Write a colour as # and six digits from 0 to F, such as #1F4FA3.")
            )
        digits = found[1] if len(found[1]) == 6 else "".join(one * 2 for one in found[1])
        return f"#{digits.upper()}"


class BrandForm(forms.Form):
    """A shop's colours, letters, tone and logo."""

    primary = ColourField(label=_("Main colour"), help_text=_("Of panels and large lettering."))
    accent = ColourField(label=_("Accent colour"), help_text=_("Of prices, badges and buttons."))
    text = ColourField(label=_("Text colour"), help_text=_("On light ground."))
    heading_font = forms.ChoiceField(
        label=_("Headlines"), choices=font_choices, required=False, widget=forms.RadioSelect
    )
    body_font = forms.ChoiceField(
        label=_("Other text"), choices=font_choices, required=False, widget=forms.RadioSelect
    )
    tone = forms.ChoiceField(
        label=_("Tone"), choices=TONES, required=False, widget=forms.RadioSelect
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG or WebP with a transparent background, up to 5 MB. Margins are cut off."),
        widget=forms.FileInput({"accept": "image/png,image/webp,image/jpeg"}),
    )
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)

    words = forms.CharField(
        label=_("Brands that its pictures may show"),
        required=False,
        help_text=_(
            "One a line: your own, and those that you may sell. The name of the shop is one of them"
            " already. Moderators are told of any other brand on a picture."
        ),
        widget=forms.Textarea({"rows": 4, "spellcheck": "false"}),
    )

    @classmethod
    def of(cls, brand: Brand, *, disabled: bool) -> "BrandForm":
        """The form with what the brand kit has now."""
        now = {name: getattr(brand, name) for name in CHOICES}
        form = cls(initial={**now, "words": "\n".join(brand.shop.brand_words)})
        for field in form.fields.values():
            field.disabled = disabled
        return form

    def colours(self) -> list[forms.BoundField]:
        """The colour fields, for the page."""
        return [self[name] for name in COLOURS]

    def clean_words(self) -> list[str]:
        """The brands, each once, in the order written."""
        lines = (" ".join(line.split()) for line in self.cleaned_data["words"].splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def choices_made(self) -> dict[str, str]:
        """What adverts are made in but the logo, once all is valid."""
        return {name: self.cleaned_data[name] for name in CHOICES}
