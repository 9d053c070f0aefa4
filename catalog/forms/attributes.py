"""What a seller says of attributes."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.forms.base import OneSentenceForm
from catalog.forms.products import CURRENCIES
from catalog.forms.renditions import PhotosField
from catalog.models import AttributeDecision, Product, Shop
from catalog.services.attribute_decisions import SIZE_LENGTH

ACTS = ("set", "dismiss", "withdraw")


class AttributeForm(OneSentenceForm):
    """One attribute set to a value, a price as amount and currency; dismissed; or left open."""

    act = forms.ChoiceField(choices=[(one, one) for one in ACTS])
    value = forms.CharField(max_length=SIZE_LENGTH, required=False)
    amount = forms.DecimalField(
        required=False, min_value=Decimal(0), max_digits=12, decimal_places=2
    )
    currency = forms.ChoiceField(
        choices=[("", ""), *((one, one) for one in CURRENCIES)], required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("amount") is not None:
            cleaned["value"] = f"{cleaned['amount']} {cleaned.get('currency')}"
        if cleaned.get("act") == "set" and not cleaned.get("value"):
            raise forms.ValidationError(_("Choose a value first."))
        return cleaned


class UndoForm(OneSentenceForm):
    """The decisions that a message offers to take back, as "1,2,3"."""

    decisions = forms.RegexField(r"^\d{1,18}(,\d{1,18}){0,499}$")

    def rows(self, shop: Shop, product: Product | None = None) -> list[AttributeDecision]:
        """Those decisions that are the shop's, and the product's where one is named."""
        ids = self.cleaned_data["decisions"].split(",")
        rows = AttributeDecision.objects.filter(shop=shop, pk__in=ids).select_related("product")
        return list(rows.filter(product=product) if product else rows)


class ManyAttributesForm(OneSentenceForm):
    """What is said of all ticked products: what is suggested holds, or one value, "name:key"."""

    products = PhotosField(
        Product.objects.none(),
        error_messages={
            "required": _("Choose at least one product."),
            "invalid_choice": _("One of these products is no longer there. Choose again."),
        },
    )
    act = forms.ChoiceField(choices=[("set", ""), ("confirm", "")])
    value = forms.CharField(max_length=SIZE_LENGTH, required=False)

    def __init__(self, data: Mapping[str, Any], *, shop: Shop) -> None:
        super().__init__(data)
        rows = Product.objects.filter(shop=shop, archived_at=None).select_related("shop")
        self.fields["products"].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        name, _colon, value = (cleaned.get("value") or "").partition(":")
        if cleaned.get("act") == "set" and not value:
            raise forms.ValidationError(_("Choose a value first."))
        return cleaned | {"value": (name, value)}
