"""Sheets: encodings, delimiters, headings, and rows as spreadsheets number them."""

import codecs
import io

import pytest

from catalog.importing.problems import UnreadableFile
from catalog.importing.reading import Reading
from catalog.importing.row import row_read
from catalog.importing.sheet import Sheet, SheetRow, sheet_look, sheet_open


def opened(data: bytes) -> Sheet:
    return sheet_open(io.BytesIO(data))


def rows(data: bytes) -> list[SheetRow]:
    return list(opened(data).rows())


def refusal(data: bytes) -> str:
    """The code of what makes a file unreadable."""
    with pytest.raises(UnreadableFile) as caught:
        rows(data)
    return caught.value.problem.code


@pytest.mark.parametrize(
    ("bytes_of", "encoding"),
    [
        (lambda text: text.encode(), "utf-8"),
        (lambda text: codecs.BOM_UTF8 + text.encode(), "utf-8-sig"),
        (lambda text: text.encode("gbk"), "gb18030"),
        (lambda text: text.encode("utf-16"), "utf-16"),
        (lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"), "utf-16"),
    ],
)
def test_what_spreadsheets_write_is_read_whatever_its_encoding(bytes_of, encoding):
    data = bytes_of("货号,商品名称\r\nA-1,蓝色玻璃瓶\r\n")

    assert opened(data).encoding == encoding
    assert rows(data) == [SheetRow(2, {"sku": "A-1", "title": "蓝色玻璃瓶"})]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_cells_are_parted_by_comma_semicolon_or_tab(delimiter):
    data = f"sku{delimiter}title\nA{delimiter}Bottle\n".encode()

    assert rows(data) == [SheetRow(2, {"sku": "A", "title": "Bottle"})]


def test_gbk_is_found_even_when_it_begins_with_a_megabyte_of_ascii():
    data = b"sku,title\n" + b"A,Bottle\n" * 200_000 + "B,瓶子\n".encode("gbk")

    assert opened(data).encoding == "gb18030"
    assert list(opened(data).rows())[-1].cells["title"] == "瓶子"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"PK\x03\x04\x00\x00",
        codecs.BOM_UTF8 + b"sku,title\nA,\xff\xfe\n",
        "sku,title\nA,Bottle\n".encode("utf-16-le"),
        "sku,title\nA,Ein grüner Krug für Öl\n".encode("latin-1"),
        "sku,title\nA,藍色玻璃瓶與陶瓷茶壺\n".encode("big5"),
        "sku,title\nA,青いガラスのボトル\n".encode("shift_jis"),
    ],
    ids=["picture", "xlsx", "broken utf-8", "utf-16 without BOM", "latin-1", "big5", "shift jis"],
)
def test_what_is_not_text_or_would_be_garbled_is_refused(data):
    assert refusal(data) == "not_text"


@pytest.mark.parametrize("data", [b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_an_empty_file_is_said_to_be_empty(data):
    assert refusal(data) == "empty"


@pytest.mark.parametrize("data", [b"title,price\nBottle,1\n", b"a,b\n1,2\n", b"\n\n", b"sku\nA\n"])
def test_a_file_without_sku_or_title_is_refused(data):
    assert refusal(data) == "columns_missing"


def test_the_missing_columns_are_named():
    with pytest.raises(UnreadableFile, match="no column sku, title"):
        opened(b"price\n1\n")


def test_two_headings_of_the_same_meaning_are_refused():
    assert refusal("sku,title,标题\n".encode()) == "columns_twice"


def test_headings_are_known_in_both_languages_whatever_their_case_and_width():
    sheet = opened("ＳＫＵ, Title ,描述,价格,币种,类目,图片,仓库\n".encode())

    assert sheet.columns == (
        *("sku", "title", "description", "price", "currency", "category", "photos"),
        "",
    )
    assert sheet.headings[-1] == "仓库"


def test_rows_have_the_numbers_that_a_spreadsheet_shows():
    data = b'sku,title\n\nA,"two\nlines"\n , \nB,Bottle\n'

    assert [(row.number, row.cells["sku"]) for row in rows(data)] == [(3, "A"), (5, "B")]


def test_cells_past_the_header_count_only_when_something_is_in_them():
    found = rows(b"sku,title\nA,Bottle,,\nB,Bottle, blue\nC\n")

    assert [row.surplus for row in found] == [0, 1, 0]
    assert found[2].cells == {"sku": "C"}


def test_the_apostrophe_of_our_own_downloads_is_taken_off_again():
    found = rows(b"sku,title,description\nA,'=SUM(A1),'tis\n")

    assert found[0].cells == {"sku": "A", "title": "=SUM(A1)", "description": "'tis"}


@pytest.mark.parametrize(
    "data",
    [b'sku,title\nA,Bottle\nB,"no end\n', b'sku,title\nA,Bottle\nB,"x" y\n'],
)
def test_a_table_that_breaks_off_says_after_which_row(data):
    with pytest.raises(UnreadableFile) as caught:
        rows(data)

    assert caught.value.problem.code == "table_broken"
    assert caught.value.problem.arguments == {"row": 2}


def test_a_cell_without_end_is_not_read_into_memory():
    assert refusal(b"sku,title\nA," + b"x" * 2_000_000) == "table_broken"
    assert refusal(b"x" * 2_000_000) == "not_text"


def test_the_stream_stays_open_and_can_be_read_twice():
    stream = io.BytesIO(b"sku,title\nA,Bottle\n")
    sheet = sheet_open(stream)

    assert list(sheet.rows()) == list(sheet.rows())
    assert not stream.closed


def test_a_file_without_the_mark_of_the_encoding_that_was_chosen_is_refused():
    with pytest.raises(UnreadableFile, match="not in the encoding that was chosen"):
        sheet_look(io.BytesIO(b"sku,title\nA,Bottle\n"), Reading(encoding="utf-16"))


def test_a_format_that_is_no_longer_there_is_found_out_anew():
    sheet = sheet_look(io.BytesIO(b"sku,title\nA,Bottle\n"), Reading(format="gone"))

    assert sheet.profile.key == "plain"


@pytest.mark.parametrize("named", ["plain", "photos"])
def test_rows_without_a_column_of_skus_can_be_looked_at(named):
    sheet = sheet_look(io.BytesIO(b"title\nBottle,more\n"), Reading(format=named))

    assert [row_read(row)[0].sku for row in sheet.rows()] == [""]
