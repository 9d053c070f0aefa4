"""Imports: staged with every problem known, then written row by row, each claimed on its own."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.importing.archive import PhotoArchive, archive_open
from catalog.importing.check import CheckedRow, rows_checked
from catalog.importing.sheet import sheet_open
from catalog.models import Import, ImportRow, Shop, User
from catalog.services.import_rows import (
    ADVANCE_FOR,
    import_ask_jobs,
    row_write,
    rows_finish,
)
from catalog.services.storage import room_check

STAGED_AT_ONCE = 500
ROW_LEASE = timedelta(minutes=5)
Status = ImportRow.Status


def import_stage(
    *,
    shop: Shop,
    by: User | None,
    name: str,
    file: BinaryIO,
    photos: BinaryIO | None = None,
    recipe: str = "",
    presets: list[str] | None = None,
) -> Import:
    """Keep the files and check every row; nothing of the catalogue is written yet.

    Raises UnreadableFile (nothing is kept then) and EngineError("disk_full").
    """
    made = Import(
        shop=shop, by=by, name=name[-200:], recipe=recipe, presets=presets or [], file="-"
    )
    archive = photo_archive(photos)
    sheet = sheet_open(file)
    made.encoding = sheet.encoding
    room_check(needed_bytes=size(file) + size(photos))
    try:
        made.file = kept(made, "rows.csv", file)
        made.photos = kept(made, "photos.zip", photos) if photos else ""
        with transaction.atomic():
            made.save()
            stage(made, rows_checked(sheet, archive, shop))
    except BaseException:
        files_drop(made)
        raise
    return made


def size(stream: BinaryIO | None) -> int:
    return stream.seek(0, 2) if stream else 0


def kept(made: Import, name: str, stream: BinaryIO) -> str:
    stream.seek(0)
    return default_storage.save(f"imports/{made.shop.tenant}/{made.pk}/{name}", File(stream))


def files_drop(made: Import) -> None:
    for name in (made.file, made.photos):
        if name and name != "-":
            default_storage.delete(name)


def photo_archive(photos: BinaryIO | None) -> PhotoArchive | None:
    if photos is None:
        return None
    photos.seek(0)
    return archive_open(
        photos,
        max_photo_bytes=settings.MAX_UPLOAD_MB * 1_000_000,
        max_bytes=settings.MAX_ZIP_GB * 1_000_000_000,
    )


def stage(made: Import, rows: Iterator[CheckedRow]) -> None:
    batch: list[ImportRow] = []
    for checked in rows:
        batch.append(staged(made, checked))
        if len(batch) == STAGED_AT_ONCE:
            ImportRow.objects.bulk_create(batch)
            batch.clear()
    ImportRow.objects.bulk_create(batch)


def staged(made: Import, checked: CheckedRow) -> ImportRow:
    return ImportRow(
        source=made,
        number=checked.row.number,
        key=checked.draft.sku[:80],
        cells=checked.row.cells,
        status=Status.ERROR if checked.problems else Status.WAITING,
        outcome=checked.outcome,
        problems=[problem.model_dump() for problem in checked.problems],
    )


def import_start(*, source: Import) -> Import:
    """Begin writing a checked import; the scheduler carries it on until it is done."""
    started = Import.objects.filter(pk=source.pk, status=Import.Status.CHECKED).update(
        status=Import.Status.RUNNING
    )
    if not started:
        raise CatalogError(_("This import was already started."))
    source.refresh_from_db()
    return source


def import_cancel(*, source: Import) -> Import:
    """Stop after the row in hand; what was written stays and is said in the report."""
    stoppable = [Import.Status.CHECKED, Import.Status.RUNNING]
    stopped = Import.objects.filter(pk=source.pk, status__in=stoppable).update(
        status=Import.Status.CANCELLED, finished_at=timezone.now()
    )
    if not stopped:
        raise CatalogError(_("This import has already ended."))
    source.refresh_from_db()
    return source


@transaction.atomic
def import_retry(*, source: Import) -> int:
    """Try the rows that failed while being written again, and go on after a cancel.

    Rows whose cells are wrong would fail the same way: they need a corrected file. How many rows
    will be tried.
    """
    again = source.rows.filter(status=Status.ERROR).exclude(outcome="")
    count = again.update(status=Status.WAITING, problems=[], token=None, lease_until=None)
    open_rows = source.rows.exclude(status__in=[Status.DONE, Status.ERROR]).exists()
    if open_rows:
        Import.objects.filter(pk=source.pk).exclude(status=Import.Status.UNREADABLE).update(
            status=Import.Status.RUNNING, finished_at=None
        )
    return count


def rows_write(*, source: Import, until: datetime | None = None) -> int:
    """Write waiting rows one by one until none is left, time is up or the import was stopped."""
    written = 0
    with opened_archive(source) as archive:
        while until is None or timezone.now() < until:
            row = row_claim(source=source)
            if row is None:
                break
            row_write(row=row, archive=archive)
            written += 1
    return written


@contextmanager
def opened_archive(source: Import) -> Iterator[PhotoArchive | None]:
    if not source.photos:
        yield None
        return
    with default_storage.open(source.photos) as stream:
        yield photo_archive(stream)


def row_claim(*, source: Import) -> ImportRow | None:
    """Take the next row for this process alone; None when nothing waits or the import stopped."""
    while True:
        now = timezone.now()
        free = Q(status=Status.WAITING) | Q(status=Status.CLAIMED, lease_until__lt=now)
        waiting = ImportRow.objects.filter(free, source=source)
        row = waiting.filter(source__status=Import.Status.RUNNING).order_by("number").first()
        if row is None:
            return None
        token = uuid.uuid4()
        won = waiting.filter(pk=row.pk).update(
            status=Status.CLAIMED, token=token, lease_until=now + ROW_LEASE
        )
        if won:
            row.status, row.token = Status.CLAIMED, token
            return row



def imports_advance() -> None:
    """Carry every running import on for a while: write rows, ask for jobs, notice ends."""
    until = timezone.now() + ADVANCE_FOR
    for source in Import.objects.filter(status=Import.Status.RUNNING).order_by("created_at"):
        rows_write(source=source, until=until)
        import_ask_jobs(source=source, until=until)
        rows_finish(source=source)
