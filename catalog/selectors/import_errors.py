"""What was not imported, as a file that can be mended and sent again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO, cast

from django.core.files.storage import default_storage

from catalog.importing.errors_file import Failed, errors_file
from catalog.importing.reading import Reading
from catalog.importing.sheet import sheet_open
from catalog.models import Import, ImportRow
from catalog.selectors.imports import import_errors_csv, sentences
from catalog.table_files import TYPES


@dataclass(frozen=True)
class FileBack:
    """A file for download: its bytes, the ending of its name, its media type."""

    content: Iterable[bytes]
    suffix: str
    media_type: str


def import_errors_file(source: Import, language: str) -> FileBack:
    """The failed rows as the file they came in; once that is gone, as a CSV of what was read."""
    if not source.file or not default_storage.exists(source.file):
        return FileBack(import_errors_csv(source, language), "csv", TYPES["csv"])
    rows = source.rows.filter(status=ImportRow.Status.ERROR).order_by("number")
    reasons = {row.number: " ".join(sentences(row, language)) for row in rows.iterator()}
    groups = {row.group for row in rows.iterator() if row.cells.get("group")}
    with default_storage.open(source.file) as file:
        sheet = sheet_open(cast(BinaryIO, file), Reading.model_validate(source.reading))
        kind = sheet.table.kind
        content = errors_file(sheet, Failed(reasons, frozenset(groups)))
    return FileBack(content, kind, TYPES[kind])
