"""What a seller sends to import."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from catalog.forms.base import OneSentenceForm
from catalog.forms.import_makings import MakingsForm
from catalog.importing.formats import NEUTRAL, PLAIN, Profile, profiles
from catalog.importing.reading import ENCODINGS, Reading
from catalog.importing.sheet import Sheet
from catalog.models import Import
from catalog.services.import_files import ImportFiles

MAX_SHEET_MB = 100
ENCODING_CHOICES = [("", _("Find out")), *ENCODINGS.items()]
COLUMN_CHOICES = [
    ("", _("Left out")),
    ("sku", "SKU"),
    ("title", _("Title")),
    ("description", _("Description")),
    ("price", _("Price")),
    ("currency", _("Currency")),
    ("category", _("Category")),
    ("photos", _("Photos")),
    ("group", _("Product of variants")),
    ("option", _("Option of a variant")),
]


class ImportForm(MakingsForm):
    """A sheet of products, a ZIP of their photos perhaps, and what to make of them."""

    sheet = forms.FileField(
        label=_("Sheet of products"),
        error_messages={
            "required": _("Choose a file of products."),
            "empty": _("The file is empty."),
        },
    )
    photos = forms.FileField(
        label=_("ZIP of photos"),
        required=False,
        error_messages={"empty": _("The ZIP is empty.")},
    )
    encoding = forms.ChoiceField(label=_("Text encoding"), choices=ENCODING_CHOICES, required=False)

    def clean_sheet(self) -> UploadedFile:
        sheet = self.cleaned_data["sheet"]
        is_package = (sheet.name or "").lower().endswith(".zip")
        return small_enough(sheet, settings.MAX_ZIP_GB * 1000 if is_package else MAX_SHEET_MB)

    def clean_photos(self) -> UploadedFile | None:
        photos = self.cleaned_data["photos"]
        return small_enough(photos, settings.MAX_ZIP_GB * 1000) if photos else None

    def sent(self) -> ImportFiles:
        """What was sent, once it is valid."""
        sheet, photos = self.cleaned_data["sheet"], self.cleaned_data["photos"]
        reading = Reading(encoding=self.cleaned_data["encoding"])
        return ImportFiles(sheet.name, sheet.file, photos.file if photos else None, reading)


class ReadingForm(OneSentenceForm):
    """How an import's file is to be read: format, encoding, currency, and what columns mean."""

    format = forms.ChoiceField(label=_("Format"), required=False)
    encoding = forms.ChoiceField(label=_("Text encoding"), choices=ENCODING_CHOICES, required=False)
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$",
        label=_("Currency"),
        required=False,
        error_messages={"invalid": _("A currency is three letters, such as USD or CNY.")},
    )

    def __init__(self, data: Any, *, sheet: Sheet, reading: Reading, language: str) -> None:
        initial = {
            "format": sheet.profile.key,
            "encoding": reading.encoding,
            "currency": reading.currency,
        }
        super().__init__(data, initial=initial)
        formats = [(key, one.label.in_language(language)) for key, one in profiles().items()]
        self.fields["format"].choices = formats  # type: ignore[attr-defined]
        self.sheet = sheet
        for index, column in enumerate(sheet.columns):
            self.fields[f"column-{index}"] = forms.ChoiceField(
                choices=COLUMN_CHOICES, required=False, initial=column if column in NEUTRAL else ""
            )

    def reading(self) -> Reading:
        """What was chosen, once it is valid; columns only where they are not the format's own."""
        chosen = self.cleaned_data
        profile = profiles()[chosen["format"] or PLAIN]
        columns = {
            head: chosen[f"column-{index}"]
            for index, head in enumerate(self.sheet.headings)
            if f"column-{index}" in self.data and chosen[f"column-{index}"] != own(profile, head)
        }
        return Reading(
            format=profile.key,
            encoding=chosen["encoding"],
            currency=chosen["currency"].upper(),
            columns=columns if profile.plan == "flat" else {},
        )

    def general(self) -> list[Any]:
        """The fields that are about the whole file; text alone has an encoding to be told."""
        names = (
            ["format", "encoding", "currency"] if self.sheet.encoding else ["format", "currency"]
        )
        return [self[name] for name in names]

    def columns(self) -> list[tuple[str, Any]]:
        """The file's heads, each with the field that says what it means."""
        heads = enumerate(self.sheet.headings)
        return [(head, self[f"column-{index}"]) for index, head in heads if head.strip()]


def own(profile: Profile, head: str) -> str:
    meaning = profile.meaning(head)
    return meaning if meaning in NEUTRAL else ""


class StartForm(forms.Form):
    """What a row that cannot be imported means for the others."""

    policy = forms.ChoiceField(choices=Import.Policy.choices, required=False)


def small_enough(file: UploadedFile, limit_mb: int) -> UploadedFile:
    if (file.size or 0) > limit_mb * 1_000_000:
        words = _("The file has %(size)d MB; at most %(limit)d MB are allowed.")
        size = round((file.size or 0) / 1e6)
        raise forms.ValidationError(words, params={"size": size, "limit": limit_mb})
    return file
