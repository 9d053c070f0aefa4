"""Feed of Google Merchant Center, as text parted by tabs and as RSS 2.0.

support.google.com/merchants/answer/7052112. That a picture is machine-made stands inside its file
(IPTC DigitalSourceType), which Google reads there; machine-made texts have fields of their own.
"""

from collections.abc import Iterable, Iterator

from catalog.exporting.model import Context, Goods, Offer
from catalog.exporting.words import harmless
from catalog.spreadsheet import cell_safe
from catalog.table_files import csv_chunks, xml_text

MOST_FURTHER = 10  # additional_image_link
BY_AI = "trained_algorithmic_media"
TEXTS = ("title", "description")
HEADS = (
    "id", "title", "structured_title", "description", "structured_description", "link",
    "image_link", "additional_image_link", "availability", "price", "condition", "product_type",
    "item_group_id", "color", "size", "material", "pattern",
)  # fmt: skip
OF_RSS = {"title", "link", "description"}  # elements without the prefix g:
Item = dict[str, str]


def write_tsv(goods: Iterable[Goods], context: Context) -> Iterator[bytes]:
    return csv_chunks(rows(goods, context), encoding="utf-8", delimiter="\t")


def rows(goods: Iterable[Goods], context: Context) -> Iterator[list[str]]:
    heads = [head for head in HEADS if is_used(head, context)]
    yield heads
    for item, further in items(goods, context):
        cells = item | {"additional_image_link": ",".join(further)}
        for name in context.setting.ai_texts:
            cells[f"structured_{name}"] = of_machine(cells.pop(name))
        yield [cell_safe(cells.get(head, "").replace("\t", " ")) for head in heads]


def is_used(head: str, context: Context) -> bool:
    return not head.startswith("structured_") or head[11:] in context.setting.ai_texts


def of_machine(text: str) -> str:
    """A text with its source type, as Google wants both in one cell."""
    quoted = text.replace('"', '""')
    return f'{BY_AI}:"{quoted}"' if text else ""


def write_xml(goods: Iterable[Goods], context: Context) -> Iterator[bytes]:
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>\n'
        f"<title>{xml_text(context.shop)}</title><link>{xml_text(context.site)}</link>"
        f"<description>{xml_text(context.shop)}</description>\n"
    ).encode()
    for item, further in items(goods, context):
        elements = [element(name, item[name], context) for name in HEADS if item.get(name)]
        elements += [tagged("additional_image_link", address) for address in further]
        yield f"<item>{''.join(elements)}</item>\n".encode()
    yield b"</channel></rss>\n"


def element(name: str, text: str, context: Context) -> str:
    if name not in context.setting.ai_texts:
        return tagged(name, text)
    source, content = (
        tagged("digital_source_type", BY_AI),
        f"<g:content>{xml_text(text)}</g:content>",
    )
    return f"<g:structured_{name}>{source}{content}</g:structured_{name}>"


def tagged(name: str, text: str) -> str:
    tag = name if name in OF_RSS else f"g:{name}"
    return f"<{tag}>{xml_text(text)}</{tag}>"


def items(goods: Iterable[Goods], context: Context) -> Iterator[tuple[Item, list[str]]]:
    """Every variant by Google's names, and the addresses of its further pictures."""
    for one in goods:
        for offer in one.offers:
            addresses = [picture.address for picture in one.pictures_of(offer)]
            first = {"image_link": addresses[0]} if addresses else {}
            yield item(one, offer, context) | first, addresses[1 : 1 + MOST_FURTHER]


def item(goods: Goods, offer: Offer, context: Context) -> Item:
    price = "" if offer.price is None else f"{offer.price} {offer.currency}"
    return {
        "id": offer.known_as,
        "title": goods.title,
        "description": harmless(goods.description),
        "link": context.link(goods, offer),
        "availability": context.setting.availability,
        "price": price,
        "condition": context.setting.condition,
        "product_type": goods.category,
        "item_group_id": goods.key if goods.is_group else "",
        **goods.facets_of(offer),
    }
