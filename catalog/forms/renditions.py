"""What a seller asks for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.forms.base import OneSentenceForm
from catalog.models import Photo, Product
from imaging.presets import load_presets
from imaging.recipes import RECIPES

LONGEST_ID = 18  # digits


def id_named(text: str) -> int | None:
    """The number of a row that an address names; None for what is none that a database can hold."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_ID else None


class PhotosField(forms.ModelMultipleChoiceField):
    """Photos by id; an id that no database can hold names none."""

    def clean(self, value: Any) -> Any:
        if too_long := next((one for one in value or () if len(str(one)) > LONGEST_ID), None):
            message = self.error_messages["invalid_choice"]
            raise ValidationError(message, "invalid_choice", {"value": str(too_long)[:LONGEST_ID]})
        return super().clean(value)


class MakeForm(OneSentenceForm):
    """Which photos, by which recipe, for which channels."""

    photos = PhotosField(
        Photo.objects.none(),
        error_messages={
            "required": _("Choose at least one photo."),
            "invalid_choice": _("One of these photos is no longer there. Choose again."),
        },
    )
    recipe = forms.ChoiceField(choices=[(key, key) for key in RECIPES])
    presets = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": _("“%(value)s” is not a channel.")}
    )

    def __init__(self, *args: Any, product: Product, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        photos = product.photos.filter(deleted_at=None)
        self.fields["photos"].queryset = photos  # type: ignore[attr-defined]
        self.fields["presets"].choices = [  # type: ignore[attr-defined]
            (key, key) for key in load_presets()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        recipe = RECIPES.get(cleaned.get("recipe", ""))
        if recipe and recipe.needs_preset and not cleaned.get("presets") and not self.errors:
            raise ValidationError(_("Choose at least one channel."))
        return cleaned


class RemakeForm(OneSentenceForm):
    """For which channel to make it again; the same one when left out."""

    preset = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["preset"].choices = [  # type: ignore[attr-defined]
            (key, key) for key in load_presets()
        ]


class StrokesForm(OneSentenceForm):
    """The brush's picture."""

    strokes = forms.FileField(error_messages={"required": _("No brush strokes arrived.")})
