"""Formats: known by their heads, read as neutral rows."""

import io

import pytest

from catalog.importing.formats import profiles
from catalog.importing.reading import Reading
from catalog.importing.row import RowDraft, row_read
from catalog.importing.sheet import Sheet, sheet_open
from tests import shop_files


def opened(content: str | bytes, reading: Reading | None = None) -> Sheet:
    data = content.encode() if isinstance(content, str) else content
    return sheet_open(io.BytesIO(data), reading or Reading())


def drafts(content: str | bytes, **reading: str) -> list[RowDraft]:
    rows = opened(content, Reading(currency="EUR", **reading)).rows()
    return [row_read(row)[0] for row in rows]


@pytest.mark.parametrize(
    ("content", "format", "evidence"),
    [
        (shop_files.HANDLES, "shopify", "Variant SKU"),
        (shop_files.URL_HANDLES, "shopify", "URL handle"),
        (shop_files.WOO, "woocommerce", "Regular price"),
        (shop_files.GOOGLE, "google", "item_group_id"),
        (shop_files.FEED, "google", "image_link"),
        (shop_files.taobao(), "taobao", "cateProps"),
    ],
)
def test_a_format_is_known_by_its_heads_and_says_which(content, format, evidence):
    sheet = opened(content)

    assert sheet.profile.key == format
    assert evidence in sheet.evidence


@pytest.mark.parametrize(
    "heads", ["sku,title", "Handle,Title,SKU", "sku,title,type,name2", "Type,SKU,Name"]
)
def test_what_has_too_few_of_a_formats_heads_is_a_plain_table(heads):
    sheet = opened(f"{heads}\nA,B,C,D\n")

    assert (sheet.profile.key, sheet.evidence) == ("plain", ())


def test_the_seller_may_say_that_it_is_another_format():
    sheet = opened("id,title\nA,Bottle\n", Reading(format="google"))

    assert (sheet.profile.key, sheet.columns) == ("google", ("sku", "title"))


def test_every_format_has_a_name_in_both_languages_and_says_what_it_needs():
    for profile in profiles().values():
        assert profile.label.en
        assert profile.label.zh
        assert set(profile.needs) <= set(profile.columns)


def test_lines_of_one_handle_are_one_product_with_variants_and_pictures():
    shirt, medium, blue, tin = drafts(shop_files.HANDLES)

    assert (shirt.title, shirt.description, shirt.group) == (
        *("Linen shirt", "Light & loose", "linen-shirt"),
    )
    assert [photo.rsplit("/")[-1] for photo in shirt.photos] == [
        *("shirt.jpg?v=1", "back.jpg", "red.jpg", "label.jpg")
    ]
    assert shirt.options == {"Colour": "Red", "Size": "S"}
    assert (medium.role, medium.options) == ("variant", {"Colour": "Red", "Size": "M"})
    assert medium.variant_photo == "https://cdn.example/red.jpg"
    assert (medium.title, medium.photos) == ("", ())
    assert (blue.sku, str(blue.price)) == ("linen-shirt-Blue-S", "41.00")
    assert (tin.sku, tin.options, tin.photos) == ("tea-tin", {}, ("tin.jpg",))
    numbers = [row.number for row in opened(shop_files.HANDLES).rows()]
    assert numbers == [2, 3, 4, 6]


def test_the_newer_heads_of_shopify_read_the_same():
    small, medium = drafts(shop_files.URL_HANDLES)

    assert (small.sku, small.title, small.photos) == (
        *("LS-S", "Linen shirt", ("shirt.jpg", "back.jpg")),
    )
    assert (medium.sku, medium.role, medium.options) == ("LS-M", "variant", {"Size": "M"})


def test_variations_find_their_parent_wherever_it_stands():
    tin, shirt, jug, small, medium, litre = drafts(shop_files.WOO)

    assert tin.photos == ("tin.jpg", "https://shop.example/tin-2.jpg")
    assert (tin.group, str(tin.price), tin.currency) == ("", "8.50", "EUR")
    assert (shirt.role, shirt.group, shirt.sku) == ("parent", "SHIRT", "")
    assert (jug.role, jug.group) == ("parent", "id:13")
    assert (small.group, small.options, small.variant_photo) == (
        "SHIRT",
        {"Size": "S"},
        "small.jpg",
    )
    assert medium.sku == "SHIRT-M"
    assert (litre.group, litre.sku) == ("id:13", "JUG-1")


def test_a_feed_as_text_has_prices_with_currencies_and_several_pictures():
    small, tin, medium = drafts(shop_files.GOOGLE)

    assert (str(small.price), small.currency) == ("39.00", "USD")
    assert small.photos == (
        *("https://shop.example/i/shirt.jpg", "https://shop.example/i/a,b.jpg"),
        "https://shop.example/i/back.jpg",
    )
    assert (small.group, medium.group, tin.group) == ("shirt", "shirt", "")
    assert medium.options == {"color": "Red", "size": "M"}


def test_a_feed_as_xml_says_the_same_and_what_is_nested_says_nothing():
    small, medium = drafts(shop_files.FEED)

    assert (small.title, small.description) == ("Linen shirt", "Light & loose")
    assert [photo.rsplit("/")[-1] for photo in small.photos] == [
        *("shirt.jpg", "back.jpg", "label.jpg")
    ]
    assert (str(small.price), small.group, small.options) == ("39.00", "shirt", {"size": "S"})
    assert str(medium.price) == "41.00"


def test_a_taobao_package_has_three_rows_of_heads_and_pictures_without_a_name():
    sheet = opened(shop_files.taobao())
    cup, tray = drafts(shop_files.taobao())

    assert sheet.encoding == "utf-16"
    assert [row.number for row in sheet.rows()] == [4, 5]
    assert (cup.sku, cup.title, cup.description) == ("CUP-01", "手冲陶瓷杯", "粗陶")
    assert cup.photos == ("0a1b.tbi", "2c3d.tbi")
    assert (tray.role, tray.group, tray.photos) == ("parent", "tb-4e5f", ("4e5f.tbi",))
    told = [(one.sku, str(one.price), one.options) for one in tray.variants]
    assert told == [("TRAY-L", "299.00", {"颜色": "白色"})]
    assert not [problem for row in sheet.rows() for problem in row_read(row)[1]]
    assert row_read(next(iter(sheet.rows())))[0].currency == "CNY"


def test_a_workbook_is_read_from_its_first_sheet_with_gaps_and_numbers():
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
        '<c r="C1" t="inlineStr"><is><t>价格</t></is></c><c r="D1" t="s"><v>2</v></c></row>'
        '<row r="4"><c r="A4"><v>1001</v></c><c r="B4" t="s"><v>3</v></c>'
        '<c r="C4"><v>19.899999999999999</v></c></row>'
        '<row r="5"><c r="A5" t="str"><f>1+1</f><v>B-2</v></c><c r="D5" t="s"><v>4</v></c></row>'
    )
    strings = (
        *("<si><t>sku</t></si>", "<si><t>title</t></si>", "<si><t>photos</t></si>"),
        "<si><r><t>Tea </t></r><r><t>tin</t></r><rPh><t>ティン</t></rPh></si>",
        "<si><t>a.jpg</t></si>",
    )

    found = list(opened(shop_files.workbook(rows, strings)).rows())

    assert [row.number for row in found] == [4, 5]
    assert found[0].cells == {"sku": "1001", "title": "Tea tin", "price": "19.9"}
    assert found[1].cells == {"sku": "B-2", "title": "", "price": "", "photos": "a.jpg"}


def test_columns_of_a_plain_table_may_be_named_by_the_seller():
    reading = Reading(columns={"Artikel": "sku", "Bezeichnung": "title", "Farbe": "option"})

    row = next(opened("Artikel;Bezeichnung;Farbe\nA;Krug;Rot\n", reading).rows())

    assert row.cells == {"sku": "A", "title": "Krug", "option:Farbe": "Rot"}


def test_an_encoding_may_be_said_where_it_would_be_refused():
    latin = "sku,title\nA,Krug für Öl\n".encode("latin-1")

    assert drafts(latin, encoding="cp1252")[0].title == "Krug für Öl"
    assert (
        drafts("sku,title\nA,藍色玻璃瓶\n".encode("big5"), encoding="big5hkscs")[0].title
        == "藍色玻璃瓶"
    )
