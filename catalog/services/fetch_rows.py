"""Rows and the pictures at addresses that they name: noted, waited for, tried again, let go."""

from collections.abc import Sequence
from contextlib import suppress

from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from catalog.fetching.addresses import target_of
from catalog.importing.check import CheckedRow
from catalog.models import Fetch, FetchHost, Import, ImportRow
from catalog.models.fetch import address_key

AT_ONCE = 500  # files removed in one turn
Named = Fetch.rows.through
RowStatus = ImportRow.Status


def fetches_stage(*, source: Import, checked: Sequence[CheckedRow]) -> None:
    """Note which rows need which addresses. Noted again, nothing changes; nothing is fetched."""
    numbers: dict[str, list[int]] = {}
    for one in checked:
        for address in one.addresses:
            numbers.setdefault(address, []).append(one.row.number)
    if not numbers:
        return
    fetches = [fetch_of(source, address, min(rows)) for address, rows in numbers.items()]
    hosts = sorted({fetch.host for fetch in fetches})  # two checks in one order: no deadlock
    FetchHost.objects.bulk_create([FetchHost(host=name) for name in hosts], ignore_conflicts=True)
    Fetch.objects.bulk_create(fetches, ignore_conflicts=True)
    keys = source.fetches.filter(key__in=[fetch.key for fetch in fetches])
    by_address = dict(keys.values_list("address", "pk"))
    rows_named = source.rows.filter(number__in={one for rows in numbers.values() for one in rows})
    by_number = dict(rows_named.values_list("number", "pk"))
    Named.objects.bulk_create(
        [
            Named(fetch_id=by_address[address], importrow_id=by_number[number])
            for address, rows in numbers.items()
            for number in rows
        ],
        ignore_conflicts=True,
    )


def fetch_of(source: Import, address: str, number: int) -> Fetch:
    host = target_of(address).authority
    return Fetch(source=source, address=address, key=address_key(address), host=host, number=number)


def rows_ready(*, source: Import) -> None:
    """Rows whose pictures have all ended, well or not, may be written."""
    source.rows.filter(status=RowStatus.FETCHING).exclude(unfinished()).update(
        status=RowStatus.WAITING
    )


def unfinished() -> Exists:
    """Whether a row waits for a picture."""
    return Exists(Fetch.objects.unfinished().filter(rows=OuterRef("pk")))


def fetches_retry(*, source: Import) -> None:
    """Try failed pictures of waiting rows again, as if for the first time."""
    waiting = source.rows.filter(status=RowStatus.WAITING)
    failed = source.fetches.filter(status=Fetch.Status.FAILED, rows__in=waiting)
    FetchHost.objects.filter(host__in=failed.values("host")).update(
        failures=0, next_at=timezone.now()
    )
    failed.update(status=Fetch.Status.WAITING, attempts=0, not_before=timezone.now(), problem={})
    waiting.filter(unfinished()).update(status=RowStatus.FETCHING)


def fetches_let_go(*, source: Import) -> None:
    """Remove fetched files that no row can need any more."""
    ended = [RowStatus.WRITTEN, RowStatus.JOBS, RowStatus.DONE]
    needed = Exists(ImportRow.objects.filter(fetches=OuterRef("pk")).exclude(status__in=ended))
    files_drop(source.fetches.exclude(file="").exclude(needed))


def fetches_forget(*, source: Import) -> None:
    """Remove all fetched files of an import, those too that a killed process never noted."""
    folder = fetched_folder(source)
    with suppress(FileNotFoundError):
        for name in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{name}")
    source.fetches.exclude(file="").update(file="")


def fetched_folder(source: Import) -> str:
    """Where fetched files lie until their rows are written."""
    return f"imports/{source.shop.tenant}/{source.pk}/fetched"


def files_drop(fetches: QuerySet[Fetch]) -> None:
    """Remove the files of some of `fetches`. A killed process forgets none."""
    some = list(fetches[:AT_ONCE])
    for fetch in some:
        default_storage.delete(fetch.file)
    Fetch.objects.filter(pk__in=[fetch.pk for fetch in some]).update(file="")
