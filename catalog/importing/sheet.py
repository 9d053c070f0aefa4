"""A CSV file as rows, whatever spreadsheet wrote it. Streams: memory does not grow with rows."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from catalog.importing.problems import UnreadableFile
from catalog.models.product import normalised
from catalog.spreadsheet import FORMULA_STARTS

CHUNK = 1 << 20  # bytes
LONGEST_CELL = 1 << 20  # characters; the widest description is 10,000
DELIMITERS = ",;\t"
# Real Chinese in GBK keeps nearly all to the characters of GB 2312. Big5, Shift JIS and Latin-1 can
# often be decoded as GB 18030 too, but then read as rare characters: refused, not imported garbled.
COMMON_SHARE = 0.75
BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# How shops head their columns, compared without case, spaces and width.
NAMES = {
    "sku": ("sku", "货号", "商品货号", "商品编码", "商家编码", "sku编码", "编码", "编号", "款号"),
    "title": ("title", "name", "标题", "商品标题", "产品标题", "商品名称", "产品名称", "名称"),
    "description": ("description", "描述", "商品描述", "产品描述", "详情", "说明"),
    "price": ("price", "价格", "商品价格", "售价", "单价"),
    "currency": ("currency", "币种", "货币"),
    "category": ("category", "类目", "分类", "类别", "商品分类", "商品类目"),
    "photos": ("photos", "photo", "images", "图片", "照片", "原图", "主图", "商品图片", "商品照片"),
}
REQUIRED = ("sku", "title")


@dataclass(frozen=True)
class SheetRow:
    """One row: its number as spreadsheets show it, cells by column, cells past the header."""

    number: int
    cells: dict[str, str]
    surplus: int = 0


@dataclass(frozen=True)
class Sheet:
    """A readable file: its encoding, its own headings, and the columns they mean ("" unknown)."""

    stream: BinaryIO
    encoding: str
    delimiter: str
    headings: tuple[str, ...]
    columns: tuple[str, ...]

    def rows(self) -> Iterator[SheetRow]:
        """Every row with something in it. Raises UnreadableFile where the table breaks off."""
        reader = table(self.stream, self.encoding, self.delimiter)
        next(reader)
        number = 1
        while True:
            try:
                cells = next(reader, None)
            except csv.Error as error:
                raise UnreadableFile("table_broken", row=number) from error
            if cells is None:
                return
            number += 1
            if any(cell.strip() for cell in cells):
                yield self.row(number, cells)

    def row(self, number: int, cells: list[str]) -> SheetRow:
        named = {
            column: plain(cell) for column, cell in zip(self.columns, cells, strict=False) if column
        }
        past = [cell for cell in cells[len(self.columns) :] if cell.strip()]
        return SheetRow(number, named, surplus=len(past))


def sheet_open(stream: BinaryIO) -> Sheet:
    """Find encoding, delimiter and columns. Raises UnreadableFile with what is wrong."""
    encoding = encoding_of(stream)
    line = text_of(stream, encoding).readline(LONGEST_CELL)
    if not line:
        raise UnreadableFile("empty")
    delimiter = max(DELIMITERS, key=line.count)
    try:
        headings = tuple(next(table(stream, encoding, delimiter)))
    except csv.Error as error:
        raise UnreadableFile("not_text") from error
    return Sheet(stream, encoding, delimiter, headings, columns_of(headings))


def plain(cell: str) -> str:
    """A cell as meant: without the apostrophe that our own downloads put before a formula."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell


def table(stream: BinaryIO, encoding: str, delimiter: str) -> Iterator[list[str]]:
    """A csv reader from the start of `stream`, which stays open."""
    csv.field_size_limit(LONGEST_CELL)
    return csv.reader(text_of(stream, encoding), delimiter=delimiter, strict=True)


def text_of(stream: BinaryIO, encoding: str) -> io.TextIOWrapper:
    stream.seek(0)
    return io.TextIOWrapper(io.BufferedReader(Undisturbed(stream)), encoding, newline="")


class Undisturbed(io.RawIOBase):
    """A view of a stream whose closing does not close it: readers come and go, the file stays."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self.stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def encoding_of(stream: BinaryIO) -> str:
    """UTF-8 (with or without BOM), UTF-16 with BOM, or GB 18030 (which holds GBK and GB 2312).

    Reads the whole file once: a GBK file can look like UTF-8 for its first megabyte of ASCII.
    """
    stream.seek(0)
    start = stream.read(4)
    if not start:
        raise UnreadableFile("empty")
    marked = next((name for bom, name in BOMS.items() if start.startswith(bom)), None)
    for name in (marked,) if marked else ("utf-8", "gb18030"):
        if is_text(stream, name):
            return name
    raise UnreadableFile("not_text")


def is_text(stream: BinaryIO, name: str) -> bool:
    """Whether the whole of `stream` makes sense in an encoding; a NUL character never does."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(name)()
    wide = common = 0
    while True:
        data = stream.read(CHUNK)
        try:
            text = decoder.decode(data, final=not data)
        except UnicodeDecodeError:
            return False
        if "\0" in text:
            return False
        narrow = len(text.encode("ascii", "ignore"))
        wide += len(text) - narrow
        common += (len(text.encode("gb2312", "ignore")) - narrow) // 2
        if not data:
            return name != "gb18030" or common >= COMMON_SHARE * wide


def columns_of(headings: tuple[str, ...]) -> tuple[str, ...]:
    """The column each heading means, "" for one we do not know. Raises UnreadableFile."""
    columns = tuple(MEANINGS.get(heading_key(heading), "") for heading in headings)
    for column in NAMES:
        if columns.count(column) > 1:
            raise UnreadableFile("columns_twice", column=column)
    missing = [column for column in REQUIRED if column not in columns]
    if missing:
        raise UnreadableFile("columns_missing", columns=", ".join(missing))
    return columns


def heading_key(heading: str) -> str:
    return normalised(heading).replace(" ", "")


MEANINGS = {heading_key(name): column for column, names in NAMES.items() for name in names}
