"""What people type about a product and its variants."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import Product, Variant
from catalog.services.products import VariantDraft

# Those of the channels in imaging/presets; any other three letters come by import or API.
CURRENCIES = (
    *("CNY", "USD", "EUR", "GBP", "JPY", "HKD", "TWD", "SGD", "MYR", "THB", "IDR", "VND", "PHP"),
    *("KRW", "INR", "AUD", "NZD", "CAD", "MXN", "BRL", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK"),
    *("HUF", "RON", "TRY", "AED", "SAR", "ZAR", "ILS"),
)
MAX_VARIANTS = 200


class ProductForm(forms.Form):
    """A product's own texts."""

    title = forms.CharField(label=_("Title"), max_length=200)
    description = forms.CharField(
        label=_("Description"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
    )
    category = forms.CharField(
        label=_("Category"),
        max_length=120,
        required=False,
        widget=forms.TextInput({"list": "categories", "autocomplete": "off"}),
    )


class OptionsField(forms.CharField):
    """Options as one line, “Colour: Blue, Size: M”; Chinese punctuation does too."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            return ", ".join(f"{name}: {choice}" for name, choice in value.items())
        return value

    def clean(self, value: Any) -> dict[str, str]:
        pairs = [part for part in re.split("[,，;；、\n]", super().clean(value)) if part.strip()]
        options: dict[str, str] = {}
        for pair in pairs:
            name, *rest = (part.strip() for part in re.split("[:：=]", pair, maxsplit=1))
            if not (name and rest and rest[0]):
                raise forms.ValidationError(_("Write options as “Colour: Blue, Size: M”."))
            options[name] = rest[0]
        return options


class VariantForm(forms.Form):
    """One buyable form of a product."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    sku = forms.CharField(label=_("SKU"), max_length=80, required=False)
    price = forms.DecimalField(
        label=_("Price"),
        required=False,
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=2,
        widget=forms.NumberInput({"inputmode": "decimal", "step": "0.01"}),
    )
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    options = OptionsField(
        label=_("Options"),
        required=False,
        widget=forms.TextInput({"placeholder": _("Colour: Blue")}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dict.fromkeys([*CURRENCIES, self.initial.get("currency", "")])
        currency = cast(forms.ChoiceField, self.fields["currency"])
        currency.choices = [("", "–")] + [(one, one) for one in known if one]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("price") is not None and not cleaned.get("currency"):
            self.add_error("currency", _("A price needs a currency."))
        return cleaned


class VariantRows(forms.BaseFormSet[VariantForm]):
    """A product's variants; a SKU appears once."""

    def clean(self) -> None:
        skus = [form.cleaned_data.get("sku") for form in self.kept_forms()]
        if doubled := next((sku for sku in skus if sku and skus.count(sku) > 1), None):
            raise forms.ValidationError(_("The SKU “%(sku)s” appears twice.") % {"sku": doubled})

    def kept_forms(self) -> list[VariantForm]:
        return [form for form in self.forms if not form.cleaned_data.get("DELETE")]

    def drafts(self) -> list[VariantDraft]:
        """What the variants are to be, once all is valid; rows left empty do not count."""
        return [draft_of(form.cleaned_data) for form in self.kept_forms() if form.cleaned_data]


VariantFormSet = forms.formset_factory(
    VariantForm, formset=VariantRows, extra=0, can_delete=True, max_num=MAX_VARIANTS
)


def draft_of(cleaned: dict[str, Any]) -> VariantDraft:
    return VariantDraft(
        sku=cleaned.get("sku", ""),
        price=cleaned.get("price"),
        currency=cleaned.get("currency", ""),
        options=cleaned.get("options", {}),
        id=cleaned.get("id"),
    )


def product_initial(product: Product | None) -> dict[str, str]:
    """What the texts start as."""
    if product is None:
        return {}
    return {name: getattr(product, name) for name in ("title", "description", "category")}


def variants_initial(variants: Sequence[Variant], currency: str = "") -> list[dict[str, Any]]:
    """What the variant rows start as: those there are, or an empty one in the shop's currency."""
    names = ("id", "sku", "price", "currency", "options")
    rows = [{name: getattr(one, name) for name in names} for one in variants]
    return rows or [{"currency": currency}]
