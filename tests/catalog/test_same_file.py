"""A shop's own file comes back with new pictures, and nothing else in it changed."""

import csv
import io
import xml.etree.ElementTree as ElementTree

import pytest

from catalog.errors import CatalogError
from catalog.importing.sheet import sheet_open
from catalog.models import Import, Product, ProductAttribute
from catalog.selectors.import_exports import import_same_file
from catalog.services.import_files import import_drop_files
from tests import shop_files
from tests.export_world import SITE, approved
from tests.pictures import flat_picture, jpeg_of
from tests.sheets import checked, csv_of, done, numbers, reasons, zip_of

NAMES = ("shirt", "red", "back", "label", "tin", "tin-2", "small", "a,b")
PICTURES = {
    f"{one}.jpg": jpeg_of(flat_picture(colour=(20 * n, 9, 9))) for n, one in enumerate(NAMES)
}
PACKAGE = {
    f"{one}.tbi": jpeg_of(flat_picture(colour=(9, 9, 20 * n)))
    for n, one in enumerate(("0a1b", "2c3d", "4e5f"))
}
PHOTOS = zip_of(PICTURES | PACKAGE)
GOOGLE = "{http://base.google.com/ns/1.0}"


@pytest.fixture
def euros(shop):
    done(shop, csv_of({"sku": "OLD", "title": "Old", "price": "1", "currency": "EUR"}))
    return shop


def brought(shop, content: bytes) -> Import:
    source = done(shop, content, PHOTOS)
    assert reasons(source) == {}
    return source


def back(source: Import) -> bytes:
    return b"".join(import_same_file(source, "").content)


def rows_of(data: bytes, delimiter: str = ",", encoding: str = "utf-8") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(encoding), newline=""), delimiter=delimiter))


def pictured(product: Product, owner) -> list[str]:
    """Approve a picture of every photo; their public ids in the photos' order."""
    return [approved(photo, owner).published.pk.hex for photo in product.photos.all()]


def ids_in(cell: str) -> list[str]:
    """The public ids of the addresses in a cell."""
    parts = [part for part in cell.replace("|", ",").replace("\n", ",").split(",") if part.strip()]
    assert all(part.strip().startswith(f"{SITE}/pictures/") for part in parts), cell
    return [part.split("/")[4].replace("-", "") for part in parts]


@pytest.mark.parametrize(
    "content",
    [shop_files.HANDLES, shop_files.URL_HANDLES, shop_files.WOO, shop_files.GOOGLE],
    ids=["shopify", "shopify-new", "woocommerce", "google"],
)
def test_a_file_without_approved_pictures_comes_back_as_it_was(euros, content):
    delimiter = "\t" if content is shop_files.GOOGLE else ","
    source = brought(euros, content.encode())

    rows = rows_of(back(source), delimiter)

    before = rows_of(content.encode(), delimiter)
    assert [row[: len(before[0])] for row in rows] == before


@pytest.mark.parametrize(
    "content",
    [
        shop_files.HANDLES.encode(),
        shop_files.URL_HANDLES.encode(),
        shop_files.WOO.encode(),
        shop_files.GOOGLE.encode(),
        shop_files.FEED.encode(),
        shop_files.taobao(),
    ],
    ids=["shopify", "shopify-new", "woocommerce", "tsv", "xml", "taobao"],
)
def test_what_comes_back_changes_nothing_when_it_is_imported_again(euros, owner, content):
    source = brought(euros, content)
    for product in Product.objects.exclude(title="Old"):
        pictured(product, owner)
        ProductAttribute.objects.create(shop=euros, product=product, name="colour", value="red")
        ProductAttribute.objects.create(
            shop=euros, product=product, name="pattern", value="striped"
        )

    data = back(source)
    photos = zip_of({f"{one}.tbi": b"" for one in ()} | PICTURES)
    again = checked(euros, data, None if b"version" not in data[:20] else photos)

    assert b"/pictures/" in data or b"/\0p\0i\0c\0t\0u\0r\0e\0s\0/\0" in data
    if b"v\0e\0r\0s" not in data[:20]:
        assert reasons(again) == {}
        assert numbers(again)[2:4] == (0, 0)


def test_shopify_lines_hold_one_picture_each_and_lines_are_added_or_left_out(euros, owner):
    source = brought(euros, shop_files.HANDLES.encode())
    shirt = Product.objects.get(group_key="linen-shirt")
    every, back_of, red, label = pictured(shirt, owner)
    tin = Product.objects.get(group_key="tea-tin")
    one = pictured(tin, owner)[0]
    two = approved(tin.photos.get(), owner, "shopify", size="2").published.pk.hex
    shirt.renditions.filter(photo__name="label.jpg").update(deleted_at=shirt.created_at)

    heads, *rows = rows_of(b"".join(import_same_file(source, "shopify").content))

    at = {head: heads.index(head) for head in ("Handle", "Title", "Image Src", "Image Position")}
    told = [
        (
            *(row[at[head]] for head in ("Handle", "Title", "Image Position")),
            *ids_in(row[at["Image Src"]]),
        )
        for row in rows
    ]
    assert told == [
        ("linen-shirt", "Linen shirt", "1", every),
        ("linen-shirt", "", "2", back_of),
        ("linen-shirt", "", "3", red),
        ("tea-tin", "Tea tin", "1", two),
        ("tea-tin", "", "2", one),
    ]
    own = [row[heads.index("Variant Image")] for row in rows[:3]]
    assert ids_in(own[0]) == [red]
    assert own[1] == "https://cdn.example/red.jpg"
    assert label


def test_woocommerce_parents_get_all_pictures_and_variations_their_own(euros, owner):
    source = brought(euros, shop_files.WOO.encode())
    shirt = Product.objects.get(group_key="SHIRT")
    every, small = pictured(shirt, owner)

    heads, *rows = rows_of(back(source))

    images = {row[heads.index("SKU")]: row[heads.index("Images")] for row in rows}
    assert ids_in(images["SHIRT"].replace(", ", ",")) == [every, small]
    assert ids_in(images["SHIRT-S"]) == [small]
    assert images["TIN"] == "tin.jpg, https://shop.example/tin-2.jpg"


def test_a_google_feed_gets_its_links_and_the_attributes_it_lacks(euros, owner):
    source = brought(euros, shop_files.GOOGLE.encode())
    shirt = Product.objects.get(group_key="shirt")
    ProductAttribute.objects.create(shop=euros, product=shirt, name="colour", value="blue")
    ProductAttribute.objects.create(shop=euros, product=shirt, name="pattern", value="striped")
    first, *others = pictured(shirt, owner)

    heads, *rows = rows_of(back(source), "\t")

    assert heads[-2:] == ["material", "pattern"]
    row = dict(zip(heads, rows[0], strict=True))
    assert ids_in(row["image_link"]) == [first]
    assert ids_in(row["additional_image_link"]) == others
    assert (row["color"], row["pattern"], row["gtin"]) == ("Red", "Striped", "1")
    assert rows[1][heads.index("image_link")] == "https://shop.example/i/tin.jpg"


def test_an_xml_feed_keeps_all_that_we_do_not_read(euros, owner):
    source = brought(euros, shop_files.FEED.encode())
    shirt = Product.objects.get(group_key="shirt")
    ProductAttribute.objects.create(shop=euros, product=shirt, name="colour", value="blue")
    first, *others = pictured(shirt, owner)

    data = back(source)

    item = next(ElementTree.fromstring(data).iter("item"))
    assert ids_in(item.findtext(f"{GOOGLE}image_link")) == [first]
    further = [one.text for one in item.findall(f"{GOOGLE}additional_image_link")]
    assert [ids_in(one)[0] for one in further] == others
    assert item.findtext(f"{GOOGLE}shipping/{GOOGLE}country") == "US"
    assert item.findtext(f"{GOOGLE}color") == "blue"
    assert b"<![CDATA[<p>Light &amp; loose</p>]]>" in data
    assert b"<title>Tea shop</title>" in data


def test_an_xml_feed_without_pictures_of_ours_says_the_same(euros):
    source = brought(euros, shop_files.FEED.encode())

    written = ElementTree.canonicalize(back(source).decode())

    assert written == ElementTree.canonicalize(shop_files.FEED)


def test_a_taobao_sheet_keeps_its_encoding_heads_and_codes(euros, owner):
    source = brought(euros, shop_files.taobao())
    cup = Product.objects.get(title="手冲陶瓷杯")
    first, second = pictured(cup, owner)

    data = back(source)

    assert data.startswith(b"\xff\xfe")
    rows = rows_of(data, "\t", "utf-16")
    assert rows[:3] == rows_of(shop_files.taobao(), "\t", "utf-16")[:3]
    cell = rows[3][rows[1].index("picture")]
    assert cell.startswith(f"{first}:1:0:|{SITE}/pictures/")
    assert f";{second}:1:1:|" in cell
    assert sheet_open(io.BytesIO(data)).profile.key == "taobao"


def test_gbk_semicolons_and_formulas_come_back_as_they_came(shop):
    content = "货号;标题;描述;备注\r\nA;青瓷杯;+1 杯;=1+1\r\n".encode("gb18030")
    source = brought(shop, content)

    data = back(source)

    assert data.decode("gb18030").splitlines() == [
        "货号;标题;描述;备注",
        '"A";"青瓷杯";"\'+1 杯";"\'=1+1"',
    ]


def test_an_import_whose_file_is_gone_says_so(shop):
    source = brought(shop, csv_of({"sku": "A", "title": "Cup"}))
    import_drop_files(source)

    with pytest.raises(CatalogError, match="gone"):
        import_same_file(source, "")


def test_a_long_file_is_looked_up_in_few_queries(shop, django_assert_max_num_queries):
    rows = [{"sku": f"S-{n}", "title": f"Cup {n}"} for n in range(120)]
    source = brought(shop, csv_of(*rows))

    with django_assert_max_num_queries(8):
        assert back(source).count(b"\r\n") == 121
