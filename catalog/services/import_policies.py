"""Waiting rows written, and what one that cannot be means for the others."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from catalog.importing.problems import Problem
from catalog.models import Import, ImportRow, Photo
from catalog.services.import_files import photos_opened
from catalog.services.import_moves import import_move
from catalog.services.import_rows import row_claim, row_try, row_write
from catalog.services.photos import files_take_back

Policy, Status = Import.Policy, ImportRow.Status


class NotWhole(Exception):
    """A row of an import that is all or nothing could not be written."""

    def __init__(self, row: ImportRow, problem: Problem) -> None:
        self.row, self.problem = row, problem
        super().__init__(problem.code)


def rows_write(*, source: Import, until: datetime) -> None:
    """Write waiting rows until none is left, time is up, or the import was or must be stopped."""
    if source.policy != Policy.SKIP and pictures_awaited(source):
        return
    if source.policy == Policy.STOP and stopped_at_first(source):
        return
    if not source.rows.claimable().exists():
        return
    if source.policy == Policy.ALL:
        rows_write_whole(source)
        return
    with photos_opened(source) as archive:
        while timezone.now() < until and (row := row_claim(source=source)):
            row_write(row=row, archive=archive)
            if source.policy == Policy.STOP and stopped_at_first(source):
                return


def pictures_awaited(source: Import) -> bool:
    """Whether a row may still turn out to be one that cannot be imported: its pictures come yet.

    Behind a row that cannot be imported anyway, none of them matters.
    """
    failed = source.rows.filter(status=Status.ERROR).order_by("number").first()
    awaited = source.rows.filter(status=Status.FETCHING)
    return (awaited.filter(number__lt=failed.number) if failed else awaited).exists()


def stopped_at_first(source: Import) -> bool:
    """End the import when the next row in order is one that cannot be imported."""
    first = source.rows.filter(status=Status.ERROR).order_by("number").first()
    if first is None or source.rows.claimable().filter(number__lt=first.number).exists():
        return False
    import_stop(source, Problem(code="stopped_at_row", arguments={"row": first.number}))
    return True


def rows_write_whole(source: Import) -> None:
    """All waiting rows in one transaction, or none of them and the reason at the row."""
    kept: list[Photo] = []
    try:
        with photos_opened(source) as archive, transaction.atomic():
            now = Import.objects.select_for_update().get(pk=source.pk)  # one writer at a time
            if now.status != Import.Status.RUNNING:  # cancelled while we waited
                return
            for row in list(source.rows.claimable().order_by("number")):
                row.source = source
                if problem := row_try(row, archive, kept):
                    raise NotWhole(row, problem)
            status = Status.WRITTEN if source.makings else Status.DONE
            source.rows.claimable().update(status=status)
    except BaseException as error:
        for photo in kept:
            files_take_back(photo, [photo.file, photo.thumbnail])
        if not isinstance(error, NotWhole):
            raise
        ImportRow.objects.filter(pk=error.row.pk).update(
            status=Status.ERROR, problems=[error.problem.model_dump()]
        )
        stopped = Problem(code="nothing_written", arguments={"row": error.row.number})
        import_stop(source, stopped)


def import_stop(source: Import, problem: Problem) -> None:
    """The import ends here; `problem` says why. What was written stays."""
    import_move(
        source=source,
        to=Import.Status.CANCELLED,
        out_of=[Import.Status.RUNNING],
        problem=problem.model_dump(),
        finished_at=timezone.now(),
    )
