"""Imports as people handle them: received, started, cancelled, tried again, cleared away."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.importing.making import Making
from catalog.importing.row import row_read
from catalog.importing.sheet import SheetRow, columns_check
from catalog.models import Import, ImportRow, Shop, User
from catalog.selectors.imports import rows_worth_retrying
from catalog.services.fetch_rows import fetches_retry
from catalog.services.import_files import (
    ImportFiles,
    import_drop_files,
    kept,
    photo_archive,
    size,
    unpacked,
)
from catalog.services.import_jobs import import_cancel_jobs
from catalog.services.import_makings import makings_ready
from catalog.services.import_moves import import_move, imports_wake
from catalog.services.import_reading import described, sheet_received
from catalog.services.quotas import rows_check, stored_check
from catalog.services.storage import room_check

HOLD = timedelta(seconds=settings.IMAGING_LEASE_S)  # until what the dead held is taken up again
# In one transaction, for which others wait 20 s at most on SQLite. Measured: 13 ms a row, 0.15 s a
# photo of 12 megapixels; so about 10 s.
MOST_WHOLE, MOST_WHOLE_PHOTOS = 300, 40
FILES_KEPT = timedelta(days=14)
Status = Import.Status
RowStatus = ImportRow.Status


def import_receive(
    *,
    shop: Shop,
    by: User | None,
    files: ImportFiles,
    makings: Iterable[Making] = (),
    hold: bool = False,
) -> Import:
    """Keep the files of an import that can be read; its rows are checked afterwards.

    `hold`: the caller carries it on itself, the scheduler takes over when the caller dies.
    Raises UnreadableFile, what `makings_ready` raises (nothing is kept then) and
    EngineError("disk_full").
    """
    wanted = makings_ready(makings, shop)
    files = unpacked(files)
    sheet, reading = sheet_received(files, shop)
    photo_archive(files.photos)
    made = Import(
        shop=shop,
        by=by,
        name=files.name[-200:],
        makings=[making.model_dump(mode="json") for making in wanted],
        lease_until=timezone.now() + HOLD if hold else None,
    )
    described(made, sheet, reading)
    if made.status == Status.MAPPING and hold:
        columns_check(sheet)  # nobody is there to be asked
    files_received(made, files, sheet.table.kind)
    if not hold:
        imports_wake()
    return made


def files_received(made: Import, files: ImportFiles, kind: str) -> None:
    """Store the files and save the import; neither stays without the other."""
    needed = size(files.sheet) + size(files.photos)
    room_check(needed_bytes=needed)
    stored_check(shop=made.shop, needed_bytes=needed)
    try:
        made.file = kept(made, f"rows.{kind}", files.sheet)
        made.photos = kept(made, "photos.zip", files.photos)
        made.save()
    except BaseException:
        import_drop_files(made)
        raise


@transaction.atomic
def import_start(*, source: Import, policy: str = Import.Policy.SKIP) -> None:
    """Begin writing a checked import. Raises CatalogError when it is not one, may not be whole, or
    has more rows than the shop may still import.

    `policy` says what a row that cannot be imported means for the others.
    """
    if policy == Import.Policy.ALL:
        whole_check(source)
    rows_check(source=source)
    started = Import.objects.filter(pk=source.pk, status=Status.CHECKED).update(
        status=Status.RUNNING, started_at=timezone.now(), policy=policy, problem={}
    )
    if not started:
        raise CatalogError(_("This import was already started, or is still being checked."))
    source.refresh_from_db()
    imports_wake()


def whole_check(source: Import) -> None:
    """Raise CatalogError when an import cannot be written as all or nothing."""
    if source.rows.filter(status=RowStatus.ERROR).exists():
        raise CatalogError(_("Some rows have problems, so all or nothing would be nothing."))
    if source.rows.count() > MOST_WHOLE or photos_named(source) > MOST_WHOLE_PHOTOS:
        words = _("All or nothing is for at most %(rows)s rows with %(photos)s photos.")
        raise CatalogError(words % {"rows": MOST_WHOLE, "photos": MOST_WHOLE_PHOTOS})


def photos_named(source: Import) -> int:
    """How many photos the rows of an import name."""
    drafts = (row_read(SheetRow(row.number, row.cells))[0] for row in source.rows.all())
    return sum(len(draft.files) for draft in drafts)


def import_cancel(*, source: Import) -> None:
    """Stop after the row in hand, and the pictures still to be made; what was written stays.

    Raises CatalogError when it had ended.
    """
    stoppable = [
        Status.MAPPING,
        Status.CHECKING,
        Status.CHECKED,
        Status.RUNNING,
        Status.PAUSED,
    ]
    now = timezone.now()
    if not import_move(source=source, to=Status.CANCELLED, out_of=stoppable, finished_at=now):
        raise CatalogError(_("This import has already ended."))
    import_cancel_jobs(source=source)
    source.refresh_from_db()


@transaction.atomic
def import_retry(*, source: Import) -> None:
    """Go on where it stopped, and try again what failed: rows while written, pictures while made.

    Raises CatalogError when nothing is left to be tried.
    """
    source = Import.objects.select_for_update().get(pk=source.pk)
    if source.status not in (Status.DONE, Status.CANCELLED) or not source.file:
        raise CatalogError(_("This import cannot be tried again. Upload the file once more."))
    again = rows_worth_retrying(source)
    again.exclude(status=RowStatus.ERROR).update(status=RowStatus.WRITTEN)
    again.filter(status=RowStatus.ERROR).update(status=RowStatus.WAITING, problems=[])
    fetches_retry(source=source)
    if not source.rows.unfinished().exists():
        raise CatalogError(_("Nothing of this import is left to be tried again."))
    now = timezone.now()
    rested = now - (source.finished_at or now)
    source.started_at = (source.started_at or now) + rested
    source.status, source.finished_at = Status.RUNNING, None
    source.problem = {}
    if source.policy == Import.Policy.STOP:
        source.policy = Import.Policy.SKIP  # somebody has seen where it stopped, and says go on
    source.save(update_fields=["status", "started_at", "finished_at", "problem", "policy"])
    imports_wake()


def import_files_forget() -> int:
    """Remove the files of imports that ended, or waited to be started, long ago; how many."""
    before = timezone.now() - FILES_KEPT
    waited = Q(status__in=[Status.CHECKED, Status.MAPPING], created_at__lt=before)
    old = Import.objects.exclude(file="").filter(waited | Q(finished_at__lt=before))
    for source in old:
        import_drop_files(source)
        ended = source.finished_at or timezone.now()
        waiting = source.status in (Status.CHECKED, Status.MAPPING)
        status = Status.CANCELLED if waiting else source.status
        Import.objects.filter(pk=source.pk, status=source.status).update(
            file="", photos="", status=status, finished_at=ended
        )
    return len(old)
