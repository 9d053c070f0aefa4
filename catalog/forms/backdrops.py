"""What the backdrop panel sends."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from catalog.forms.base import OneSentenceForm
from catalog.forms.studio import GONE, RowField
from catalog.models import Photo, Product
from catalog.selectors.backdrops import BLURS, SHADOWS, backgrounds_of
from catalog.services.backdrops import BackdropAsked

GONE_TOO = {"required": GONE, "invalid_choice": GONE}
# What follows the colon of a look, as options of the recipe; imaging checks colours.
OPTIONS: Mapping[str, Callable[[str], dict[str, Any]]] = {
    "colour": lambda code: {"colours": [code]},
    "gradient": lambda codes: {"colours": codes.split(",")},
    "blur": lambda share: {"blur": float(share)},
    "picture": lambda background_id: {},
}


class BackdropForm(OneSentenceForm):
    """A look ("colour:#FFFFFF", "gradient:#…,#…", "blur:0.05", "picture:7") and its shadow."""

    photo = RowField(Photo.objects.none(), error_messages=GONE_TOO)
    look = forms.CharField(error_messages=GONE_TOO, max_length=40)
    shadow = forms.ChoiceField(
        required=False, choices=[("", ""), *SHADOWS.items()], error_messages=GONE_TOO
    )
    reflection = forms.BooleanField(required=False)

    def __init__(self, data: QueryDict, *, product: Product) -> None:
        super().__init__(data)
        photos = product.photos.filter(deleted_at=None)
        found = photos.select_related("shop", "product__shop")
        self.fields["photo"].queryset = found  # type: ignore[attr-defined]
        self.shop = product.shop

    def clean_look(self) -> BackdropAsked:
        """The look with neither shadow nor reflection yet."""
        kind, _, value = self.cleaned_data["look"].partition(":")
        if kind not in OPTIONS or (kind == "blur" and value not in BLURS):
            raise ValidationError(GONE)
        background = None
        if kind == "picture":
            background = RowField(backgrounds_of(self.shop), error_messages=GONE_TOO).clean(value)
        return BackdropAsked({"backdrop": kind, **OPTIONS[kind](value)}, background=background)

    def asked(self) -> BackdropAsked:
        """What the valid form asks for."""
        look: BackdropAsked = self.cleaned_data["look"]
        shadow, reflection = self.cleaned_data["shadow"], self.cleaned_data["reflection"]
        return BackdropAsked(look.options, shadow, reflection, look.background)
