"""The lines that were not imported, as the file they came in, with the reason at the end."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, cast

from catalog.importing.plans import PLANS
from catalog.importing.sheet import Sheet
from catalog.spreadsheet import cell_safe, unmarked
from catalog.table_files import csv_chunks, xlsx_chunks, xml_text

REASON = "reason"
# Others could not hold the reason in every language.
SAME = {"utf-16": "utf-16", "utf-16-le": "utf-16", "gb18030": "gb18030"}
OF_RSS = {"title", "link", "description"}  # elements without the prefix g:
FEED_BEGINS = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"'
    b' xmlns:g="http://base.google.com/ns/1.0"><channel>\n'
)
FEED_ENDS = b"</channel></rss>\n"
Line = tuple[list[str], str]


@dataclass(frozen=True)
class Failed:
    """What was not imported: reasons by row number, and the groups that the rows belong to."""

    reasons: Mapping[int, str]
    groups: frozenset[str]


def errors_file(sheet: Sheet, failed: Failed) -> BinaryIO:
    """A temporary file in the format of `sheet`, ready to be read from its start."""
    file = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 (the caller reads it)
    file.writelines(WRITERS[sheet.table.kind](sheet, failed_lines(sheet, failed)))
    file.seek(0)
    return file


def failed_lines(sheet: Sheet, failed: Failed) -> Iterator[Line]:
    """The heads, then failed lines and the others of their products."""
    heads_end = sheet.profile.heads_row + sheet.profile.rows_after_heads
    for index, (number, cells) in enumerate(sheet.table.rows(), start=1):
        if index <= heads_end:
            yield cells, REASON if index == sheet.profile.heads_row else ""
        elif number in failed.reasons or in_group(sheet, number, cells, failed.groups):
            # A short line is filled up, so that the reason stands under its head.
            filled = cells + [""] * (len(sheet.headings) - len(cells))
            yield filled, failed.reasons.get(number, "")


def in_group(sheet: Sheet, number: int, cells: list[str], groups: frozenset[str]) -> bool:
    """Whether a line, by its plan, belongs to one of the products `groups`."""
    if not groups:
        return False
    rows = PLANS[sheet.profile.plan]([sheet.line(number, cells)])
    return next(iter(rows)).cells.get("group") in groups


def csv_lines(sheet: Sheet, lines: Iterable[Line]) -> Iterator[bytes]:
    encoding = SAME.get(sheet.encoding, "utf-8-sig")
    delimiter = getattr(sheet.table, "delimiter", ",")
    rows = map(safe, lines)
    before_heads = sheet.profile.heads_row - 1
    return csv_chunks(rows, encoding=encoding, delimiter=delimiter, bare=before_heads)


def xlsx_lines(sheet: Sheet, lines: Iterable[Line]) -> Iterator[bytes]:
    return xlsx_chunks(map(safe, lines))


def safe(line: Line) -> list[str]:
    """The cells of a line, the reason last, none a formula."""
    cells, reason = line
    return [*(cell_safe(unmarked(cell)) for cell in cells), cell_safe(reason)]


def xml_lines(sheet: Sheet, lines: Iterable[Line]) -> Iterator[bytes]:
    yield FEED_BEGINS
    rows = iter(lines)
    next(rows)  # the heads are the elements
    for cells, reason in rows:
        elements = [
            element(name, one)
            for name, cell in zip(sheet.headings, cells, strict=False)
            for one in cell.split("\n" if name.endswith("image_link") else "\0")
            if one
        ]
        yield f"<item>{''.join(elements)}<reason>{xml_text(reason)}</reason></item>\n".encode()
    yield FEED_ENDS


def element(name: str, text: str) -> str:
    tag = name if name in OF_RSS else f"g:{name}"
    return f"<{tag}>{xml_text(text)}</{tag}>"


WRITERS = {"csv": csv_lines, "xlsx": xlsx_lines, "xml": xml_lines}
