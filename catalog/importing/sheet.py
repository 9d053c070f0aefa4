"""A shop's file as neutral rows, whatever system wrote it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from catalog.importing.formats import NEUTRAL, SEVERAL, Detected, Profile, detect, profiles
from catalog.importing.plain_text import plain_text
from catalog.importing.plans import PLANS, SheetRow
from catalog.importing.problems import UnreadableFile
from catalog.importing.reading import FOUND_OUT, Reading
from catalog.importing.tables import MOST_COLUMNS, Table, table_open
from catalog.spreadsheet import unmarked

HEAD_ROWS = 3  # where heads may be


@dataclass(frozen=True)
class Sheet:
    """A readable file: its format and why, its own headings, the columns they mean ("" unknown)."""

    table: Table
    profile: Profile
    evidence: tuple[str, ...]
    headings: tuple[str, ...]
    columns: tuple[str, ...]
    currency: str = ""

    @property
    def encoding(self) -> str:
        return self.table.encoding

    def rows(self) -> Iterator[SheetRow]:
        """Every row with something in it. Raises UnreadableFile where the table breaks off."""
        return PLANS[self.profile.plan](self.lines())

    def lines(self) -> Iterator[SheetRow]:
        """Every line with something in it, its cells by neutral column."""
        skipped = self.profile.heads_row + self.profile.rows_after_heads
        for number, cells in islice(self.table.rows(), skipped, None):
            if any(cell.strip() for cell in cells):
                yield self.line(number, cells)

    def line(self, number: int, cells: list[str]) -> SheetRow:
        named: dict[str, str] = {}
        for heading, column, cell in zip(self.headings, self.columns, cells, strict=False):
            if column:
                self.put(named, f"option:{heading}" if column == "option" else column, cell)
        if self.currency and named.get("price"):
            named["currency_else"] = self.currency
        past = [cell for cell in cells[len(self.columns) :] if cell.strip()]
        return SheetRow(number, named, surplus=len(past))

    def put(self, named: dict[str, str], column: str, cell: str) -> None:
        text = cell.strip() if self.table.kind == "xml" else plain(cell)
        if column in ("photos", "variant_photo"):
            text = "|".join(filter(None, re.split(self.profile.photo_split, text)))
        elif column == "description" and self.profile.is_html:
            text = plain_text(text)
        before = named.get(column, "")
        named[column] = "|".join(filter(None, (before, text))) if column in SEVERAL else text


def sheet_open(stream: BinaryIO, reading: Reading = FOUND_OUT) -> Sheet:
    """Find encoding, format and columns. Raises UnreadableFile with what is wrong."""
    sheet = sheet_look(stream, reading)
    columns_check(sheet)
    return sheet


def sheet_look(stream: BinaryIO, reading: Reading = FOUND_OUT) -> Sheet:
    """The sheet, though its columns may not be enough to import. Raises UnreadableFile."""
    table = table_open(stream, reading.encoding)
    first = first_rows(table)
    detected = detect(first)
    # A remembered format may be gone: then the file is told by its heads, as one never seen.
    wanted = profiles().get(reading.format, detected.profile)
    if wanted.key != detected.profile.key:
        detected = Detected(wanted, ())
    profile = detected.profile
    headings = tuple(first[profile.heads_row - 1]) if len(first) >= profile.heads_row else ()
    if len(headings) > MOST_COLUMNS:
        raise UnreadableFile("columns_too_many", count=len(headings), limit=MOST_COLUMNS)
    columns = columns_of(headings, profile, reading.columns)
    currency = reading.currency or profile.currency
    return Sheet(table, profile, detected.evidence, headings, columns, currency)


def first_rows(table: Table) -> list[list[str]]:
    """The rows that heads may be in; a break after the first is told when rows are read."""
    found: list[list[str]] = []
    rows = table.rows()
    try:
        found.extend(cells for _, cells in islice(rows, HEAD_ROWS))
    except UnreadableFile as error:
        if not found and error.problem.code == "table_broken":
            raise UnreadableFile("not_text") from error
        if not found:
            raise
    if not found:
        raise UnreadableFile("empty")
    return found


def plain(cell: str) -> str:
    """A cell as meant: without the apostrophe that our own downloads put before a formula."""
    return unmarked(cell.strip())


def columns_of(
    headings: tuple[str, ...], profile: Profile, mapping: Mapping[str, str]
) -> tuple[str, ...]:
    """The column each heading means, "" for one that is left out."""
    return tuple(
        mapped(mapping[heading]) if heading in mapping else profile.meaning(heading)
        for heading in headings
    )


def columns_check(sheet: Sheet) -> None:
    """Raise UnreadableFile where a column that is needed is not there, or one is there twice."""
    for column in NEUTRAL:
        if column not in SEVERAL and sheet.columns.count(column) > 1:
            raise UnreadableFile("columns_twice", column=column)
    missing = [column for column in sheet.profile.needs if column not in sheet.columns]
    if missing:
        raise UnreadableFile("columns_missing", columns=", ".join(missing))


def mapped(column: str) -> str:
    return column if column in NEUTRAL else ""


__all__ = ["Sheet", "SheetRow", "sheet_look", "sheet_open"]
