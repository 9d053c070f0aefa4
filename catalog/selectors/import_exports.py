"""The file of a finished import, back with the pictures that were made and approved since."""

from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, cast

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.exporting.model import Goods
from catalog.exporting.same_feed import feed_chunks
from catalog.exporting.same_file import SameFile
from catalog.importing.reading import Reading
from catalog.importing.sheet import sheet_open
from catalog.models import Import, ImportRow, Product
from catalog.selectors.goods import goods_of
from catalog.selectors.import_errors import FileBack
from catalog.table_files import TYPES


def import_same_file(source: Import, channel: str) -> FileBack:
    """The very file of an import, streamed, with the pictures of `channel` ("": of any).

    Raises CatalogError once the file is gone.
    """
    if not source.file or not default_storage.exists(source.file):
        raise CatalogError(_("The file of this import is gone. Export the products instead."))
    stream = cast(BinaryIO, default_storage.open(source.file))
    sheet = sheet_open(stream, Reading.model_validate(source.reading))

    def products(numbers: Sequence[int]) -> Mapping[int, Goods]:
        return goods_by_number(source, numbers, channel)

    kind = sheet.table.kind
    same = SameFile(sheet, products)
    chunks = feed_chunks(stream, products) if kind == "xml" else same.chunks()
    return FileBack(closed_after(stream, chunks), kind, TYPES[kind])


def closed_after(stream: BinaryIO, chunks: Iterator[bytes]) -> Iterator[bytes]:
    with stream:
        yield from chunks


def goods_by_number(source: Import, numbers: Sequence[int], channel: str) -> dict[int, Goods]:
    """What the rows with these numbers became, in six queries."""
    rows = source.rows.filter(number__in=numbers, product__archived_at=None)
    named = dict(rows.exclude(product=None).values_list("number", "product"))
    known = {one.id: one for one in goods_of(list(set(named.values())), channel)}
    return {number: known[product] for number, product in named.items() if product in known}


def products_of_import(source: Import) -> QuerySet[Product]:
    """The products that an import made, changed or left as they were."""
    rows = ImportRow.objects.filter(source=source).exclude(product=None)
    return Product.objects.filter(pk__in=rows.values("product"), archived_at=None)
