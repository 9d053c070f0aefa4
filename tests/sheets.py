"""Sheets and ZIPs of photos made in memory, as shops send them."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence

from catalog.importing.making import Making
from catalog.models import Import, ImportRow, Shop
from catalog.selectors.imports import import_counts
from catalog.services.import_advance import imports_advance
from catalog.services.imports import ImportFiles, import_receive, import_start
from tests.pictures import flat_picture, jpeg_of

COLUMNS = ("sku", "title", "description", "price", "currency", "category", "photos")


def csv_of(*rows: Mapping[str, str], encoding: str = "utf-8") -> bytes:
    """A CSV with our own columns; cells a row leaves out are empty."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def zip_of(photos: Mapping[str, bytes]) -> bytes:
    """A ZIP with these files by path."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in photos.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def received(
    shop: Shop, sheet: bytes, photos: bytes | None = None, makings: Sequence[Making] = ()
) -> Import:
    """An import just received, its rows not yet looked at."""
    archive = io.BytesIO(photos) if photos else None
    files = ImportFiles(name="rows.csv", sheet=io.BytesIO(sheet), photos=archive)
    return import_receive(shop=shop, by=None, files=files, makings=makings)


def checked(
    shop: Shop, sheet: bytes, photos: bytes | None = None, **extra: Sequence[Making]
) -> Import:
    """An import whose report is there."""
    source = received(shop, sheet, photos, **extra)
    imports_advance()
    source.refresh_from_db()
    return source


def done(
    shop: Shop, sheet: bytes, photos: bytes | None = None, **extra: Sequence[Making]
) -> Import:
    """An import whose rows are written."""
    source = checked(shop, sheet, photos, **extra)
    import_start(source=source)
    imports_advance()
    source.refresh_from_db()
    return source


def reasons(source: Import) -> dict[int, list[str]]:
    """The codes of what is wrong, by row number."""
    failed = source.rows.filter(status=ImportRow.Status.ERROR)
    return {row.number: [problem["code"] for problem in row.problems] for row in failed}


def numbers(source: Import) -> tuple[int, ...]:
    """rows, products, created, changed, skipped, errors"""
    source.refresh_from_db()
    return tuple(import_counts(source).values())


BOTTLE = {"sku": "A", "title": "Bottle", "price": "12.50", "currency": "EUR", "photos": "a.jpg"}
POT = {"sku": "B", "title": "Teapot", "photos": "b.jpg|c.jpg"}
RED, GREEN, BLUE = (
    jpeg_of(flat_picture(colour=one)) for one in ((200, 0, 0), (0, 200, 0), (0, 0, 200))
)
PHOTOS = zip_of({"a.jpg": RED, "b.jpg": GREEN, "c.jpg": BLUE})
SHEET = csv_of(BOTTLE, POT)
