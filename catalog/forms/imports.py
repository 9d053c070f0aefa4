"""What a seller sends to import."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from catalog.forms.base import OneSentenceForm
from catalog.models import Shop
from catalog.services.imports import ImportFiles, Making
from imaging.errors import EngineError, sentence
from imaging.presets import load_presets

MAX_SHEET_MB = 100
RECIPES = [
    ("", _("Products and photos only")),
    ("main-image", _("Main images")),
    ("cutout", _("Cut-outs")),
]


class ImportForm(OneSentenceForm):
    """A sheet of products, a ZIP of their photos perhaps, and what to make of them."""

    sheet = forms.FileField(
        label=_("Sheet of products"),
        error_messages={
            "required": _("Choose a CSV file."),
            "empty": _("The file is empty."),
        },
    )
    photos = forms.FileField(
        label=_("ZIP of photos"),
        required=False,
        error_messages={"empty": _("The ZIP is empty.")},
    )
    recipe = forms.ChoiceField(label=_("What to make"), choices=RECIPES, required=False)
    presets = forms.MultipleChoiceField(
        label=_("Channels"),
        required=False,
        error_messages={"invalid_choice": _("“%(value)s” is not a channel.")},
    )

    def __init__(self, *args: Any, shop: Shop, language: str, **options: Any) -> None:
        options.setdefault("initial", {"recipe": "", "presets": shop.presets[:1]})
        super().__init__(*args, **options)
        self.language = language
        self.fields["presets"].choices = [  # type: ignore[attr-defined]
            (key, key) for key in load_presets()
        ]

    def clean_sheet(self) -> UploadedFile:
        return small_enough(self.cleaned_data["sheet"], MAX_SHEET_MB)

    def clean_photos(self) -> UploadedFile | None:
        photos = self.cleaned_data["photos"]
        return small_enough(photos, settings.MAX_ZIP_GB * 1000) if photos else None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            making = Making.of(cleaned.get("recipe", ""), cleaned.get("presets", []))
        except EngineError as error:
            words = sentence(error.code, error.arguments, self.language)
            missing = error.code == "preset_missing"
            self.add_error("presets", _("Choose at least one channel.") if missing else words)
        else:
            cleaned["making"] = making
        return cleaned

    def sent(self) -> ImportFiles:
        """What was sent, once it is valid."""
        sheet, photos = self.cleaned_data["sheet"], self.cleaned_data["photos"]
        return ImportFiles(sheet.name, sheet.file, photos.file if photos else None)


def small_enough(file: UploadedFile, limit_mb: int) -> UploadedFile:
    if (file.size or 0) > limit_mb * 1_000_000:
        words = _("The file has %(size)d MB; at most %(limit)d MB are allowed.")
        size = round((file.size or 0) / 1e6)
        raise forms.ValidationError(words, params={"size": size, "limit": limit_mb})
    return file
