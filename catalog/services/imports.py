"""Imports as people handle them: received, started, cancelled, tried again, cleared away."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.importing.archive import PhotoArchive, archive_open
from catalog.importing.reading import FOUND_OUT, Reading
from catalog.importing.sheet import Sheet, sheet_open
from catalog.models import Import, ImportRow, Shop, User, Variant
from catalog.services.import_jobs import import_cancel_jobs
from catalog.services.storage import file_keep, room_check
from imaging.recipes import RECIPES, build

HOLD = timedelta(minutes=1)  # far longer than one turn, so only the dead lose their hold
FILES_KEPT = timedelta(days=14)
Status = Import.Status
RowStatus = ImportRow.Status


@dataclass(frozen=True)
class ImportFiles:
    """What somebody sent: a sheet with its file name, a ZIP of photos perhaps, how to read them."""

    name: str
    sheet: BinaryIO
    photos: BinaryIO | None = None
    reading: Reading = FOUND_OUT


@dataclass(frozen=True)
class Making:
    """What is to be made of every row's photos: nothing, or a recipe for some channels."""

    recipe: str = ""
    presets: tuple[str, ...] = ()

    @classmethod
    def of(cls, recipe: str, presets: Iterable[str]) -> "Making":
        """Raises EngineError for what would only fail later, row by row."""
        if not recipe:
            return cls()
        needs_preset = recipe in RECIPES and RECIPES[recipe].needs_preset
        channels = tuple(dict.fromkeys(presets)) if needs_preset else ()
        for channel in channels or (None,):
            build(recipe, preset_key=channel)
        return cls(recipe, channels)


NOTHING = Making()


def import_receive(
    *,
    shop: Shop,
    by: User | None,
    files: ImportFiles,
    making: Making = NOTHING,
    hold: bool = False,
) -> Import:
    """Keep the files of an import that can be read; its rows are checked afterwards.

    `hold`: the caller carries it on itself, the scheduler takes over when the caller dies.
    Raises UnreadableFile (nothing is kept then) and EngineError("disk_full").
    """
    sheet = sheet_open(files.sheet, files.reading)
    reading = with_currency(files.reading, sheet, shop)
    photo_archive(files.photos)
    made = Import(
        shop=shop,
        by=by,
        name=files.name[-200:],
        recipe=making.recipe,
        presets=list(making.presets),
        encoding=sheet.encoding,
        format=sheet.profile.key,
        evidence=list(sheet.evidence),
        reading=reading.to_json(),
        columns=columns_of(sheet),
        lease_until=timezone.now() + HOLD if hold else None,
    )
    room_check(needed_bytes=size(files.sheet) + size(files.photos))
    try:
        made.file = kept(made, "rows.csv", files.sheet)
        made.photos = kept(made, "photos.zip", files.photos)
        made.save()
    except BaseException:
        import_drop_files(made)
        raise
    return made


def with_currency(reading: Reading, sheet: Sheet, shop: Shop) -> Reading:
    """In formats whose prices name no currency they are in the one that the shop uses most."""
    if reading.currency or sheet.profile.names_currency:
        return reading
    used = Variant.objects.filter(shop=shop).exclude(currency="").values("currency")
    most = used.annotate(times=Count("pk")).order_by("-times", "currency").first()
    return reading.model_copy(update={"currency": most["currency"] if most else ""})


def columns_of(sheet: Sheet) -> list[tuple[str, str]]:
    """Pairs, not an object: PostgreSQL keeps no order of an object's names."""
    named = zip(sheet.headings, sheet.columns, strict=True)
    return [(heading.strip(), column) for heading, column in named if heading.strip()]


def size(stream: BinaryIO | None) -> int:
    return stream.seek(0, 2) if stream else 0


def kept(made: Import, name: str, stream: BinaryIO | None) -> str:
    if stream is None:
        return ""
    stream.seek(0)
    path = f"imports/{made.shop.tenant}/{made.pk}/{name}"
    file_keep(name=path, content=stream)
    return path


def import_drop_files(source: Import) -> None:
    """Remove what was sent; the rows and their report stay."""
    for name in filter(None, (source.file, source.photos)):
        default_storage.delete(name)


def photo_archive(photos: BinaryIO | None) -> PhotoArchive | None:
    """The ZIP within the limits of this install. Raises UnreadableFile."""
    if photos is None:
        return None
    photos.seek(0)
    return archive_open(
        photos,
        max_photo_bytes=settings.MAX_UPLOAD_MB * 1_000_000,
        max_bytes=settings.MAX_ZIP_GB * 1_000_000_000,
    )


@contextmanager
def photos_opened(source: Import) -> Iterator[PhotoArchive | None]:
    """The stored ZIP of an import, None where it has none."""
    if not source.photos:
        yield None
        return
    with stored(source.photos) as stream:
        yield photo_archive(stream)


@contextmanager
def stored(name: str) -> Iterator[BinaryIO]:
    """A file of an import, open for reading."""
    with default_storage.open(name) as file:
        yield cast(BinaryIO, file)


def import_start(*, source: Import) -> None:
    """Begin writing a checked import. Raises CatalogError when it is not one."""
    started = Import.objects.filter(pk=source.pk, status=Status.CHECKED).update(
        status=Status.RUNNING, started_at=timezone.now()
    )
    if not started:
        raise CatalogError(_("This import was already started, or is still being checked."))
    source.refresh_from_db()


def import_cancel(*, source: Import) -> None:
    """Stop after the row in hand, and the pictures still to be made; what was written stays.

    Raises CatalogError when it had ended.
    """
    stoppable = [Status.CHECKING, Status.CHECKED, Status.RUNNING]
    stopped = Import.objects.filter(pk=source.pk, status__in=stoppable).update(
        status=Status.CANCELLED, finished_at=timezone.now()
    )
    if not stopped:
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
    again = source.rows.worth_retrying()
    again.exclude(status=RowStatus.ERROR).update(status=RowStatus.WRITTEN)
    again.filter(status=RowStatus.ERROR).update(status=RowStatus.WAITING, problems=[])
    if not source.rows.unfinished().exists():
        raise CatalogError(_("Nothing of this import is left to be tried again."))
    source.status, source.started_at, source.finished_at = Status.RUNNING, timezone.now(), None
    source.save(update_fields=["status", "started_at", "finished_at"])


def import_files_forget() -> int:
    """Remove the files of imports that ended, or waited to be started, long ago; how many."""
    before = timezone.now() - FILES_KEPT
    waited = Q(status=Status.CHECKED, created_at__lt=before)
    old = Import.objects.exclude(file="").filter(waited | Q(finished_at__lt=before))
    for source in old:
        import_drop_files(source)
        ended = source.finished_at or timezone.now()
        status = Status.CANCELLED if source.status == Status.CHECKED else source.status
        Import.objects.filter(pk=source.pk, status=source.status).update(
            file="", photos="", status=status, finished_at=ended
        )
    return len(old)
