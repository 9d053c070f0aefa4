"""What pages and commands read of imports."""

import math
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.core.cache import cache
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.shortcuts import get_object_or_404
from django.utils import timezone

from catalog.importing.problems import problem_of
from catalog.models import Import, ImportRow, Photo, Rendition, Shop
from catalog.models.imports import ImportRowQuerySet
from catalog.spreadsheet import cell_safe
from catalog.table_files import csv_chunks
from imaging.models import Job
from imaging.recipes import TAGS

T = TypeVar("T")
Status, Outcome = ImportRow.Status, ImportRow.Outcome
SHARE_THAT_TELLS = 0.02  # of the rows: before that a guess of the time left would jump about
LARGE, KEPT_S = 5_000, 10  # rows from which on numbers are kept, and for how many seconds
# Rows of before groups were kept have none.
PRODUCT = Coalesce(NullIf("group", Value("")), "key")
WRITTEN = (Status.WRITTEN, Status.JOBS, Status.DONE)


def imports_of(shop: Shop) -> QuerySet[Import]:
    """The shop's imports, newest first, with their numbers of rows and errors."""
    return (
        Import.objects.filter(shop=shop)
        .annotate(row_count=count_of_rows(), error_count=count_of_rows(status=Status.ERROR))
        .select_related("shop", "by")
        .order_by("-created_at")
    )


def count_of_rows(**which: str) -> Coalesce:
    """For an import of a list: counted in an index, and only for those that a page shows."""
    rows = ImportRow.objects.filter(source=OuterRef("pk"), **which).order_by().values("source")
    return Coalesce(Subquery(rows.annotate(count=Count("*")).values("count")), 0)


def import_counts(source: Import) -> dict[str, int]:
    """The numbers of the import's report: what was written, or is foreseen before the start.

    Those of a large import may be KEPT_S old.
    """
    return kept_if_large(source, counts_now, lambda counts: counts["rows"])


def kept_if_large(source: Import, count: Callable[[Import], T], rows: Callable[[T], int]) -> T:
    """Counting 100,000 rows takes a second, and pages that watch ask every few."""
    key = f"import-{count.__name__}-{source.pk}-{source.status}"
    numbers: T | None = cache.get(key)
    if numbers is None:
        numbers = count(source)
        if rows(numbers) >= LARGE:
            cache.set(key, numbers, KEPT_S)
    return numbers


def counts_now(source: Import) -> dict[str, int]:
    foreseen = source.status in (Import.Status.CHECKING, Import.Status.CHECKED)
    good = ~Q(status=Status.ERROR) if foreseen else Q(status__in=WRITTEN)
    counts: dict[str, int] = source.rows.aggregate(
        rows=Count("pk"),
        products=Count(PRODUCT, filter=good, distinct=True),
        created=Count("pk", filter=good & Q(outcome=Outcome.CREATED)),
        changed=Count("pk", filter=good & Q(outcome=Outcome.CHANGED)),
        skipped=Count("pk", filter=good & Q(outcome=Outcome.SKIPPED)),
        errors=Count("pk", filter=Q(status=Status.ERROR)),
    )
    return counts


@dataclass(frozen=True)
class ImportProgress:
    """Rows and pictures ended so far, for a page that watches."""

    total: int
    written: int
    done: int
    jobs: int
    jobs_made: int
    jobs_open: int
    jobs_failed: int
    started_at: datetime | None = None

    @property
    def share(self) -> float:
        """How much is done, 0 to 1: a row counts when its pictures are ready too."""
        return self.done / self.total if self.total else 1.0

    @property
    def minutes_left(self) -> int | None:
        """At the pace so far, rounded up; None while that says nothing yet."""
        if self.started_at is None or self.share < SHARE_THAT_TELLS:
            return None
        taken = timezone.now() - self.started_at
        return math.ceil(taken.total_seconds() * (1 / self.share - 1) / 60)


def import_progress(source: Import) -> ImportProgress:
    """How far it is; of a large import up to KEPT_S ago."""
    return kept_if_large(source, progress_now, lambda progress: progress.total)


def progress_now(source: Import) -> ImportProgress:
    rows = source.rows.aggregate(
        total=Count("pk"),
        written=Count("pk", filter=Q(status__in=WRITTEN)),
        done=Count("pk", filter=Q(status__in=[Status.DONE, Status.ERROR])),
    )
    open_jobs = Q(job__status__in=Job.UNFINISHED)
    failed = Q(job__status__in=Job.FAILURES)
    jobs = renditions_asked(source).aggregate(
        jobs=Count("pk"),
        jobs_made=Count("pk", filter=Q(job__status=Job.Status.DONE)),
        jobs_open=Count("pk", filter=open_jobs),
        jobs_failed=Count("pk", filter=failed),
    )
    return ImportProgress(**rows, **jobs, started_at=source.started_at)


def renditions_asked(source: Import) -> QuerySet[Rendition]:
    """Every picture that a row of the import waits or waited for, once."""
    ids = Rendition.objects.filter(import_rows__source=source).values("pk")
    return Rendition.objects.filter(pk__in=ids)


def renditions_failed(source: Import) -> QuerySet[Rendition]:
    """The pictures that could not be made, with their jobs."""
    failed = renditions_asked(source).filter(job__status__in=Job.FAILURES)
    return failed.select_related("job", "product", "shop").order_by("pk")


def import_of(shop: Shop, import_id: uuid.UUID) -> Import:
    """One import of the shop. Raises Http404."""
    return get_object_or_404(Import.objects.select_related("shop", "by"), shop=shop, pk=import_id)


def photos_unread(source: Import) -> QuerySet[Photo]:
    """Photos whose attributes an import was to have read, and which could not be."""
    if TAGS not in {making["recipe"] for making in source.makings}:
        return Photo.objects.none()
    photos = Photo.objects.filter(product__in=source.rows.values("product"), deleted_at=None)
    return photos.filter(tags_wanted_at=None, tags_job__status__in=Job.WITHOUT_RESULT)


def rows_worth_retrying(source: Import) -> ImportRowQuerySet:
    """What trying an import again would do something about."""
    return source.rows.worth_retrying(photos_unread(source))


def is_retryable(source: Import) -> bool:
    """Whether trying again would do anything."""
    ended = source.status in (Import.Status.DONE, Import.Status.CANCELLED)
    if not (ended and source.started_at and source.file):
        return False
    return rows_worth_retrying(source).exists() or source.rows.unfinished().exists()


@dataclass(frozen=True)
class RowProblems:
    """A row that was not imported, and why."""

    number: int
    sku: str
    title: str
    sentences: list[str]


def import_problems(source: Import, language: str, limit: int) -> list[RowProblems]:
    """The first rows that failed, in the reader's language."""
    failed = source.rows.filter(status=Status.ERROR).order_by("number")[:limit]
    return [
        RowProblems(row.number, row.key, row.cells.get("title", ""), sentences(row, language))
        for row in failed
    ]


def import_notes(source: Import, language: str, limit: int) -> list[RowProblems]:
    """The first rows of which something was left out, though they are imported."""
    noted = source.rows.exclude(notes=[]).exclude(status=Status.ERROR).order_by("number")[:limit]
    return [
        RowProblems(
            row.number,
            row.key,
            row.cells.get("title", ""),
            [problem_of(kept).in_language(language) for kept in row.notes],
        )
        for row in noted
    ]


def sentences(row: ImportRow, language: str) -> list[str]:
    return [problem_of(kept).in_language(language) for kept in row.problems]


def import_errors_csv(source: Import, language: str) -> Iterator[bytes]:
    """The rows that failed as a CSV, the reason last; no cell starts a formula. Streams."""
    return csv_chunks(error_rows(source, language))


def error_rows(source: Import, language: str) -> Iterator[list[str]]:
    failed = source.rows.filter(status=Status.ERROR).order_by("number")
    columns = [column for _, column in source.columns if column]
    yield ["row", *columns, "reason"]
    for row in failed.iterator():
        cells = [row.cells.get(column, "") for column in columns]
        told = [str(row.number), *cells, " ".join(sentences(row, language))]
        yield [cell_safe(cell) for cell in told]
