"""淘宝数据包: a sheet in UTF-16 and a folder of pictures called .tbi, in one ZIP.

Options stand under 淘宝's numbers for colour and size with values of our own (-1001 …), which
`propAlias` names, as sellers' own values do in packages.
"""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from catalog.exporting.model import Context, Goods, Offer, Picture
from catalog.exporting.words import as_html
from catalog.importing.options import facet
from catalog.spreadsheet import cell_safe
from catalog.table_files import Sink, csv_chunks

MOST_PICTURES = 5  # of one product
CHUNK = 1 << 20
NAME = "products"
HEADS = {
    "title": "宝贝名称",
    "cid": "宝贝类目",
    "price": "宝贝价格",
    "num": "宝贝数量",
    "description": "宝贝描述",
    "cateProps": "宝贝属性",
    "picture": "新图片",
    "skuProps": "销售属性组合",
    "propAlias": "销售属性别名",
    "outer_id": "商家编码",
}
FIRST_LINES = (["version 1.00"], list(HEADS), list(HEADS.values()))
PROPERTIES = {"color": "1627207", "size": "20509"}
OTHER = "1626698"  # any further option
FIRST_OWN = 1001
UNKNOWN_STOCK = "1"  # a package without a number is refused
Values = dict[tuple[str, str], str]


def write(goods: Iterable[Goods], context: Context) -> Iterator[bytes]:
    """The sheet, then the pictures: `goods` is gone through twice."""
    sink, context = Sink(), replace(context, currency="CNY")
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as package:
        lines = csv_chunks(
            rows(goods, context), encoding="utf-16", delimiter="\t", bare=len(FIRST_LINES)
        )
        with package.open(f"{NAME}.csv", "w") as sheet:
            for chunk in lines:
                sheet.write(chunk)
                yield sink.taken()
        for picture in (picture for one in goods for picture in jpegs(one)):
            yield from copied(package, sink, picture, context)
    yield sink.taken()


def rows(goods: Iterable[Goods], context: Context) -> Iterator[list[str]]:
    yield from FIRST_LINES
    for one in goods:
        cells = line(one, context)
        yield [cell_safe(cells.get(head, "")) for head in HEADS]


def line(goods: Goods, context: Context) -> dict[str, str]:
    values = values_of(goods)
    prices = sorted(one.price for one in goods.offers if one.price and context.price(one))
    pictures = [f"{one.id}:1:{n}:|{one.address};" for n, one in enumerate(jpegs(goods))]
    return {
        "title": goods.title,
        "price": str(prices[0]) if prices else "",
        "num": UNKNOWN_STOCK,
        "description": as_html(goods.description),
        "picture": "".join(pictures),
        "skuProps": "".join(sku_props(one, values, context) for one in goods.offers if values),
        "propAlias": "".join(f"{code}:{value};" for (_, value), code in values.items()),
        "outer_id": goods.key if goods.is_group else goods.offers[0].sku if goods.offers else "",
    }


def values_of(goods: Goods) -> Values:
    """`1627207:-1001` by option and value, for all that the variants of a product differ in."""
    said = dict.fromkeys(pair for offer in goods.offers for pair in offer.options.items())
    if not goods.is_group:
        return {}
    return {
        (name, value): f"{PROPERTIES.get(facet(name), OTHER)}:-{FIRST_OWN + n}"
        for n, (name, value) in enumerate(said)
    }


def sku_props(offer: Offer, values: Values, context: Context) -> str:
    """`price:quantity:SKU:property:value;property:value;` of one variant."""
    codes = [values[pair] for pair in offer.options.items()]
    own = f"{context.price(offer)}:{UNKNOWN_STOCK}:{offer.sku}:"
    return own + "".join(f"{code};" for code in codes) if codes else ""


def jpegs(goods: Goods) -> list[Picture]:
    """What a package may hold: .tbi files are JPEGs."""
    found = (one for one in goods.pictures if one.media_type == "image/jpeg")
    return list(islice(found, MOST_PICTURES))


def copied(
    package: zipfile.ZipFile, sink: Sink, picture: Picture, context: Context
) -> Iterator[bytes]:
    """One picture into the package; a file that is gone is left out."""
    try:
        source = context.open(picture.file)
    except FileNotFoundError:
        return
    with source, package.open(f"{NAME}/{picture.id}.tbi", "w") as target:
        while chunk := source.read(CHUNK):
            target.write(chunk)
            yield sink.taken()
