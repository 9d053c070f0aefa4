"""What the studio page sends."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError as NotAScene

from catalog.errors import CatalogError
from catalog.forms.base import OneSentenceForm
from catalog.forms.renditions import LONGEST_ID
from catalog.models import Brief, Photo, Product, Rendition
from catalog.selectors.chips import FIELDS, SEVERAL
from catalog.services.briefs import Asked
from imaging.brief import SceneBrief
from imaging.presets import load_presets
from imaging.themes import load_themes

GONE = gettext_lazy("This is no longer there. Reload the page.")
SPOT_MOST, SCALE_LEAST, SCALE_MOST = 0.5, 0.4, 2.0


class RowField(forms.ModelChoiceField):
    """A row by its id; an id that no database can hold names none."""

    default_error_messages = {"invalid_choice": GONE}

    def clean(self, value: Any) -> Any:
        if len(str(value or "")) > LONGEST_ID:
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice")
        return super().clean(value)


class AskForm(OneSentenceForm):
    """The composer, or a theme's button: what is asked, of which photo, changing which brief."""

    photo = RowField(Photo.objects.none(), error_messages={"required": GONE})
    parent = RowField(Brief.objects.none(), required=False)
    refined = RowField(Rendition.objects.none(), required=False)
    theme = forms.ChoiceField(required=False, error_messages={"invalid_choice": GONE})
    text = forms.CharField(required=False)
    read = forms.CharField(required=False)

    def __init__(self, data: QueryDict, *, product: Product) -> None:
        super().__init__(data)
        live = {"deleted_at": None}
        rows = {
            "photo": product.photos.filter(**live).select_related("shop", "product__shop"),
            "parent": product.briefs.filter(**live),
            "refined": product.renditions.filter(**live).select_related("shop", "job"),
        }
        for name, found in rows.items():
            self.fields[name].queryset = found  # type: ignore[attr-defined]
        self.fields["theme"].choices = [  # type: ignore[attr-defined]
            ("", ""),
            *((key, key) for key in load_themes()),
        ]

    def asked(self) -> Asked:
        """What the valid form asks for. Raises CatalogError for chips that say nonsense."""
        cleaned = self.cleaned_data
        return Asked(
            text=cleaned["text"],
            theme=cleaned["theme"],
            chips=scene_from(cast(QueryDict, self.data)),
            read=cleaned["read"],
            parent=cleaned["parent"],
            refined=cleaned["refined"],
        )


def scene_from(data: QueryDict) -> SceneBrief | None:
    """The scene that a form's chips show, None for a form without chips.

    Raises CatalogError for a value that the studio has no word for.
    """
    if "chips" not in data:
        return None
    said = {field: [one for one in data.getlist(f"chip-{field}") if one] for field in FIELDS}
    found = {
        field: tuple(dict.fromkeys(values)) if field in SEVERAL else values[-1]
        for field, values in said.items()
        if values
    }
    try:
        return SceneBrief.model_validate(found)
    except NotAScene as error:
        field = str(error.errors()[0]["loc"][0])
        said_wrong = _("“%(field)s” cannot be set to that. Choose another value.")
        raise CatalogError(said_wrong % {"field": FIELDS[field]}) from error


class SpotForm(forms.Form):
    """Where the product was dragged to: shares of the picture's sides, and a factor."""

    x = forms.FloatField(min_value=-SPOT_MOST, max_value=SPOT_MOST)
    y = forms.FloatField(min_value=-SPOT_MOST, max_value=SPOT_MOST)
    scale = forms.FloatField(min_value=SCALE_LEAST, max_value=SCALE_MOST)


class SizesForm(forms.Form):
    """For which channels a look is made."""

    presets = forms.MultipleChoiceField(
        error_messages={
            "required": gettext_lazy("Choose at least one channel."),
            "invalid_choice": gettext_lazy("“%(value)s” is not a channel."),
        }
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.fields["presets"].choices = [  # type: ignore[attr-defined]
            (key, key) for key in load_presets()
        ]
