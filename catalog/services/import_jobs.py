"""The pictures of an import: asked for a window at a time, cancelled, and their end noticed."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from catalog.errors import CatalogError
from catalog.importing.making import SCENE, Making, Scenes, makings_kept
from catalog.importing.problems import Problem
from catalog.models import Import, ImportRow, Photo, Rendition
from catalog.services.import_moves import import_move, imports_wake
from catalog.services.import_pictures import pictures_ask
from catalog.services.quotas import QuotaReached
from imaging.errors import EngineError
from imaging.models import Job
from imaging.models.job import JobQuerySet
from imaging.recipes import TAGS
from imaging.services import job_cancel

Status = ImportRow.Status
AT_ONCE = 500  # rows of one turn
WINDOW = 60  # bulk jobs of one shop that wait at a time; the rest of its rows ask later


def import_ask_jobs(*, source: Import, until: datetime) -> None:
    """Ask for the jobs of written rows, as many as the shop may have waiting."""
    makings = makings_kept(source.makings)
    rows = source.rows.filter(status=Status.WRITTEN).order_by("number")
    # A list: SQLite refuses to begin a write while a result is still being read and somebody else
    # wrote meanwhile, however long one would wait.
    for row in rows[:AT_ONCE]:
        if timezone.now() > until or waiting_jobs(source) >= WINDOW:
            return
        if set_awaited(source, makings):
            return
        row.source = source
        try:
            row_ask_jobs(row, makings)
        except EngineError:
            return  # the shop's queue is full: the row asks again later


def waiting_jobs(source: Import) -> int:
    return bulk_jobs(source.shop.tenant).filter(status=Job.Status.QUEUED).count()


def bulk_jobs(tenant: str) -> JobQuerySet:
    """The jobs that imports of a shop wait for."""
    return Job.objects.of_tenant(tenant).filter(priority=Job.Priority.BULK).exclude(recipe=TAGS)


def import_job_ended(job: Job) -> None:
    """Consume an ended job: imports go on after each half window, and after the last of all."""
    is_bulk = job.priority == Job.Priority.BULK
    if is_bulk and bulk_jobs(job.tenant).unfinished().count() % (WINDOW // 2) == 0:
        imports_wake()


def set_awaited(source: Import, makings: Sequence[Making]) -> bool:
    """Whether the first picture in a set of its own is not there yet: a second worker would draw
    the same set again."""
    if not any(isinstance(one, Scenes) and one.is_drawn for one in makings):
        return False
    pictures = Rendition.objects.filter(import_rows__source=source, recipe=SCENE)
    statuses = set(pictures.values_list("job__status", flat=True).distinct())
    return bool(statuses) and statuses <= set(Job.UNFINISHED)


@transaction.atomic
def row_ask_jobs(row: ImportRow, makings: Sequence[Making]) -> None:
    """What is made of the row's photos: all that can be asked for, or none of it.

    What is refused is kept at the row, and the rest goes on. Raises EngineError("too_many_jobs").
    """
    running = Import.Status.RUNNING  # a cancel may have come since the row was read
    mine = ImportRow.objects.filter(pk=row.pk, status=Status.WRITTEN, source__status=running)
    if not mine.update(status=Status.JOBS):
        return
    found = Photo.objects.filter(product=row.product_id, deleted_at=None)
    photos = list(found.select_related("shop", "product", "tags_job"))
    unmade = [
        {"recipe": making.recipe, **problem.model_dump()}
        for making in makings
        if (problem := making_ask(row, making, photos))
    ]
    ImportRow.objects.filter(pk=row.pk).update(unmade=unmade)


def making_ask(row: ImportRow, making: Making, photos: Sequence[Photo]) -> Problem | None:
    """Ask for one making's pictures; why they cannot be asked for, or None."""
    try:
        with transaction.atomic():
            for photo in photos if making.photos == "all" else photos[:1]:
                row.renditions.add(*pictures_ask(photo=photo, making=making, row=row))
    except QuotaReached:
        raise  # the same: the import says so, and goes on once there is more
    except EngineError as error:
        if error.code == "too_many_jobs":
            raise  # the whole row asks again later
        return Problem(code=error.code, arguments=error.arguments)
    except CatalogError as error:
        return Problem(code="refused", arguments={"reason": error.sentence})
    return None


def import_cancel_jobs(*, source: Import, statuses: Sequence[str] = Job.UNFINISHED) -> None:
    """Stop what this import waits for; what a person or another import asked for goes on."""
    others = ImportRow.objects.filter(source__status=Import.Status.RUNNING).exclude(source=source)
    asked = Rendition.objects.filter(import_rows__source=source).exclude(import_rows__in=others)
    jobs = Job.objects.filter(status__in=statuses, priority=Job.Priority.BULK)
    for job in jobs.filter(pk__in=asked.values("job")):
        job_cancel(job=job)


def rows_finish(*, source: Import) -> None:
    """Rows whose jobs have all ended are done; the import ends with its last row."""
    busy = Rendition.objects.filter(import_rows=OuterRef("pk"), job__status__in=Job.UNFINISHED)
    source.rows.filter(status=Status.JOBS).exclude(Exists(busy)).update(status=Status.DONE)
    if not source.rows.unfinished().exists():
        running, done = Import.Status.RUNNING, Import.Status.DONE
        import_move(source=source, to=done, out_of=[running], finished_at=timezone.now())
