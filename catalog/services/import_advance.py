"""Carrying imports on: a turn at a time, by the scheduler or by the command that began one."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from catalog.importing.archive import PhotoArchive
from catalog.importing.check import Check, CheckedRow
from catalog.importing.problems import Problem, UnreadableFile
from catalog.importing.reading import Reading
from catalog.importing.seen import Seen
from catalog.importing.sheet import sheet_open
from catalog.models import Import, ImportRow
from catalog.services.fetch_rows import fetches_let_go, fetches_stage, rows_ready
from catalog.services.import_files import import_drop_files, photos_opened, stored
from catalog.services.import_jobs import import_ask_jobs, rows_finish
from catalog.services.import_moves import import_move
from catalog.services.import_orders import import_start_itself
from catalog.services.import_policies import rows_write
from catalog.services.imports import HOLD
from catalog.services.quotas import QuotaReached

logger = logging.getLogger(__name__)

# For checking or writing rows, and for asking for jobs afterwards; together shorter than a hold, so
# that only the dead lose theirs.
TURN = min(timedelta(seconds=10), HOLD / 3)
ASKING = TURN / 2
SLICE = TURN / 20  # of writing, before what was written asks for its jobs
Status = Import.Status


def imports_advance() -> None:
    """Give imports a turn, the one served longest ago first, until a turn's time is up."""
    until = timezone.now() + TURN
    due = Import.objects.filter(status__in=[Status.CHECKING, Status.RUNNING])
    for source in due.order_by(F("lease_until").asc(nulls_first=True), "created_at"):
        if import_take(source=source):
            turn(source, until)
        if timezone.now() >= until:
            return  # after a turn, not before: with a slow database one import still goes on


def turn(source: Import, until: datetime) -> None:
    try:
        import_advance(source=source, until=until)
    except Exception:  # one broken import must not stop the others; its turn comes again
        logger.exception("import %s could not go on", source.pk)
    else:
        import_release(source=source)


def import_take(*, source: Import) -> bool:
    """Hold an import for this process; False while another one holds it."""
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    return bool(Import.objects.filter(free, pk=source.pk).update(lease_until=now + HOLD))


def import_release(*, source: Import) -> None:
    """Let the scheduler have it."""
    Import.objects.filter(pk=source.pk).update(lease_until=timezone.now())


def import_advance(*, source: Import, until: datetime | None = None) -> None:
    """One turn of a held import: rows checked, or rows written, jobs asked for and ends noticed."""
    now = timezone.now()
    Import.objects.filter(pk=source.pk).update(lease_until=now + HOLD)
    source.refresh_from_db()
    if source.status == Status.CHECKING:
        import_check(source=source, until=until or now + TURN)
    elif source.status == Status.RUNNING:
        rows_ready(source=source)
        try:
            import_go_on(source=source, until=until or now + TURN)
        except QuotaReached as reached:
            import_waits(source, reached.problem)
        else:
            import_waits(source, None)
        rows_finish(source=source)
    source.refresh_from_db()


def import_go_on(*, source: Import, until: datetime) -> None:
    """Write rows and ask for their pictures, a few by turns: workers have some from the beginning.

    Raises QuotaReached when the shop has used what it may.
    """
    while True:
        ends = min(until, timezone.now() + SLICE)
        rows_write(source=source, until=ends)
        is_all_written = timezone.now() < ends  # all that can be written now
        fetches_let_go(source=source)
        import_ask_jobs(source=source, until=timezone.now() + ASKING)
        if is_all_written or timezone.now() >= until:
            return


def import_waits(source: Import, problem: Problem | None) -> None:
    """Keep what a running import waits for, and nothing once it goes on."""
    kept = problem.model_dump() if problem else {}
    if kept != source.problem:
        Import.objects.filter(pk=source.pk, status=Status.RUNNING).update(problem=kept)


def import_check(*, source: Import, until: datetime) -> None:
    """Check further rows; CHECKED after the last, UNREADABLE where the table breaks off."""
    try:
        with photos_opened(source) as archive:
            if not rows_stage(source, archive, until):
                return
    except UnreadableFile as error:
        import_refuse(source, error)
    else:
        if import_move(source=source, to=Status.CHECKED, out_of=[Status.CHECKING]):
            import_start_itself(source=source)


def import_refuse(source: Import, error: UnreadableFile) -> None:
    source.fetches.all().delete()
    source.rows.all().delete()
    import_move(
        source=source,
        to=Status.UNREADABLE,
        out_of=[Status.CHECKING],
        problem=error.problem.model_dump(),
        finished_at=timezone.now(),
        file="",
        photos="",
    )
    import_drop_files(source)


def rows_stage(source: Import, archive: PhotoArchive | None, until: datetime) -> bool:
    """Keep checked rows from where an earlier turn stopped; whether all are there now.

    The time is for new rows: passing by those of earlier turns takes longer with each.
    """
    left = until - timezone.now()
    after = source.rows.aggregate(last=Max("number"))["last"] or 0
    check = Check(source.shop, archive, Seen(names_of(source)))
    with stored(source.file) as file:
        sheet = sheet_open(file, Reading.model_validate(source.reading))
        for index, batch in enumerate(check.batches(sheet, after=after)):
            if index == 0:
                until = timezone.now() + left
                Import.objects.filter(pk=source.pk).update(lease_until=timezone.now() + HOLD)
            # Two processes that check the same rows find the same: the second changes nothing.
            batch_stage(source, batch)
            if timezone.now() >= until:
                return False
    return True


@transaction.atomic
def batch_stage(source: Import, batch: list[CheckedRow]) -> None:
    """Rows with the addresses that they need: none without the other."""
    rows = [staged(source, checked) for checked in batch]
    ImportRow.objects.bulk_create(rows, ignore_conflicts=True)
    fetches_stage(source=source, checked=batch)


def names_of(source: Import) -> Iterator[tuple[str, str, int]]:
    """What the rows that are there already were called."""
    rows = source.rows.order_by("number").values_list("key", "cells", "number")
    for sku, cells, number in rows.iterator():
        role, group = cells.get("role", ""), cells.get("group", "")
        if sku:
            yield "sku", sku, number
        if group:
            yield "parent" if role == "parent" else "group", group, number


def staged(source: Import, checked: CheckedRow) -> ImportRow:
    ready = ImportRow.Status.FETCHING if checked.addresses else ImportRow.Status.WAITING
    status = ImportRow.Status.ERROR if checked.problems else ready
    return ImportRow(
        source=source,
        number=checked.row.number,
        key=checked.draft.sku[:80],
        group=(checked.draft.group or checked.draft.sku)[:200],
        cells=checked.row.cells,
        status=status,
        outcome=checked.outcome,
        problems=[problem.model_dump() for problem in checked.problems],
        notes=[note.model_dump() for note in checked.notes],
        photo_count=len(checked.draft.files),
    )
