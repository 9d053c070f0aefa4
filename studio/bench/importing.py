"""How fast shop files are read, and that memory does not grow with their rows.

    python -m studio.bench.importing

Each file is written to disk and read by a process of its own, from its first byte to drafts of its
rows with SKUs looked for twice, as a dry run does; the database and photos have no part in it.
"""

import csv
import io
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from studio.bench.table import table

ROWS = (1_000, 100_000)
TEXT = "Hand-thrown stoneware with an ash glaze, each a little different. " * 4
Writer = Callable[[IO[bytes], int], None]


def main() -> None:
    """Print the table; with a file, read that one and print rows, CPU seconds and peak MB."""
    if len(sys.argv) > 1:
        print(*read(Path(sys.argv[1])))
    else:
        print(section())


def section() -> str:
    """Rows a second and peak memory of every format, small and large."""
    head = (
        "format",
        "rows",
        "MB of file",
        "CPU seconds",
        "rows per CPU second",
        "peak MB of the process",
    )
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        return table(head, list(measured(Path(folder))))


def measured(folder: Path) -> Iterator[tuple[object, ...]]:
    for name, write in FORMATS.items():
        for count in ROWS:
            path = folder / f"{count}-{name}"
            with path.open("wb") as file:
                write(file, count)
            command = [sys.executable, "-m", "studio.bench.importing", str(path)]
            said = subprocess.run(command, capture_output=True, check=True, text=True).stdout
            rows, seconds, peak = map(float, said.split())
            megabytes = path.stat().st_size / 1e6
            yield (name, int(rows), megabytes, seconds, int(rows / seconds), int(peak))


def read(path: Path) -> tuple[int, float, float]:
    """Read one file: its rows, the CPU seconds it took, the most memory the process had in MB."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    import django

    django.setup()
    from catalog.importing.row import row_read
    from catalog.importing.seen import Seen
    from catalog.importing.sheet import sheet_open

    seen, rows, start = Seen(), 0, time.process_time()
    with path.open("rb") as file:
        for row in sheet_open(file).rows():
            draft, _ = row_read(row)
            seen.first("sku", draft.sku, row.number)
            rows += 1
    seconds = time.process_time() - start
    return rows, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def plain_csv(file: IO[bytes], count: int, encoding: str = "utf-8") -> None:
    text = io.TextIOWrapper(file, encoding, newline="")
    out = csv.writer(text)
    out.writerow(("货号", "标题", "描述", "价格", "币种", "图片"))
    for n in range(count):
        out.writerow((f"SKU-{n}", f"陶瓷杯 {n}", TEXT, f"{n % 90}.50", "CNY", f"{n}.jpg"))
    text.flush()
    text.detach()


def gbk_csv(file: IO[bytes], count: int) -> None:
    plain_csv(file, count, "gb18030")


def shopify_csv(file: IO[bytes], count: int) -> None:
    """Products of four variants."""
    text = io.TextIOWrapper(file, "utf-8", newline="")
    out = csv.writer(text)
    heads = "Handle,Title,Body (HTML),Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Price,"
    out.writerow((heads + "Image Src,Image Position").split(","))
    for n in range(count):
        first = n % 4 == 0
        texts = (f"Cup {n}", f"<p>{TEXT}</p>", "Senna", "Size") if first else ("", "", "", "")
        picture = f"https://cdn.example/{n}.jpg"
        out.writerow((f"cup-{n // 4}", *texts, n % 4, f"S-{n}", "12.50", picture, n % 4 + 1))
    text.flush()
    text.detach()


def google_xml(file: IO[bytes], count: int) -> None:
    file.write(b'<rss xmlns:g="http://base.google.com/ns/1.0"><channel>')
    for n in range(count):
        file.write(
            f"<item><g:id>S-{n}</g:id><title>Cup {n}</title><g:description>{TEXT}</g:description>"
            f"<g:price>12.50 USD</g:price><g:image_link>https://cdn.example/{n}.jpg</g:image_link>"
            f"<g:item_group_id>cup-{n // 4}</g:item_group_id></item>".encode()
        )
    file.write(b"</channel></rss>")


def workbook(file: IO[bytes], count: int) -> None:
    """As Excel writes one: strings shared, each title another."""
    namespace = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    heads = ("sku", "title", "description")
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        sheet = f'<sheet name="a" sheetId="1" xmlns:r="{relation}" r:id="r1"/>'
        book.writestr(
            "xl/workbook.xml", f"<workbook {namespace}><sheets>{sheet}</sheets></workbook>"
        )
        target = '<Relationship Id="r1" Target="worksheets/sheet1.xml"/>'
        book.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{target}</Relationships>")
        with book.open("xl/sharedStrings.xml", "w") as part:
            strings = [*heads, TEXT]
            part.write(f"<sst {namespace}>".encode())
            part.write("".join(f"<si><t>{one}</t></si>" for one in strings).encode())
            for n in range(count):
                part.write(f"<si><t>Cup {n}</t></si>".encode())
            part.write(b"</sst>")
        with book.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(f"<worksheet {namespace}><sheetData><row>".encode())
            part.write("".join(f'<c t="s"><v>{n}</v></c>' for n in range(3)).encode() + b"</row>")
            for n in range(count):
                cells = f'<c><v>{n}</v></c><c t="s"><v>{n + 4}</v></c><c t="s"><v>3</v></c>'
                part.write(f"<row>{cells}</row>".encode())
            part.write(b"</sheetData></worksheet>")


FORMATS: dict[str, Writer] = {
    "plain UTF-8.csv": plain_csv,
    "plain GBK.csv": gbk_csv,
    "Shopify.csv": shopify_csv,
    "Google feed.xml": google_xml,
    "workbook.xlsx": workbook,
}

if __name__ == "__main__":
    main()
