"""Products as a sheet: what an import takes, and their attributes beside it."""

import csv
import io
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from catalog.models import Product, Variant
from catalog.selectors.attribute_cells import ATTRIBUTE_COLUMNS, attribute_cells
from catalog.spreadsheet import cell_safe

COLUMNS = ("sku", "title", "description", "price", "currency", "category", *ATTRIBUTE_COLUMNS)
AT_ONCE = 500  # products held at a time


def products_csv_lines(products: QuerySet[Product]) -> Iterator[str]:
    """A heading and one line for each variant, as they are read: never the whole sheet at once."""
    yield "\ufeff" + line(COLUMNS)  # the mark lets spreadsheets read Chinese
    ids = list(products.order_by("-created_at", "-pk").values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        some = Product.objects.filter(pk__in=ids[start : start + AT_ONCE])
        rows = some.prefetch_related("variants", "attributes")
        for product in rows.order_by("-created_at", "-pk"):
            yield "".join(lines_of(product))


def lines_of(product: Product) -> Iterator[str]:
    attributes = attribute_cells(product)
    for variant in product.variants.all():
        yield line([*cells_of(product, variant), *attributes])


def cells_of(product: Product, variant: Variant) -> list[object]:
    price = "" if variant.price is None else variant.price
    texts = (product.title, product.description)
    return [variant.sku, *texts, price, variant.currency, product.category]


def line(cells: Iterable[object]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([cell_safe(cell) for cell in cells])
    return text.getvalue()
