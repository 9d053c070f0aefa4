"""What the backdrop panel sends."""

import re

from django import forms
from django.http import QueryDict

from catalog.forms.base import OneSentenceForm
from catalog.forms.studio import GONE, RowField
from catalog.models import Photo, Product
from catalog.selectors.backdrops import BLURS, SHADOWS, backgrounds_of
from catalog.services.backdrops import BackdropAsked

GONE_TOO = {"required": GONE, "invalid_choice": GONE}
COLOUR = "#[0-9A-Fa-f]{6}"
LOOK = re.compile(
    rf"^(colour:{COLOUR}|gradient:{COLOUR},{COLOUR}"
    rf"|blur:({'|'.join(map(re.escape, BLURS))})|picture:\d{{1,18}})\Z"
)


class BackdropForm(OneSentenceForm):
    """A look ("colour:#FFFFFF", "gradient:#…,#…", "blur:0.05", "picture:7") and its shadow."""

    photo = RowField(Photo.objects.none(), error_messages=GONE_TOO)
    look = forms.RegexField(LOOK, error_messages={**GONE_TOO, "invalid": GONE})
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
        if kind == "picture":
            found = RowField(backgrounds_of(self.shop), error_messages=GONE_TOO).clean(value)
            return BackdropAsked({"backdrop": kind}, background=found)
        own = {"blur": float(value)} if kind == "blur" else {"colours": value.split(",")}
        return BackdropAsked({"backdrop": kind, **own})

    def asked(self) -> BackdropAsked:
        """What the valid form asks for."""
        look: BackdropAsked = self.cleaned_data["look"]
        shadow, reflection = self.cleaned_data["shadow"], self.cleaned_data["reflection"]
        return BackdropAsked(look.options, shadow, reflection, look.background)
