"""The pictures of an import: asked for a window at a time, cancelled, and their end noticed."""

from datetime import datetime
from typing import cast

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from catalog.errors import CatalogError
from catalog.importing.problems import Problem
from catalog.models import Import, ImportRow, Photo, Rendition, User
from catalog.services.renditions import rendition_request
from imaging.errors import EngineError
from imaging.models import Job
from imaging.recipes import TAGS
from imaging.services import job_cancel, job_retry

Status = ImportRow.Status
AT_ONCE = 500  # rows of one turn
WINDOW = 60  # bulk jobs of one shop that wait at a time; the rest of its rows ask later


def import_ask_jobs(*, source: Import, until: datetime) -> None:
    """Ask for the jobs of written rows, as many as the shop may have waiting."""
    rows = source.rows.filter(status=Status.WRITTEN).order_by("number")
    # A list: SQLite refuses to begin a write while a result is still being read and somebody else
    # wrote meanwhile, however long one would wait.
    for row in rows[:AT_ONCE]:
        if timezone.now() > until or waiting_jobs(source) >= WINDOW:
            return
        row.source = source
        try:
            row_ask_jobs(row)
        except EngineError as error:
            if error.code == "too_many_jobs":
                return  # the shop's queue is full: the row asks again later
            row_give_up(row, Problem(code=error.code, arguments=error.arguments))
        except CatalogError as error:
            row_give_up(row, Problem(code="refused", arguments={"reason": error.sentence}))


def waiting_jobs(source: Import) -> int:
    waiting = Job.objects.of_tenant(source.shop.tenant).filter(status=Job.Status.QUEUED)
    return waiting.filter(priority=Job.Priority.BULK).exclude(recipe=TAGS).count()


@transaction.atomic
def row_ask_jobs(row: ImportRow) -> None:
    """A picture of each photo for each channel; all of the row's jobs or none."""
    running = Import.Status.RUNNING  # a cancel may have come since the row was read
    mine = ImportRow.objects.filter(pk=row.pk, status=Status.WRITTEN, source__status=running)
    if not mine.update(status=Status.JOBS):
        return
    photos = Photo.objects.filter(product=row.product_id, deleted_at=None)
    for photo in photos.select_related("shop", "product"):
        for preset in row.source.presets or [""]:
            row.renditions.add(rendition_of(photo, row.source, preset))


def rendition_of(photo: Photo, source: Import, preset: str) -> Rendition:
    """What was made, or is being made, of this photo for this channel; tried again if it failed."""
    same = Rendition.objects.filter(photo=photo, recipe=source.recipe, preset=preset)
    found = same.filter(deleted_at=None).select_related("job").order_by("-pk").first()
    if found is None:
        return rendition_request(
            photo=photo,
            recipe=source.recipe,
            preset=preset or None,
            by=cast(User, source.by),  # None once that person's account is gone; rows allow it
            priority=Job.Priority.BULK,
        )
    job_retry(job=found.job)  # does nothing to one that waits, runs or is done
    return found


def row_give_up(row: ImportRow, problem: Problem) -> None:
    ImportRow.objects.filter(pk=row.pk, status=Status.WRITTEN).update(
        status=Status.ERROR, problems=[problem.model_dump()]
    )


def import_cancel_jobs(*, source: Import) -> None:
    """Stop what this import still waits for; pictures that a person asked for go on."""
    asked = Rendition.objects.filter(import_rows__source=source).values("job")
    for job in Job.objects.unfinished().filter(pk__in=asked, priority=Job.Priority.BULK):
        job_cancel(job=job)


def rows_finish(*, source: Import) -> None:
    """Rows whose jobs have all ended are done; the import ends with its last row."""
    busy = Rendition.objects.filter(import_rows=OuterRef("pk"), job__status__in=Job.UNFINISHED)
    source.rows.filter(status=Status.JOBS).exclude(Exists(busy)).update(status=Status.DONE)
    if not source.rows.unfinished().exists():
        Import.objects.filter(pk=source.pk, status=Import.Status.RUNNING).update(
            status=Import.Status.DONE, finished_at=timezone.now()
        )
