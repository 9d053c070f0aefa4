"""A CSV file as rows, whatever spreadsheet wrote it. Streams: memory does not grow with rows."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from catalog.importing.problems import UnreadableFile
from catalog.models.product import normalised

CHUNK = 1 << 20  # bytes
LONGEST_CELL = 1 << 20  # characters; the widest description is 10,000
DELIMITERS = ",;\t"
BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# How shops head their columns, compared without case, spaces and width.
NAMES = {
    "sku": ("sku", "货号", "商品编码", "商家编码", "sku编码", "编码"),
    "title": ("title", "name", "标题", "商品标题", "商品名称", "名称", "品名"),
    "description": ("description", "描述", "商品描述", "详情", "说明"),
    "price": ("price", "价格", "售价", "单价"),
    "currency": ("currency", "币种", "货币"),
    "category": ("category", "类目", "分类", "类别", "商品分类"),
    "photos": ("photos", "photo", "images", "图片", "照片", "主图", "商品图片"),
}
REQUIRED = ("sku", "title")


@dataclass(frozen=True)
class SheetRow:
    """One row: its number as a spreadsheet shows it, cells by column, and cells without a column."""

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
                raise UnreadableFile("table_broken", row=number, reason=str(error)) from error
            if cells is None:
                return
            number += 1
            if any(cell.strip() for cell in cells):
                yield self.row(number, cells)

    def row(self, number: int, cells: list[str]) -> SheetRow:
        named = {
            column: cell.strip()
            for column, cell in zip(self.columns, cells, strict=False)
            if column
        }
        return SheetRow(number, named, surplus=max(0, len(cells) - len(self.columns)))


def sheet_open(stream: BinaryIO) -> Sheet:
    """Find encoding, delimiter and columns. Raises UnreadableFile with what is wrong."""
    encoding = encoding_of(stream)
    stream.seek(0)
    first = io.TextIOWrapper(stream, encoding, newline="")
    line = first.readline(LONGEST_CELL)
    first.detach()
    if not line.strip():
        raise UnreadableFile("empty")
    delimiter = max(DELIMITERS, key=line.count)
    try:
        headings = tuple(next(table(stream, encoding, delimiter)))
    except csv.Error as error:
        raise UnreadableFile("not_text") from error
    return Sheet(stream, encoding, delimiter, headings, columns_of(headings))


def table(stream: BinaryIO, encoding: str, delimiter: str) -> "Iterator[list[str]]":
    """A csv reader from the start of `stream`, which stays open."""
    stream.seek(0)
    csv.field_size_limit(LONGEST_CELL)
    text = io.TextIOWrapper(Undisturbed(stream), encoding, newline="")
    return csv.reader(text, delimiter=delimiter, strict=True)


class Undisturbed(io.RawIOBase):
    """A view of a stream whose closing does not close it: readers come and go, the file stays."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
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
    for bom, name in BOMS.items():
        if start.startswith(bom):
            return checked(stream, name)
    for name in ("utf-8", "gb18030"):
        try:
            return checked(stream, name)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("not_text")


def checked(stream: BinaryIO, name: str) -> str:
    """`name`, if the whole of `stream` is text in it; a NUL character never is."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(name)()
    while data := stream.read(CHUNK):
        if "\0" in decoder.decode(data):
            raise UnreadableFile("not_text")
    decoder.decode(b"", final=True)
    return name


def columns_of(headings: tuple[str, ...]) -> tuple[str, ...]:
    """The column each heading means, "" for one we do not know. Raises UnreadableFile."""
    meanings = {normalised(name).replace(" ", ""): key for key, names in NAMES.items() for name in names}
    columns = tuple(meanings.get(normalised(heading).replace(" ", ""), "") for heading in headings)
    for column in NAMES:
        if columns.count(column) > 1:
            raise UnreadableFile("columns_twice", column=column)
    missing = [column for column in REQUIRED if column not in columns]
    if missing:
        raise UnreadableFile("columns_missing", columns=", ".join(missing))
    return columns
