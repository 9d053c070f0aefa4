"""Files as rows of text, whatever wrote them. All stream: memory does not grow with rows."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from catalog.importing.encodings import encoding_of, text_of
from catalog.importing.problems import UnreadableFile

LONGEST_CELL = 1 << 20  # characters; the widest description is 10,000
LONGEST_ROW = 8 << 20  # characters, of quoted line breaks too
MOST_COLUMNS = 1_000
DELIMITERS = ",;\t"
Row = tuple[int, list[str]]


class Table(Protocol):
    """A file of rows. `kind` is csv, xlsx or xml; `encoding` is empty where it goes by itself."""

    @property
    def stream(self) -> BinaryIO: ...

    @property
    def kind(self) -> str: ...

    @property
    def encoding(self) -> str: ...

    def rows(self) -> Iterator[Row]:
        """Every row, heads first, with the number that people see.

        Raises UnreadableFile where the table breaks off.
        """


@dataclass(frozen=True)
class CsvTable:
    """Text with a delimiter."""

    stream: BinaryIO
    encoding: str
    delimiter: str
    kind: str = "csv"

    def rows(self) -> Iterator[Row]:
        """Rows as a spreadsheet numbers them: a quoted line break does not count."""
        lines = Lines(text_of(self.stream, self.encoding))
        csv.field_size_limit(LONGEST_CELL)
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        number = 0
        while True:
            lines.taken = 0
            try:
                cells = next(reader, None)
            except csv.Error as error:
                raise UnreadableFile("table_broken", row=number) from error
            except UnicodeError as error:  # UTF-16 without its mark is no UnicodeDecodeError
                raise UnreadableFile("encoding_wrong", row=number) from error
            if cells is None:
                return
            number += 1
            yield number, cells


class Lines:
    """The lines of a text; what one row of them may hold has an end, whatever the file holds."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.text, self.taken = text, 0

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self.text.readline(LONGEST_ROW - self.taken + 1)
        self.taken += len(line)
        if self.taken > LONGEST_ROW:
            raise csv.Error("a row without end")
        if not line:
            raise StopIteration
        return line


def table_open(stream: BinaryIO, encoding: str = "") -> Table:
    """The table that a file is; `encoding` where somebody knows better than we would guess.

    Raises UnreadableFile.
    """
    stream.seek(0)
    start = stream.read(512)
    if start.startswith(b"PK\x03\x04") and zipfile.is_zipfile(stream):
        from catalog.importing.xlsx import XlsxTable

        return XlsxTable(stream)
    if is_xml(start):
        from catalog.importing.feed import XmlTable

        return XmlTable(stream)
    return csv_open(stream, encoding)


def is_xml(start: bytes) -> bool:
    text = start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return text.startswith((b"<?xml", b"<rss", b"<feed", b"<!DOCTYPE"))


def csv_open(stream: BinaryIO, encoding: str) -> CsvTable:
    found = encoding or encoding_of(stream)
    try:
        line = text_of(stream, found).readline(LONGEST_CELL)
        if line.casefold().startswith("version"):  # 淘宝 says its version before its heads
            line = line + text_of(stream, found).read(LONGEST_CELL)
    except UnicodeError as error:
        raise UnreadableFile("encoding_wrong", row=0) from error
    if not line:
        raise UnreadableFile("empty")
    return CsvTable(stream, found, max(DELIMITERS, key=line.count))
