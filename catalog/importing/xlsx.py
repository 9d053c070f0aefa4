"""The first sheet of an Excel workbook as rows, streamed: strings lie in a temporary file."""

import re
import tempfile
import zipfile
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from posixpath import normpath
from typing import IO, BinaryIO, cast

from catalog.importing.archive import DAMAGE, METHODS
from catalog.importing.problems import UnreadableFile
from catalog.importing.tables import LONGEST_CELL, LONGEST_ROW, MOST_COLUMNS, Row
from catalog.importing.xml_events import xml_events

MOST_BYTES = 2 << 30  # of the sheet unpacked
MOST_GROWTH = 200  # times: real sheets pack to a tenth or a fiftieth
SMALL = 10 << 20  # bytes: what can do no harm however well it packs
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
LAST_ROW = 1_048_576  # of any worksheet
CELL = re.compile(r"([A-Z]{1,3})\d+")


@dataclass(frozen=True)
class XlsxTable:
    """A workbook's first sheet."""

    stream: BinaryIO
    kind: str = "xlsx"
    encoding: str = ""

    def rows(self) -> Iterator[Row]:
        """Rows with the numbers that Excel shows. Raises UnreadableFile."""
        number = 0
        try:
            with (
                zipfile.ZipFile(self.stream) as archive,
                strings_of(archive) as strings,
                part(archive, first_sheet(archive)) as sheet,
            ):
                for number, cells in sheet_rows(sheet, strings):
                    yield number, cells
        except (*DAMAGE, KeyError, IndexError) as error:
            raise UnreadableFile("workbook_broken", row=number) from error


@dataclass
class Strings:
    """The workbook's shared strings: text in a file, where each begins in memory (8 bytes each)."""

    file: IO[bytes]
    starts: "array[int]" = field(default_factory=lambda: array("Q", [0]))

    def add(self, text: str) -> None:
        self.file.write(text.encode("utf-8", "replace"))
        self.starts.append(self.file.tell())

    def __getitem__(self, index: int) -> str:
        start = self.starts[index]
        self.file.seek(start)
        return self.file.read(self.starts[index + 1] - start).decode("utf-8")


@contextmanager
def strings_of(archive: zipfile.ZipFile) -> Iterator[Strings]:
    with tempfile.TemporaryFile() as file:
        strings = Strings(file)
        if "xl/sharedStrings.xml" in archive.namelist():
            with part(archive, "xl/sharedStrings.xml") as packed:
                for text in texts_of(packed):
                    strings.add(text)
        yield strings


def texts_of(packed: BinaryIO) -> Iterator[str]:
    """Each shared string; readings of Japanese words (rPh) are no part of it."""
    parts: list[str] = []
    inside, aside, length = False, False, 0
    for event in xml_events(packed):
        if event.kind == "text" and inside and not aside:
            length += len(event.name)
            if length > LONGEST_CELL:
                raise UnreadableFile("cell_too_long")
            parts.append(event.name)
        elif event.name == "t":
            inside = event.kind == "start"
        elif event.name == "rPh":
            aside = event.kind == "start"
        elif event.name == "si" and event.kind == "end":
            yield "".join(parts)
            parts, length = [], 0


def part(archive: zipfile.ZipFile, name: str) -> BinaryIO:
    """One file of the workbook, when it unpacks to something of a sane size."""
    entry = archive.getinfo(name)
    limit = max(SMALL, min(MOST_BYTES, entry.compress_size * MOST_GROWTH))
    if entry.file_size > limit or entry.compress_type not in METHODS:
        raise UnreadableFile("workbook_bomb", megabytes=round(entry.file_size / 1e6))
    return cast(BinaryIO, archive.open(entry))


def first_sheet(archive: zipfile.ZipFile) -> str:
    """The path of the first sheet in the workbook's own order."""
    with part(archive, "xl/workbook.xml") as book:
        sheets = (one for one in xml_events(book) if one.kind == "start" and one.name == "sheet")
        wanted = next((one.attributes.get(RELATION, "") for one in sheets), "")
    with part(archive, "xl/_rels/workbook.xml.rels") as relations:
        targets = {one.attributes.get("Id"): one.attributes for one in xml_events(relations)}
    target = targets[wanted]["Target"]
    return target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")


def sheet_rows(sheet: BinaryIO, strings: Strings) -> Iterator[Row]:
    """Rows of a worksheet; a row that says no number follows the one before it."""
    number, row, kind, parts, inside = 0, Cells(), "", list[str](), False
    length = 0
    for event in xml_events(sheet):
        if event.kind == "text":
            length += len(event.name) if inside else 0
            if length > LONGEST_CELL:
                raise UnreadableFile("cell_too_long")
            parts += [event.name] if inside else []
        elif event.name in ("v", "t"):
            inside = event.kind == "start"
        elif event.name == "c" and event.kind == "start":
            kind, parts, length = event.attributes.get("t", ""), [], 0
            row.pad(event.attributes.get("r", ""))
        elif event.name == "c":
            row.add(cell_text(kind, "".join(parts), strings))
        elif event.name == "row" and event.kind == "start":
            number, row = next_number(event.attributes.get("r"), number), Cells()
        elif event.name == "row":
            yield number, row.cells


def next_number(said: str | None, last: int) -> int:
    """The number of the row after `last`. Raises UnreadableFile where it goes back or too far."""
    number = int(said or last + 1)
    if not last < number <= LAST_ROW:
        raise UnreadableFile("workbook_broken", row=last)
    return number


@dataclass
class Cells:
    """The cells of one row so far; their number and their characters have an end."""

    cells: list[str] = field(default_factory=list)
    taken: int = 0

    def pad(self, reference: str) -> None:
        """Empty cells are left out of the file: fill up to the column of `reference`."""
        if found := CELL.fullmatch(reference):
            column = 0
            for letter in found[1]:
                column = column * 26 + ord(letter) - 64
            columns_check(column)
            self.cells.extend([""] * (column - 1 - len(self.cells)))

    def add(self, text: str) -> None:
        self.cells.append(text)
        columns_check(len(self.cells))
        self.taken += len(text)
        if self.taken > LONGEST_ROW:
            raise UnreadableFile("row_too_long", limit=LONGEST_ROW)


def columns_check(count: int) -> None:
    if count > MOST_COLUMNS:
        raise UnreadableFile("columns_too_many", count=count, limit=MOST_COLUMNS)


def cell_text(kind: str, text: str, strings: Strings) -> str:
    """What a person sees in the cell, near enough: numbers without the noise of binary halves."""
    if kind == "s":
        return strings[int(text)] if text else ""
    if kind in ("inlineStr", "str"):
        return text
    if kind == "b":
        return "TRUE" if text == "1" else "FALSE"
    if kind == "e" or not text:
        return ""
    number = float(text)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
