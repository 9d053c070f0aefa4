"""What an operator allows a shop and its tokens."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import ApiToken, Quota

GB = 1_000_000_000
MOST = 2**31 - 1


class Limit(forms.IntegerField):
    """A whole number; empty is without a limit."""

    def __init__(self, label: Any, *, least: int = 0) -> None:
        super().__init__(label=label, required=False, min_value=least, max_value=MOST)


class QuotaForm(forms.Form):
    """A shop's limits."""

    pictures_a_month = Limit(_("Pictures a month"))
    rows_a_month = Limit(_("Imported rows a month"))
    stored_gb = forms.DecimalField(
        label=_("Stored, in GB"), required=False, min_value=0, max_digits=9, decimal_places=3
    )

    @classmethod
    def of(cls, quota: Quota) -> "QuotaForm":
        stored = quota.stored_bytes
        return cls(
            initial={
                "pictures_a_month": quota.pictures_a_month,
                "rows_a_month": quota.rows_a_month,
                "stored_gb": None if stored is None else stored / GB,
            }
        )

    def allowed(self) -> dict[str, int | None]:
        """What was typed, once it is valid."""
        given = self.cleaned_data
        stored = given["stored_gb"]
        return {
            "pictures_a_month": given["pictures_a_month"],
            "rows_a_month": given["rows_a_month"],
            "stored_bytes": None if stored is None else int(stored * GB),
        }


class TokenRateForm(forms.Form):
    """How often one token may call."""

    token = forms.ModelChoiceField(ApiToken.objects.none(), widget=forms.HiddenInput)
    calls_a_minute = Limit(_("Calls a minute"), least=1)

    def __init__(self, data: Any = None, *, tokens: Any, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["token"].queryset = tokens  # type: ignore[attr-defined]
