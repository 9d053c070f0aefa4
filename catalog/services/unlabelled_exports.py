"""The record of pictures that left without their label, as a sheet."""

from collections.abc import Iterator

from django.db.models import QuerySet

from catalog.models import UnlabelledExport
from catalog.selectors.pages import in_pages
from catalog.spreadsheet import cell_safe
from catalog.table_files import csv_chunks

AT_ONCE = 1_000  # rows held at a time
COLUMNS = ("id", "created_at", "shop", "product", "rendition", "job", "picture", "by", "reason")


def unlabelled_csv(taken: QuerySet[UnlabelledExport]) -> Iterator[bytes]:
    """A heading and one line for each agreement, oldest first; no cell is run as a formula."""
    return csv_chunks(_rows(taken), bare=1)


def _rows(taken: QuerySet[UnlabelledExport]) -> Iterator[tuple[str, ...]]:
    yield COLUMNS
    for one in in_pages(taken, AT_ONCE):
        yield tuple("" if cell is None else cell_safe(cell) for cell in _cells(one))


def _cells(one: UnlabelledExport) -> tuple[object, ...]:
    """Under the names of COLUMNS. The picture may be gone since: its job and hash stay."""
    product = one.rendition.product.title if one.rendition else None
    return (
        one.pk,
        one.created_at.isoformat(),
        one.shop.slug,
        product,
        one.rendition_id,
        one.job_id,
        one.picture,
        one.by.email,
        one.reason,
    )
