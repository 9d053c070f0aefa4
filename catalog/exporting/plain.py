"""Our own columns: what an import takes, and attributes beside them."""

from collections.abc import Iterable, Iterator

from catalog.exporting.model import Context, Goods, Offer
from catalog.spreadsheet import cell_safe
from catalog.table_files import csv_chunks, xlsx_chunks
from imaging.attributes import NAMES

HEADS = ("sku", "title", "description", "price", "currency", "category", "photos", "group")
ATTRIBUTES = (*(f"attribute_{name}" for name in NAMES), "attributes_confirmed")


def write_csv(goods: Iterable[Goods], context: Context) -> Iterator[bytes]:
    return csv_chunks(rows(goods, context))


def write_xlsx(goods: Iterable[Goods], context: Context) -> Iterator[bytes]:
    return xlsx_chunks(rows(goods, context))


def rows(goods: Iterable[Goods], context: Context) -> Iterator[list[str]]:
    """The heads, then a row for every variant."""
    numbers = range(1, context.option_count + 1)
    options = [f"option{n} {what}" for n in numbers for what in ("name", "value")]
    yield [*HEADS, *options, *ATTRIBUTES]
    for one in goods:
        attributes = [*(one.attributes.get(name, "") for name in NAMES), one.confirmed]
        for offer in one.offers:
            own = [*cells(one, offer), *option_cells(offer, context.option_count), *attributes]
            yield [cell_safe(cell) for cell in own]


def cells(goods: Goods, offer: Offer) -> list[str]:
    price = "" if offer.price is None else str(offer.price)
    photos = "|".join(one.address for one in goods.pictures)
    texts = (goods.title, goods.description)
    group = goods.key if goods.is_group else ""
    return [offer.sku, *texts, price, offer.currency, goods.category, photos, group]


def option_cells(offer: Offer, count: int) -> list[str]:
    """Name and value of each option, and empty cells for those that it lacks."""
    pairs = [cell for pair in offer.options.items() for cell in pair][: 2 * count]
    return pairs + [""] * (2 * count - len(pairs))
