"""The files that products leave in."""

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass

from catalog.exporting import google, jsonld, plain, shopify, taobao, woocommerce
from catalog.exporting.model import Context, Goods
from imaging.labels import Label

Write = Callable[[Iterable[Goods], Context], Iterator[bytes]]


@dataclass(frozen=True)
class Format:
    """One kind of file: `suffix` is the ending of its name, `channels` whose pictures suit it.

    `imported` is the format of `catalog.importing.formats` that reads it back.
    """

    key: str
    label: Label
    suffix: str
    write: Write
    channels: tuple[str, ...] = ()
    imported: str = "plain"


_LIST = (
    Format(
        "shopify",
        Label(en="Shopify product CSV", zh="Shopify 商品 CSV"),
        "csv",
        shopify.write,
        ("shopify",),
        "shopify",
    ),
    Format(
        "woocommerce",
        Label(en="WooCommerce product CSV", zh="WooCommerce 商品 CSV"),
        "csv",
        woocommerce.write,
        (),
        "woocommerce",
    ),
    Format(
        "google-xml",
        Label(en="Google Merchant feed (XML)", zh="Google Merchant 商品数据（XML）"),
        "xml",
        google.write_xml,
        ("google_merchant",),
        "google",
    ),
    Format(
        "google-tsv",
        Label(en="Google Merchant feed (tabs)", zh="Google Merchant 商品数据（制表符）"),
        "tsv",
        google.write_tsv,
        ("google_merchant",),
        "google",
    ),
    Format(
        "taobao",
        Label(en="Taobao data package", zh="淘宝数据包"),
        "zip",
        taobao.write,
        ("taobao_main", "taobao_white"),
        "taobao",
    ),
    Format(
        "jsonld",
        Label(en="schema.org JSON-LD", zh="schema.org JSON-LD"),
        "json",
        jsonld.write,
    ),
    Format(
        "xlsx",
        Label(en="Workbook (XLSX)", zh="工作簿（XLSX）"),
        "xlsx",
        plain.write_xlsx,
    ),
    Format("csv", Label(en="Plain table (CSV)", zh="普通表格（CSV）"), "csv", plain.write_csv),
)
FORMATS: dict[str, Format] = {one.key: one for one in _LIST}


def fitting(imported: str, published: Container[str]) -> str:
    """The channel whose pictures suit files of an import format, where there are any; else ""."""
    channels = next((one.channels for one in _LIST if one.imported == imported), ())
    return next((one for one in channels if one in published), "")
