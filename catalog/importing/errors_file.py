"""The lines that were not imported, as the file they came in, with the reason at the end."""

import csv
import io
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, cast
from xml.sax.saxutils import escape

from catalog.importing.plans import PLANS
from catalog.importing.sheet import Sheet
from catalog.spreadsheet import cell_safe

REASON = "reason"
# Others could not hold the reason in every language.
SAME = {"utf-16": "utf-16", "utf-16-le": "utf-16", "gb18030": "gb18030"}
OF_RSS = {"title", "link", "description"}  # elements without the prefix g:
TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml",
}
BOOK_PARTS = {
    "[Content_Types].xml": """<?xml version="1.0" encoding="UTF-8"?><Types \
xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" \
ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" \
ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/\
vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override \
PartName="/xl/worksheets/sheet1.xml" ContentType="application/\
vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>""",
    "_rels/.rels": """<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.\
openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.\
openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>\
</Relationships>""",
    "xl/_rels/workbook.xml.rels": """<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="\
http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://\
schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" \
Target="worksheets/sheet1.xml"/></Relationships>""",
    "xl/workbook.xml": """<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.\
openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/\
officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets>\
</workbook>""",
}
INLINE = '<c t="inlineStr"><is><t>{}</t></is></c>'
Line = tuple[list[str], str]


@dataclass(frozen=True)
class Failed:
    """What was not imported: reasons by row number, and the groups that the rows belong to."""

    reasons: Mapping[int, str]
    groups: frozenset[str]


def errors_file(sheet: Sheet, failed: Failed) -> BinaryIO:
    """A temporary file in the format of `sheet`, ready to be read from its start."""
    file = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 (the caller reads it)
    WRITERS[sheet.table.kind](file, sheet, failed_lines(sheet, failed))
    file.seek(0)
    return file


def failed_lines(sheet: Sheet, failed: Failed) -> Iterator[Line]:
    """The heads, then failed lines and the others of their products; no cell is a formula."""
    heads_end = sheet.profile.heads_row + sheet.profile.rows_after_heads
    for index, (number, cells) in enumerate(sheet.table.rows(), start=1):
        if index <= heads_end:
            yield cells, REASON if index == sheet.profile.heads_row else ""
        elif number in failed.reasons or in_group(sheet, number, cells, failed.groups):
            # A short line is filled up, so that the reason stands under its head.
            filled = cells + [""] * (len(sheet.headings) - len(cells))
            yield [cell_safe(cell) for cell in filled], cell_safe(failed.reasons.get(number, ""))


def in_group(sheet: Sheet, number: int, cells: list[str], groups: frozenset[str]) -> bool:
    """Whether a line, by its plan, belongs to one of the products `groups`."""
    if not groups:
        return False
    rows = PLANS[sheet.profile.plan]([sheet.line(number, cells)])
    return next(iter(rows)).cells.get("group") in groups


def write_csv(file: BinaryIO, sheet: Sheet, lines: Iterable[Line]) -> None:
    encoding = SAME.get(sheet.encoding, "utf-8-sig")
    text = io.TextIOWrapper(file, encoding, newline="")
    delimiter = getattr(sheet.table, "delimiter", ",")
    # All quoted: a spreadsheet that splits at semicolons must not find a formula after one.
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    for cells, reason in lines:
        writer.writerow([*cells, reason])
    text.flush()
    text.detach()


def write_xlsx(file: BinaryIO, sheet: Sheet, lines: Iterable[Line]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in BOOK_PARTS.items():
            book.writestr(name, content)
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(
                b'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.'
                b'openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            )
            for cells, reason in lines:
                named = "".join(INLINE.format(xml(one)) for one in [*cells, reason])
                part.write(f"<row>{named}</row>".encode())
            part.write(b"</sheetData></worksheet>")


def write_xml(file: BinaryIO, sheet: Sheet, lines: Iterable[Line]) -> None:
    file.write(
        b'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"'
        b' xmlns:g="http://base.google.com/ns/1.0"><channel>\n'
    )
    rows = iter(lines)
    next(rows)  # the heads are the elements
    for cells, reason in rows:
        elements = [
            element(name, one)
            for name, cell in zip(sheet.headings, cells, strict=False)
            for one in cell.split("\n" if name.endswith("image_link") else "\0")
            if one
        ]
        file.write(f"<item>{''.join(elements)}<reason>{xml(reason)}</reason></item>\n".encode())
    file.write(b"</channel></rss>\n")


def element(name: str, text: str) -> str:
    tag = name if name in OF_RSS else f"g:{name}"
    return f"<{tag}>{xml(text)}</{tag}>"


def xml(text: str) -> str:
    """Text as XML; control characters, which it cannot hold, are left out."""
    return escape("".join(one for one in text if one >= " " or one in "\t\n\r"))


WRITERS = {"csv": write_csv, "xlsx": write_xlsx, "xml": write_xml}
