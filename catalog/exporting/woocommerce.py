"""Product CSV of WooCommerce's own importer: a line for a product, and one for each variant."""

from collections.abc import Iterable, Iterator, Mapping

from catalog.exporting.model import Context, Goods, Offer
from catalog.exporting.words import harmless
from catalog.importing.options import facet
from catalog.spreadsheet import cell_safe
from catalog.table_files import csv_chunks

PAIRS = 9  # attributes of a line
OF_A_PAIR = ("name", "value(s)", "visible", "global")
HEADS = (
    "Type", "SKU", "Name", "Description", "Regular price", "Categories", "Images", "Parent",
    *(f"Attribute {n} {what}" for n in range(1, PAIRS + 1) for what in OF_A_PAIR),
)  # fmt: skip
LEFT_OUT = ("category", "price")  # attributes that have columns of their own


def write(goods: Iterable[Goods], context: Context) -> Iterator[bytes]:
    return csv_chunks(rows(goods, context), encoding="utf-8")


def rows(goods: Iterable[Goods], context: Context) -> Iterator[list[str]]:
    yield list(HEADS)
    for one in goods:
        for line in lines(one, context):
            yield [cell_safe(cell) for cell in line]


def lines(goods: Goods, context: Context) -> Iterator[list[str]]:
    pictures = ", ".join(one.address for one in goods.pictures)
    texts = (goods.title, harmless(goods.description))
    if not goods.is_group:
        for offer in goods.offers:
            price = context.price(offer)
            own = ["simple", offer.sku, *texts, price, goods.category, pictures, ""]
            yield own + pairs(told(goods))
        return
    own = ["variable", goods.key, *texts, "", goods.category, pictures, ""]
    yield own + pairs(choices(goods) | told(goods))
    for offer in goods.offers:
        yield variation(goods, offer, context)


def variation(goods: Goods, offer: Offer, context: Context) -> list[str]:
    picture = goods.picture_of(offer)
    address = picture.address if picture else ""
    title = " - ".join([goods.title, ", ".join(offer.options.values())]).rstrip(" -")
    own = ["variation", offer.sku, title, "", context.price(offer), "", address, goods.key]
    return own + pairs(offer.options)


def choices(goods: Goods) -> dict[str, str]:
    """Every option of the product with all its values."""
    values: dict[str, dict[str, None]] = {}
    for offer in goods.offers:
        for name, value in offer.options.items():
            values.setdefault(name, {})[value.replace(",", "\\,")] = None
    return {name: ", ".join(found) for name, found in values.items()}


def told(goods: Goods) -> dict[str, str]:
    """Attributes that are no option of the variants."""
    options = {facet(name) for offer in goods.offers for name in offer.options}
    known = {name: value for name, value in goods.attributes.items() if name not in LEFT_OUT}
    return {
        name.capitalize(): value.replace("/", ", ")
        for name, value in known.items()
        if value and facet(name) not in options
    }


def pairs(named: Mapping[str, str]) -> list[str]:
    """Cells of attributes, visible on the product's page, and empty ones up to the last head."""
    cells = [
        cell for name, value in list(named.items())[:PAIRS] for cell in (name, value, "1", "0")
    ]
    return cells + [""] * (PAIRS * len(OF_A_PAIR) - len(cells))
