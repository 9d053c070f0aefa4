"""Hostile files: each is refused with a sentence, none takes memory or time without end."""

import io
import stat
import tracemalloc
import zipfile

import pytest

from catalog.importing.archive import archive_open
from catalog.importing.package import package_open
from catalog.importing.problems import UnreadableFile
from catalog.importing.reading import Reading
from catalog.importing.sheet import SheetRow, sheet_open
from tests import shop_files
from tests.sheets import zip_of

FEED = '<?xml version="1.0"?>{before}<rss><channel><item><id>A</id>{inside}</item></channel></rss>'
BOMB = """<!DOCTYPE lolz [<!ENTITY a "lollollol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>"""
BOOK_HEADS = '<row r="1"><c t="str"><v>sku</v></c><c t="str"><v>title</v></c></row>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'


class Long(io.RawIOBase):
    """A file of `head` and then `size` bytes of the letter x, none of which is kept."""

    def __init__(self, head: bytes, size: int) -> None:
        self.head, self.size, self.at = head, len(head) + size, 0
        self.furthest = 0

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = self.size if whence == 2 else offset
        return self.at

    def readinto(self, buffer) -> int:
        count = min(len(buffer), self.size - self.at)
        start = self.head[self.at : self.at + count]
        buffer[:count] = start + b"x" * (count - len(start))
        self.at += count
        self.furthest = max(self.furthest, self.at)
        return count


def rows(data: bytes) -> list[SheetRow]:
    return list(sheet_open(io.BytesIO(data)).rows())


def refusal(stream) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        list(sheet_open(stream).rows())
    return caught.value


@pytest.mark.parametrize(
    "head", [b"sku,title\nA,", b'sku,title\nA,"', b""], ids=["a line", "a quoted cell", "heads"]
)
def test_a_line_of_a_gigabyte_is_refused_after_a_few_megabytes_of_it(head):
    stream = Long(head, 1 << 30)
    tracemalloc.start()
    try:
        assert refusal(stream).problem.code == "line_too_long"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20_000_000
    assert stream.furthest < 20_000_000


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_line_of_a_gigabyte_is_refused_though_its_encoding_is_said(encoding):
    stream = Long(b"sku,title\nA,", 1 << 30)
    with pytest.raises(UnreadableFile, match="after row 1"):
        list(sheet_open(stream, Reading(encoding=encoding)).rows())
    assert stream.furthest < 20_000_000


def test_line_breaks_in_quotes_belong_to_their_cell_and_have_an_end():
    many = '"' + "line\n" * 5_000 + '"'
    found = rows(f"sku,title,description\nA,Bottle,{many}\nB,Pot,short\n".encode())

    assert [(row.number, row.cells["description"].count("\n")) for row in found] == [
        *((2, 4_999), (3, 0))
    ]
    endless = io.BytesIO(b'sku,title\nA,"' + b"line\n" * 2_000_000)
    assert str(refusal(endless)).startswith("The table cannot be read after row 1")


def test_a_thousand_columns_are_read_and_one_more_is_refused():
    heads = ["sku", "title", *(f"c{n}" for n in range(998))]
    assert rows((",".join(heads) + "\nA,Bottle" + ",x" * 998 + "\n").encode())[0].surplus == 0

    heads.append("one more")
    assert str(refusal(io.BytesIO((",".join(heads) + "\nA,B\n").encode()))) == (
        "The file has 1001 columns; at most 1000 are read."
    )


def test_encodings_that_change_within_a_file_are_refused():
    mixed = "sku,title\nA,瓷杯\n".encode() + "B,茶壶\n".encode("gbk") + "C,Öl\n".encode()

    assert refusal(io.BytesIO(mixed)).problem.code == "not_text"
    late = b"sku,title\n" + "A,瓷杯\n".encode() * 5_000 + "B,茶壶\n".encode("gbk")
    with pytest.raises(UnreadableFile, match=r"after row 4\d\d\d is not in the encoding"):
        list(sheet_open(io.BytesIO(late), Reading(encoding="utf-8")).rows())


@pytest.mark.parametrize("before", [BOMB, OUTSIDE, "<!DOCTYPE rss>"])
def test_xml_that_declares_entities_is_refused_before_any_is_expanded(before):
    feed = FEED.format(before=before, inside="<title>&c;</title>" if before is BOMB else "")

    assert str(refusal(io.BytesIO(feed.encode()))).startswith("The XML declares a document type")


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<a>" * 40 + "</a>" * 40, "xml_too_deep"),
        ("<title>" + "x" * 1_200_000 + "</title>", "xml_item_too_long"),
        (f'<title a="{"x" * 6_000_000}"/>', "xml_broken"),
        ("<title>", "xml_broken"),
    ],
    ids=["depth", "text", "attribute", "cut short"],
)
def test_xml_without_end_is_refused(inside, code):
    feed = FEED.format(before="", inside=inside)

    assert refusal(io.BytesIO(feed.encode())).problem.code == code


def test_an_item_of_a_thousand_and_one_elements_is_refused_wherever_it_stands():
    many = "".join(f"<a{n}/>" for n in range(1_001))
    items = "<item><id>A</id><title>Cup</title></item>" * 60
    feed = f"<rss><channel>{items}<item>{many}</item></channel></rss>"

    assert refusal(io.BytesIO(feed.encode())).problem.code == "columns_too_many"


def test_a_workbook_that_packs_far_too_well_is_refused_unread():
    bomb = shop_files.workbook("<row>" + " " * 30_000_000 + "</row>")
    assert len(bomb) < 100_000

    assert str(refusal(io.BytesIO(bomb))).startswith("The Excel file would unpack to 30 MB")


def test_strings_of_a_workbook_that_pack_far_too_well_are_refused_unread():
    bomb = shop_files.workbook("<row/>", (f"<si><t>{' ' * 30_000_000}</t></si>",))

    assert refusal(io.BytesIO(bomb)).problem.code == "workbook_bomb"


@pytest.mark.parametrize("part", ["BOOK", "RELATIONS", "SHEET", "STRINGS"])
@pytest.mark.parametrize("before", [BOMB, OUTSIDE], ids=["bomb", "outside"])
def test_entities_in_any_part_of_a_workbook_are_refused(monkeypatch, part, before):
    own = getattr(shop_files, part)
    escaped = before.replace("{", "{{").replace("}", "}}")
    monkeypatch.setattr(shop_files, part, own.replace("?>", f"?>{escaped}", 1))
    book = shop_files.workbook(BOOK_HEADS, ("<si><t>A</t></si>",))

    assert refusal(io.BytesIO(book)).problem.code == "xml_doctype"


def test_a_zip_in_a_zip_is_never_unpacked():
    inner = zip_of({"bomb": b"x"})
    for _ in range(3):
        inner = zip_of({f"{number}.zip": inner for number in range(10)})
    archive = archive_open(io.BytesIO(inner), max_photo_bytes=10**6, max_bytes=10**7)

    with pytest.raises(UnreadableFile, match="neither a sheet nor photos"):
        package_open(archive)
    assert archive.check("3.zip").code == "not_a_picture"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ('<row r="1"><c r="ZZZ1"><v>1</v></c></row>', "columns_too_many"),
        ('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', "workbook_broken"),
        ('<row r="1"><c r="A1"><v>no number</v></c></row>', "workbook_broken"),
        ("<row><c>", "xml_broken"),
        (BOOK_HEADS + "<row>" + "<c/>" * 1_001 + "</row>", "columns_too_many"),
        (BOOK_HEADS + '<row r="7"/><row r="7"/>', "workbook_broken"),
        (BOOK_HEADS + '<row r="1048577"/>', "workbook_broken"),
    ],
)
def test_a_workbook_made_by_hand_is_refused(rows, code):
    assert refusal(io.BytesIO(shop_files.workbook(rows))).problem.code == code


def test_a_long_text_that_a_workbook_holds_once_and_shows_200_times_is_refused():
    shared = '<c t="s"><v>0</v></c>'
    bomb = shop_files.workbook(
        f"<row>{shared * 200}</row>", (f"<si><t>{'x' * 1_000_000}</t></si>",)
    )
    tracemalloc.start()
    try:
        assert refusal(io.BytesIO(bomb)).problem.code == "row_too_long"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 50_000_000


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_sheet_packed_in_a_rare_way_is_refused_unread(method):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("rows.csv", "sku,title\nA,Bottle\n")

    with pytest.raises(UnreadableFile, match="Make an ordinary ZIP"):
        package_open(archive_open(buffer, max_photo_bytes=1_000, max_bytes=1_000))


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.jpg", "/etc/x.jpg", "C:\\x.jpg", "a/../../b.jpg"]
)
def test_a_zip_with_names_outside_its_folder_is_refused(name):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"x")

    with pytest.raises(UnreadableFile, match="unsafe name"):
        archive_open(buffer, max_photo_bytes=1_000, max_bytes=1_000)


def test_a_zip_with_a_link_is_refused():
    buffer, link = io.BytesIO(), zipfile.ZipInfo("a.jpg")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(link, "/etc/passwd")

    with pytest.raises(UnreadableFile, match="unsafe name"):
        archive_open(buffer, max_photo_bytes=1_000, max_bytes=1_000)


def test_a_product_of_endless_lines_is_refused():
    head = shop_files.HANDLES.splitlines()[0]
    lines = "\n".join(f"cup,,,,,,,,v{n}" for n in range(3_001))

    assert refusal(io.BytesIO(f"{head}\n{lines}\n".encode())).problem.code == "group_too_long"
