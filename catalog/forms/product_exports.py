"""What people say when products leave: which file, with whose pictures, and where they are sold."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.exporting.model import FeedSetting
from catalog.forms.base import OneSentenceForm

AVAILABILITY = [
    ("in_stock", _("In stock")),
    ("out_of_stock", _("Out of stock")),
    ("preorder", _("To be ordered before it is there")),
    ("backorder", _("Ordered again when sold")),
]
CONDITION = [("new", _("New")), ("refurbished", _("Refurbished")), ("used", _("Used"))]
FIELDS = ("{sku}", "{handle}", "{id}")


class FeedForm(OneSentenceForm):
    """What only the shop knows of its products, for feeds."""

    link = forms.URLField(
        label=_("Where your products are sold"),
        help_text=_(
            "The address of a product, with {handle}, {sku} or {id} where they differ, such as "
            "https://shop.example/products/{handle}. Google takes no product without one."
        ),
        required=False,
        max_length=300,
        assume_scheme="https",
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    availability = forms.ChoiceField(
        label=_("Availability"), choices=AVAILABILITY, help_text=_("The studio keeps no stock.")
    )
    condition = forms.ChoiceField(label=_("Condition"), choices=CONDITION)
    ai_title = forms.BooleanField(
        label=_("Titles were written by AI"),
        help_text=_("Google asks for it. The studio itself writes no texts."),
        required=False,
    )
    ai_description = forms.BooleanField(label=_("Descriptions were written by AI"), required=False)

    @classmethod
    def of(cls, setting: FeedSetting, **options: Any) -> "FeedForm":
        """The form as the shop has filled it in."""
        said = {f"ai_{name}": True for name in setting.ai_texts}
        return cls(initial=setting.model_dump() | said, **options)

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"]
        if link and not any(field in link for field in FIELDS):
            raise forms.ValidationError(
                _("Write {handle}, {sku} or {id} where the addresses of two products differ.")
            )
        return link

    def setting(self) -> FeedSetting:
        """What was said."""
        said = self.cleaned_data
        texts = tuple(name for name in ("title", "description") if said[f"ai_{name}"])
        own = {name: said[name] for name in ("link", "availability", "condition")}
        return FeedSetting(**own, ai_texts=texts)
