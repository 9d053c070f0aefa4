"""Pydantic data as it leaves the API: what the studio's own files and jobs hold, unchanged."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from imaging.labels import Label
from imaging.preflight.report import Report


class AsData(serializers.Field[Any, Any, Any, Any]):
    """A pydantic value, or one that went through JSON already, as JSON."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_only=True, **options)

    def to_representation(self, value: Any) -> Any:
        return value.model_dump(mode="json") if hasattr(value, "model_dump") else value


@extend_schema_field(Label)  # type: ignore[arg-type]
class LabelField(AsData):
    """The same words in both languages: {"en", "zh"}."""


@extend_schema_field(Report)  # type: ignore[arg-type]
class ReportField(AsData):
    """A preflight report."""
