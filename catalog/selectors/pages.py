"""Long lists for files: read page by page."""

from collections.abc import Iterator
from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def in_pages(rows: QuerySet[Row], at_once: int) -> Iterator[Row]:
    """`rows`, first written first. No query stays open while a slow reader fetches the file."""
    last = 0
    while page := list(rows.order_by("pk").filter(pk__gt=last)[:at_once]):
        yield from page
        last = page[-1].pk
