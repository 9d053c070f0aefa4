"""Imports whose pictures lie on the test's host, and time that passes at once."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from catalog.models import Fetch, FetchHost, Import, Shop
from catalog.services.fetches import fetches_work
from catalog.services.import_advance import imports_advance
from catalog.services.imports import import_start
from tests.fetch_host import Host
from tests.sheets import checked, csv_of

HEADS = "Handle,Title,Body (HTML),Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Price"


def shopify(host: Host, *products: tuple[str, Iterable[str]]) -> bytes:
    """A Shopify export of products by handle with the paths of their pictures."""
    lines = [f"{HEADS},Image Src,Image Position"]
    for handle, paths in products:
        texts = f"{handle},Title of {handle},,Senna,Title,Default Title,{handle.upper()},8.50"
        for position, path in enumerate(paths, 1):
            first = texts if position == 1 else f"{handle},,,,,,,"
            lines.append(f"{first},{host.address(path)},{position}")
    return "\n".join(lines).encode()


def rows_with(host: Host, *paths: str) -> bytes:
    """A plain sheet with a product for each path."""
    rows = [
        {"sku": f"S{number}", "title": f"T{number}", "photos": host.address(path)}
        for number, path in enumerate(paths)
    ]
    return csv_of(*rows)


def started(shop: Shop, sheet: bytes, policy: str = Import.Policy.SKIP) -> Import:
    source = checked(shop, sheet)
    import_start(source=source, policy=policy)
    return source


def fetched() -> int:
    """A turn of one who fetches; how many pictures were tried."""
    return fetches_work(until=timezone.now() + timedelta(seconds=10))


def written(source: Import) -> Import:
    """A turn of fetching and one of writing."""
    fetched()
    imports_advance()
    source.refresh_from_db()
    return source


def time_passes() -> None:
    """All waiting is over, and all who hold something have lost it."""
    now = timezone.now()
    Fetch.objects.update(not_before=now)
    Fetch.objects.filter(status=Fetch.Status.FETCHING).update(lease_until=now - timedelta(1))
    FetchHost.objects.update(next_at=now)
