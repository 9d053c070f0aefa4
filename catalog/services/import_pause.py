"""Resting an import, and going on: waiting pictures leave the queue and are asked for again."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.models import Import, ImportRow, Rendition
from catalog.services.import_jobs import import_cancel_jobs
from catalog.services.import_moves import import_move, imports_wake
from imaging.models import Job

Status = Import.Status


def import_pause(*, source: Import) -> None:
    """Take no further row and begin no further picture; what is being made is finished.

    Its waiting pictures leave the shop's queue, so that they hold up nobody. Raises CatalogError
    when it is not running.
    """
    now = timezone.now()
    if not import_move(source=source, to=Status.PAUSED, out_of=[Status.RUNNING], paused_at=now):
        raise CatalogError(_("Only an import that is running can be paused."))
    import_cancel_jobs(source=source, statuses=[Job.Status.QUEUED])
    source.refresh_from_db()


@transaction.atomic
def import_resume(*, source: Import) -> None:
    """Go on after a pause: what left the queue is asked for again, what failed is not.

    Raises CatalogError when it is not paused.
    """
    resting = Import.objects.select_for_update().get(pk=source.pk)
    if resting.status != Status.PAUSED or not resting.paused_at or not resting.started_at:
        raise CatalogError(_("This import is not paused."))
    rested = timezone.now() - resting.paused_at
    Import.objects.filter(pk=resting.pk).update(
        status=Status.RUNNING, paused_at=None, started_at=resting.started_at + rested
    )
    taken = Rendition.objects.filter(deleted_at=None, job__status=Job.Status.CANCELLED)
    resting.rows.filter(status=ImportRow.Status.JOBS, renditions__in=taken).update(
        status=ImportRow.Status.WRITTEN
    )
    source.refresh_from_db()
    imports_wake()
