"""What pages and commands read of imports."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet

from catalog.importing.problems import problem_of
from catalog.importing.sheet import FORMULA_STARTS
from catalog.models import Import, ImportRow, Rendition, Shop
from imaging.models import Job

Status, Outcome = ImportRow.Status, ImportRow.Outcome
WRITTEN = (Status.WRITTEN, Status.JOBS, Status.DONE)


def imports_of(shop: Shop) -> QuerySet[Import]:
    """The shop's imports, newest first, with their numbers of rows and errors."""
    return (
        Import.objects.filter(shop=shop)
        .annotate(
            row_count=Count("rows"), error_count=Count("rows", filter=Q(rows__status=Status.ERROR))
        )
        .order_by("-created_at")
    )


def import_counts(source: Import) -> dict[str, int]:
    """The numbers of the import's report: what was written, or is foreseen before the start."""
    foreseen = source.status in (Import.Status.CHECKING, Import.Status.CHECKED)
    good = ~Q(status=Status.ERROR) if foreseen else Q(status__in=WRITTEN)
    counts: dict[str, int] = source.rows.aggregate(
        rows=Count("pk"),
        products=Count("key", filter=good, distinct=True),
        created=Count("pk", filter=good & Q(outcome=Outcome.CREATED)),
        changed=Count("pk", filter=good & Q(outcome=Outcome.CHANGED)),
        skipped=Count("pk", filter=good & Q(outcome=Outcome.SKIPPED)),
        errors=Count("pk", filter=Q(status=Status.ERROR)),
    )
    return counts


def import_progress(source: Import) -> dict[str, Any]:
    """Rows and jobs ended so far, for a page that watches."""
    rows = source.rows.aggregate(
        total=Count("pk"),
        written=Count("pk", filter=Q(status__in=[Status.WRITTEN, Status.JOBS, Status.DONE])),
        done=Count("pk", filter=Q(status__in=[Status.DONE, Status.ERROR])),
    )
    asked = Rendition.objects.filter(import_rows__source=source)
    open_jobs = Q(job__status__in=[Job.Status.QUEUED, Job.Status.RUNNING])
    failed = Q(job__status__in=[Job.Status.FAILED, Job.Status.DEAD])
    jobs = asked.aggregate(
        jobs=Count("pk", distinct=True),
        jobs_open=Count("pk", distinct=True, filter=open_jobs),
        jobs_failed=Count("pk", distinct=True, filter=failed),
    )
    return {**rows, **jobs, "status": source.status}


def import_errors_csv(source: Import, language: str) -> Iterator[str]:
    """The rows that failed as a CSV, the reason last; no cell starts a formula. Streams."""
    failed = source.rows.filter(status=Status.ERROR).order_by("number")
    first = failed.first()
    columns = list(first.cells) if first else []
    yield "\ufeff" + line(["row", *columns, "reason"])
    for row in failed.iterator():
        reasons = [problem_of(kept).in_language(language) for kept in row.problems]
        cells = [row.cells.get(column, "") for column in columns]
        yield line([str(row.number), *cells, " ".join(reasons)])


def line(cells: list[str]) -> str:
    out = io.StringIO()
    # All quoted: a spreadsheet that splits at semicolons must not find a formula after one.
    csv.writer(out, quoting=csv.QUOTE_ALL).writerow([neutral(cell) for cell in cells])
    return out.getvalue()


def neutral(cell: str) -> str:
    """The cell with a leading apostrophe where a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
