"""Bulk imports."""

import json
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from catalog.forms.imports import MAX_SHEET_MB, small_enough
from catalog.importing.formats import NEUTRAL, profiles
from catalog.importing.making import Making, makings_of
from catalog.importing.problems import problem_of
from catalog.importing.reading import ENCODINGS, Reading
from catalog.models import Import, ImportRow
from catalog.selectors.import_estimate import import_estimate
from catalog.selectors.imports import import_counts, import_progress, is_retryable
from imaging.reader import language

MAKINGS = [
    {"recipe": "main-image", "presets": ["amazon_main"]},
    {"recipe": "scene", "theme": "minimal"},
]
PROBLEM = {"code": "title_missing", "text": "The title is missing."}
ITEM = {
    "id": "0d7f6a39-5a8f-4a06-9a52-1b7fd9f5f0f2",
    "name": "products.csv",
    "status": "running",
    "problem": None,
    "format": "shopify",
    "policy": "skip",
    "starts_itself": True,
    "created_at": "2026-11-23T09:14:00Z",
    "started_at": "2026-11-23T09:14:05Z",
    "finished_at": None,
}
ROW = {
    "number": 17,
    "sku": "TP-240",
    "title": "Celadon teapot",
    "status": "error",
    "outcome": "",
    "product": None,
    "problems": [PROBLEM],
    "notes": [],
    "unmade": [],
    "renditions": [],
}


class ProblemSerializer(serializers.Serializer[Any]):
    """What is wrong: a word for programs, and a sentence."""

    code = serializers.CharField()
    text = serializers.CharField()


def told(kept: dict[str, Any]) -> dict[str, str]:
    """A problem as the API says it."""
    problem = problem_of(kept)
    return {"code": problem.code, "text": problem.in_language(language())}


@extend_schema_serializer(examples=[OpenApiExample("An import in a list", ITEM)])
class ImportItemSerializer(serializers.ModelSerializer[Import]):
    """An import; `problem` says why it cannot be read, stopped, or waits."""

    problem = serializers.SerializerMethodField()

    class Meta:
        model = Import
        fields = tuple(ITEM)
        read_only_fields = fields

    @extend_schema_field(ProblemSerializer(allow_null=True))
    def get_problem(self, source: Import) -> dict[str, str] | None:
        return told(source.problem) if source.problem else None


class CountsSerializer(serializers.Serializer[Any]):
    """Rows by what happens to them: foreseen until the start, then what happened."""

    rows = serializers.IntegerField()
    products = serializers.IntegerField()
    created = serializers.IntegerField()
    changed = serializers.IntegerField()
    skipped = serializers.IntegerField()
    errors = serializers.IntegerField()  # type: ignore[assignment]


class ProgressSerializer(serializers.Serializer[Any]):
    """How far it is; a row is done when its pictures are."""

    share = serializers.FloatField(help_text="0 to 1")
    total = serializers.IntegerField()
    written = serializers.IntegerField()
    done = serializers.IntegerField()
    pictures = serializers.IntegerField(source="jobs")
    pictures_made = serializers.IntegerField(source="jobs_made")
    pictures_failed = serializers.IntegerField(source="jobs_failed")
    minutes_left = serializers.IntegerField(allow_null=True)


class EstimateSerializer(serializers.Serializer[Any]):
    """What its makings come to with the workers there are; seconds are null before a first one."""

    pictures = serializers.IntegerField()
    seconds = serializers.FloatField(allow_null=True)
    workers = serializers.IntegerField()


class ColumnSerializer(serializers.Serializer[Any]):
    """A head of the file, and the column it was taken for; "" is left out."""

    head = serializers.CharField()
    column = serializers.CharField(allow_blank=True)


class ReadingSerializer(serializers.Serializer[Any]):
    """How the file is to be read; what is left out is found out."""

    format = serializers.ChoiceField(sorted(profiles()), required=False)
    encoding = serializers.ChoiceField(list(ENCODINGS), required=False)
    currency = serializers.RegexField("^[A-Z]{3}$", required=False)
    columns = serializers.DictField(
        child=serializers.ChoiceField([*NEUTRAL, ""]), required=False,
        help_text="What the file's own heads mean, by head.",
    )  # fmt: skip


class ImportSerializer(ImportItemSerializer):
    """An import with its report, progress and estimate."""

    counts = serializers.SerializerMethodField()
    progress = serializers.SerializerMethodField()
    estimate = serializers.SerializerMethodField()
    columns = serializers.SerializerMethodField()
    makings = serializers.SerializerMethodField()
    is_retryable = serializers.SerializerMethodField()

    class Meta(ImportItemSerializer.Meta):
        fields = (
            *ITEM, "encoding", "evidence", "columns", "reading", "makings", "counts", "progress",
            "estimate", "is_retryable",
        )  # fmt: skip

    @extend_schema_field(CountsSerializer)
    def get_counts(self, source: Import) -> dict[str, int]:
        return import_counts(source)

    @extend_schema_field(ProgressSerializer)
    def get_progress(self, source: Import) -> Any:
        return ProgressSerializer(import_progress(source)).data

    @extend_schema_field(EstimateSerializer(allow_null=True))
    def get_estimate(self, source: Import) -> Any:
        found = import_estimate(source)
        return found and EstimateSerializer(found).data

    @extend_schema_field(ColumnSerializer(many=True))
    def get_columns(self, source: Import) -> list[dict[str, str]]:
        return [{"head": head, "column": column} for head, column in source.columns]

    @extend_schema_field(serializers.ListField(child=serializers.DictField()))
    def get_makings(self, source: Import) -> Any:
        return source.makings

    def get_is_retryable(self, source: Import) -> bool:
        return is_retryable(source)


@extend_schema_serializer(examples=[OpenApiExample("A row that was not imported", ROW)])
class ImportRowSerializer(serializers.ModelSerializer[ImportRow]):
    """A row of the file, by its number; `unmade` is what could not be asked for of it."""

    sku = serializers.CharField(source="key")
    title = serializers.SerializerMethodField()
    product = serializers.IntegerField(source="product_id", allow_null=True)
    problems = serializers.SerializerMethodField()
    notes = serializers.SerializerMethodField()
    unmade = serializers.SerializerMethodField()
    renditions = serializers.SerializerMethodField()

    class Meta:
        model = ImportRow
        fields = tuple(ROW)
        read_only_fields = fields

    def get_title(self, row: ImportRow) -> str:
        return str(row.cells.get("title", ""))

    @extend_schema_field(ProblemSerializer(many=True))
    def get_problems(self, row: ImportRow) -> list[dict[str, str]]:
        return [told(kept) for kept in row.problems]

    @extend_schema_field(ProblemSerializer(many=True))
    def get_notes(self, row: ImportRow) -> list[dict[str, str]]:
        return [told(kept) for kept in row.notes]

    @extend_schema_field(ProblemSerializer(many=True))
    def get_unmade(self, row: ImportRow) -> list[dict[str, str]]:
        return [told(kept) for kept in row.unmade]

    def get_renditions(self, row: ImportRow) -> list[int]:
        return [one.pk for one in row.renditions.all()]


class OrderSerializer(serializers.Serializer[Any]):
    """A sheet of products, photos perhaps, and what to do with them; a form's fields."""

    sheet = serializers.FileField(
        help_text="CSV, XLSX, an XML feed, or a ZIP with everything: whatever a shop exports."
    )
    photos = serializers.FileField(required=False, help_text="A ZIP of the photos it names.")
    makings = serializers.JSONField(
        required=False, help_text=f"What to make of every row, as JSON: {json.dumps(MAKINGS)}"
    )
    reading = serializers.JSONField(
        required=False,
        help_text='How to read it, as JSON: {"format", "encoding", "currency", "columns"}.',
    )
    policy = serializers.ChoiceField(Import.Policy.choices, default=Import.Policy.SKIP)
    start = serializers.BooleanField(
        default=False, help_text="Start as soon as it is checked; else it waits to be started."
    )

    def validate_sheet(self, sheet: UploadedFile) -> UploadedFile:
        is_package = (sheet.name or "").lower().endswith(".zip")
        return small_enough(sheet, settings.MAX_ZIP_GB * 1000 if is_package else MAX_SHEET_MB)

    def validate_photos(self, photos: UploadedFile) -> UploadedFile:
        return small_enough(photos, settings.MAX_ZIP_GB * 1000)

    def validate_makings(self, makings: Any) -> tuple[Making, ...]:
        """Raises EngineError and CatalogError too: they become 422."""
        if "\\u0000" in json.dumps(makings):
            raise serializers.ValidationError(_("Null characters are not allowed."))
        return makings_of(makings)

    def validate_reading(self, reading: Any) -> Reading:
        form = ReadingSerializer(data=reading)
        form.is_valid(raise_exception=True)
        return reading_of(form.validated_data)


class StartSerializer(serializers.Serializer[Any]):
    """How to start it; left out, as was said when it was sent."""

    policy = serializers.ChoiceField(Import.Policy.choices, required=False)


class ImportQuery(serializers.Serializer[Any]):
    """Which imports to list."""

    status = serializers.ChoiceField(Import.Status.choices, required=False)


class ImportRowQuery(serializers.Serializer[Any]):
    """Which rows to list."""

    status = serializers.ChoiceField(
        ImportRow.Status.choices, required=False, help_text="`error` are those not imported."
    )


def reading_of(sent: dict[str, Any]) -> Reading:
    """What a checked body says of how to read a file."""
    return Reading.model_validate(sent)
