"""Product CSV of Shopify under its heads of 2025: lines of one handle are one product."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from catalog.exporting.model import Context, Goods, Offer
from catalog.exporting.plain import option_cells
from catalog.exporting.words import as_html
from catalog.spreadsheet import cell_safe
from catalog.table_files import csv_chunks

OPTIONS = 3  # that Shopify takes
HEADS = (
    "Title", "URL handle", "Description", "Type", "Tags", "SKU",
    *(f"Option{n} {what}" for n in range(1, OPTIONS + 1) for what in ("name", "value")),
    "Price", "Product image URL", "Image position", "Image alt text", "Variant image URL",
)  # fmt: skip
NO_OPTION = ("Title", "Default Title")  # what Shopify calls the option of a product without any


def write(goods: Iterable[Goods], context: Context) -> Iterator[bytes]:
    return csv_chunks(rows(goods, context), encoding="utf-8")


def rows(goods: Iterable[Goods], context: Context) -> Iterator[list[str]]:
    yield list(HEADS)
    for one in goods:
        for line in lines(one, context):
            yield [cell_safe(cell) for cell in line]


def lines(goods: Goods, context: Context) -> Iterator[list[str]]:
    """A line for each variant and each picture, whichever are more."""
    for place, (offer, picture) in enumerate(zip_longest(goods.offers, goods.pictures), start=1):
        texts = texts_of(goods) if place == 1 else ["", goods.handle, "", "", ""]
        shown = [picture.address, str(place), goods.title] if picture else ["", "", ""]
        own = picture_of(goods, offer)
        yield [*texts, *offer_cells(offer, context), *shown, own]


def texts_of(goods: Goods) -> list[str]:
    texts = [goods.title, goods.handle, as_html(goods.description), goods.category]
    return [*texts, tags(goods)]


def tags(goods: Goods) -> str:
    """Attributes as tags, which every shop can filter by: `colour_blue`."""
    found = [
        f"{name}_{value}"
        for name, values in goods.attributes.items()
        if name not in ("category", "price")
        for value in values.split("/")
        if value and "," not in value
    ]
    return ", ".join(found)


def offer_cells(offer: Offer | None, context: Context) -> list[str]:
    if offer is None:
        return [""] * (2 * OPTIONS + 2)
    options = option_cells(offer, OPTIONS)
    if not offer.options:
        options[:2] = NO_OPTION
    return [offer.sku, *options, context.price(offer)]


def picture_of(goods: Goods, offer: Offer | None) -> str:
    own = goods.picture_of(offer) if offer else None
    return own.address if own else ""
