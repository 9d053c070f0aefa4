"""Rows of text as the files that people open in a spreadsheet, written as they come."""

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

CHUNK = 1 << 16  # bytes, about, that are handed on together
TYPES = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml",
    "json": "application/ld+json",
    "zip": "application/zip",
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
SHEET_BEGINS = (
    b'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.'
    b'openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
INLINE = '<c t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>'
NOT_XML = re.compile("[^\\t\\n\\r -\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
Rows = Iterable[Sequence[str]]


class Sink(io.RawIOBase):
    """What a writer writes into: kept only until it is taken."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.held = 0

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.parts.append(bytes(data))
        self.held += len(data)
        return len(data)

    def taken(self) -> bytes:
        parts, self.parts, self.held = self.parts, [], 0
        return b"".join(parts)


class Encoded:
    """Text on its way into a sink. TextIOWrapper leaves out the mark where it cannot seek."""

    def __init__(self, sink: Sink, encoding: str) -> None:
        self.sink, self.encoder = sink, codecs.getincrementalencoder(encoding)()

    def write(self, text: str) -> int:
        return self.sink.write(self.encoder.encode(text))


def csv_chunks(
    rows: Rows, *, encoding: str = "utf-8-sig", delimiter: str = ",", bare: int = 0
) -> Iterator[bytes]:
    """Rows as text; the mark of `utf-8-sig` lets spreadsheets read Chinese.

    All cells but those of the first `bare` rows are quoted: a spreadsheet that splits at semicolons
    must not find a formula after one. 淘宝 does not know its first line with quotes.
    """
    sink = Sink()
    text = Encoded(sink, encoding)
    plain = csv.writer(text, delimiter=delimiter)
    quoted = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    for number, row in enumerate(rows):
        (plain if number < bare else quoted).writerow(row)
        if sink.held > CHUNK:
            yield sink.taken()
    yield sink.taken()


def xlsx_chunks(rows: Rows) -> Iterator[bytes]:
    """Rows as a workbook of one sheet; every cell is text, so none is a formula."""
    sink = Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in BOOK_PARTS.items():
            book.writestr(name, content)
        with book.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(SHEET_BEGINS)
            for row in rows:
                cells = "".join(INLINE.format(xml_text(one)) for one in row)
                part.write(f"<row>{cells}</row>".encode())
                if sink.held > CHUNK:
                    yield sink.taken()
            part.write(b"</sheetData></worksheet>")
    yield sink.taken()


def xml_text(text: str) -> str:
    """Text as XML; characters that it cannot hold are left out."""
    return escape(NOT_XML.sub("", text))
