"""Products leave in every format, and come back without a change."""

import io
import json
import re
import xml.etree.ElementTree as ElementTree
from zipfile import ZipFile

import pytest

from catalog.exporting.formats import FORMATS
from catalog.importing.sheet import sheet_open
from catalog.models import ImportRow, Photo, Product, ProductAttribute, Review, Variant
from catalog.selectors.goods import AT_ONCE, Pictured, goods_of
from catalog.selectors.published import address_of
from tests import shop_files
from tests.export_world import SITE, approved, exported, rows_of
from tests.factories import make_job, make_photo, make_product, stored_picture
from tests.sheets import checked, csv_of, done, numbers, reasons

READ_BACK = [key for key in FORMATS if key not in ("jsonld", "taobao")]
HOSTILE = {
    "=cmd": "=cmd|' /C calc'!A0",
    "plus": "+1 (0) 20",
    "minus": "-5 % off",
    "at": "@SUM(A1)",
    "wide": "＝1+1",
    "quoted": "'=1+1",
    "quotes": 'He said "hi", twice',
    "lines": "one\ntwo",
    "emoji": "Cup 🫖 青瓷",
    "markup": "Use <b>bold</b> &amp; 1 < 2",
    "script": "</script><script>alert(1)</script>",
}


@pytest.fixture
def euros(shop):
    """The shop sells in euros already."""
    done(shop, csv_of({"sku": "OLD", "title": "Old", "price": "1", "currency": "EUR"}))
    return shop


@pytest.fixture
def shirt(euros, owner):
    """A shirt in two sizes with a picture for both and one of the large one."""
    product = make_product(euros, "Linen shirt", sku="LS-S", description="Light\nand loose")
    Variant.objects.filter(product=product).update(price="39.00", options={"Size": "S"})
    large = Variant.objects.create(
        shop=euros, product=product, sku="LS-M", price="41.00", currency="EUR", position=1
    )
    large.options = {"Size": "M"}
    large.save()
    ProductAttribute.objects.create(shop=euros, product=product, name="colour", value="red")
    approved(make_photo(product), owner)
    approved(make_photo(product, variant=large), owner)
    return product


def addresses(product) -> list[str]:
    """Of the picture for all and of the one of the large shirt."""
    shown = product.renditions.select_related("published").order_by("pk")
    return [address_of(one.published) for one in shown]


def again(shop, data: bytes):
    """The counts of a check of `data`: rows, products, created, changed, skipped, errors."""
    source = checked(shop, data)
    assert reasons(source) == {}
    return numbers(source)


@pytest.mark.parametrize("key", READ_BACK)
def test_what_was_exported_changes_nothing_when_it_is_imported(shirt, euros, key):
    _rows, products, created, changed, skipped, _errors = again(euros, exported(euros, key))

    assert (products, created, changed) == (2, 0, 0)
    assert skipped >= 3
    assert ImportRow.objects.exclude(notes=[]).count() == 0


@pytest.mark.parametrize("key", READ_BACK)
@pytest.mark.parametrize(
    "content",
    [shop_files.HANDLES, shop_files.WOO, shop_files.GOOGLE],
    ids=["shopify", "woocommerce", "google"],
)
def test_what_a_shop_system_brought_goes_out_in_any_format_and_back(euros, key, content):
    without = without_photos(content)
    first = done(euros, without.encode())
    assert reasons(first) == {}
    kept = Variant.objects.order_by("pk").values("sku", "price", "options", "product")
    before = list(kept)

    assert again(euros, exported(euros, key))[2:4] == (0, 0)
    assert list(kept.all()) == before


def without_photos(content: str) -> str:
    """The file with the names of its photos taken out: none of them is there."""
    bare = re.sub(r'[^\s,"]+\.jpg(\?v=1)?(, )?', "", content.replace("a,b.jpg", "b.jpg"))
    return bare.replace("\t,\t", "\t\t")


@pytest.mark.parametrize("key", READ_BACK)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_no_formula_and_comes_back_as_it_was(shop, key, text):
    description = text.replace("\n", " ")
    make_product(shop, text.replace("\n", " "), sku="A", category="Cups", description=description)

    data = exported(shop, key)

    assert again(shop, data)[2:5] == (0, 0, 1)
    if FORMATS[key].suffix in ("csv", "tsv"):
        cells = data.decode("utf-8-sig").replace('""', "").split('"')
        assert not any(cell.startswith(("=", "+", "-", "@", "＝")) for cell in cells)


@pytest.mark.parametrize("key", READ_BACK)
def test_a_nul_and_control_characters_break_no_file(shop, key):
    make_product(shop, "Cup \x01\x1f\x00\ufffe", sku="A")

    rows = list(sheet_open(io.BytesIO(exported(shop, key))).rows())

    assert rows[0].cells["title"].startswith("Cup")
    assert "\0" not in rows[0].cells["title"]


def test_shopify_gets_a_line_for_each_variant_and_picture_under_its_new_heads(shirt, euros):
    Product.objects.exclude(pk=shirt.pk).delete()
    own, large = addresses(shirt)

    rows = rows_of(exported(euros, "shopify", "shopify"), encoding="utf-8")

    handle = f"product-{shirt.pk}"
    told = [
        [row[head] for head in ("Title", "URL handle", "SKU", "Option1 name", "Option1 value")]
        + [row[head] for head in ("Price", "Product image URL", "Image position")]
        + [row["Variant image URL"]]
        for row in rows
    ]
    assert told == [
        ["Linen shirt", handle, "LS-S", "Size", "S", "39.00", own, "1", ""],
        ["", handle, "LS-M", "Size", "M", "41.00", large, "2", large],
    ]
    assert rows[0]["Description"] == "Light<br>and loose"
    assert rows[0]["Tags"] == "colour_red"


def test_shopify_gets_no_price_in_a_currency_that_its_file_cannot_name(shirt, euros):
    Variant.objects.filter(sku="LS-M").update(currency="USD")

    rows = rows_of(exported(euros, "shopify"), encoding="utf-8")

    assert {row["SKU"]: row["Price"] for row in rows}["LS-M"] == ""


def test_woocommerce_gets_a_parent_its_variations_and_the_attributes(shirt, euros):
    Product.objects.exclude(pk=shirt.pk).delete()
    own, large = addresses(shirt)

    parent, small, other = rows_of(exported(euros, "woocommerce"), encoding="utf-8")

    assert (parent["Type"], parent["SKU"], parent["Images"]) == (
        *("variable", f"product-{shirt.pk}", f"{own}, {large}"),
    )
    assert (parent["Attribute 1 name"], parent["Attribute 1 value(s)"]) == ("Size", "S, M")
    assert (parent["Attribute 2 name"], parent["Attribute 2 value(s)"]) == ("Colour", "red")
    assert (small["Parent"], small["SKU"], small["Images"]) == (parent["SKU"], "LS-S", "")
    assert (other["Attribute 1 value(s)"], other["Images"]) == ("M", large)
    assert other["Regular price"] == "41.00"


def test_google_gets_each_variant_with_its_pictures_and_attributes(shirt, euros):
    euros.feed = {"link": "https://tea.example/p/{handle}?sku={sku}", "condition": "used"}
    euros.save()
    own, large = addresses(shirt)

    rows = {row["id"]: row for row in rows_of(exported(euros, "google-tsv"), "\t", "utf-8")}

    assert rows["LS-S"] | {"description": ""} == {
        "id": "LS-S",
        "title": "Linen shirt",
        "description": "",
        "link": f"https://tea.example/p/product-{shirt.pk}?sku=LS-S",
        "image_link": own,
        "additional_image_link": "",
        "availability": "in_stock",
        "price": "39.00 EUR",
        "condition": "used",
        "product_type": "",
        "item_group_id": f"product-{shirt.pk}",
        "color": "red",
        "size": "S",
        "material": "",
        "pattern": "",
    }
    assert (rows["LS-M"]["image_link"], rows["LS-M"]["additional_image_link"]) == (large, own)
    assert rows["OLD"]["item_group_id"] == ""


def test_google_gets_ten_further_pictures_at_most(shop, owner):
    product = make_product(shop, sku="A")
    for _ in range(12):
        approved(make_photo(product), owner)

    row = rows_of(exported(shop, "google-tsv"), "\t", "utf-8")[0]

    assert len(row["additional_image_link"].split(",")) == 10
    assert row["image_link"] not in row["additional_image_link"]


def test_texts_of_machines_stand_in_googles_fields_for_them(euros):
    make_product(euros, 'Cup: "blue"', sku="A", description="Round")
    euros.feed = {"ai_texts": ["title"]}
    euros.save()

    row = rows_of(exported(euros, "google-tsv"), "\t", "utf-8")[0]
    assert row["title"] == ""
    assert row["structured_title"] == 'trained_algorithmic_media:"Cup: ""blue"""'
    assert "structured_description" not in row
    feed = ElementTree.fromstring(exported(euros, "google-xml"))
    google = "{http://base.google.com/ns/1.0}"
    item = next(one for one in feed.iter("item") if one.findtext(f"{google}id") == "A")
    said = item.find(f"{google}structured_title")
    assert said.findtext(f"{google}digital_source_type") == "trained_algorithmic_media"
    assert said.findtext(f"{google}content") == 'Cup: "blue"'
    assert item.find("title") is None
    for key in ("google-tsv", "google-xml"):
        assert again(euros, exported(euros, key))[2:4] == (0, 0)


def test_json_ld_names_the_group_its_variants_and_where_pictures_come_from(shirt, euros, owner):
    Product.objects.exclude(pk=shirt.pk).delete()
    steps = [{"engine": "upscale", "params": {}}]
    outputs = {"picture": stored_picture()}
    job = make_job(euros.tenant, status="done", recipe="improve", steps=steps, outputs=outputs)
    approved(shirt.photos.first(), owner, job=job, size="1080x1080", preset="")
    shared, large, better = addresses(shirt)

    graph = json.loads(exported(euros, "jsonld"))

    assert graph["@context"] == "https://schema.org"
    (group,) = graph["@graph"]
    picture = {"@type": "ImageObject", "encodingFormat": "image/jpeg"}
    camera = {"digitalSourceType": "https://schema.org/DigitalCaptureDigitalSource"}
    offered = {
        "@type": "Offer",
        "priceCurrency": "EUR",
        "availability": "https://schema.org/InStock",
        "itemCondition": "https://schema.org/NewCondition",
    }
    enhanced = "https://schema.org/AlgorithmicallyEnhancedDigitalSource"
    assert group["image"][-1] == picture | {"contentUrl": better, "digitalSourceType": enhanced}
    assert {name: group[name] for name in ("@type", "name", "productGroupID", "variesBy")} == {
        "@type": "ProductGroup",
        "name": "Linen shirt",
        "productGroupID": f"product-{shirt.pk}",
        "variesBy": ["https://schema.org/size"],
    }
    assert group["hasVariant"][1] == {
        "@type": "Product",
        "name": "Linen shirt M",
        "image": [
            picture | {"contentUrl": large} | camera,
            picture | {"contentUrl": shared} | camera,
            picture | {"contentUrl": better, "digitalSourceType": enhanced},
        ],
        "sku": "LS-M",
        "color": "red",
        "size": "M",
        "offers": offered | {"price": "41.00"},
    }


def test_json_ld_cannot_leave_the_script_it_stands_in(shop):
    make_product(shop, "</script><!-- \u2028 &", sku="A")

    text = exported(shop, "jsonld").decode()

    assert not set("<>&\u2028") & set(text)
    assert json.loads(text)["@graph"][0]["name"] == "</script><!-- \u2028 &"


def test_only_the_pictures_of_a_channel_leave_for_it_the_newest_of_each_photo(shop, owner):
    product = make_product(shop, sku="A")
    photo = make_photo(product)
    approved(photo, owner, "ebay")
    newer = approved(photo, owner, "ebay")
    approved(photo, owner, "walmart")

    goods = goods_of([product.pk], "ebay")[0]

    assert [one.address for one in goods.pictures] == [address_of(newer.published)]


def test_a_chosen_picture_goes_before_a_newer_one(shop, owner):
    product = make_product(shop, sku="A")
    photo = make_photo(product)
    chosen = approved(photo, owner, "ebay", is_chosen=True)
    approved(photo, owner, "ebay")

    goods = goods_of([product.pk], "ebay")[0]

    assert [one.address for one in goods.pictures] == [address_of(chosen.published)]


def test_what_is_not_approved_any_more_stands_in_no_file(shirt, euros, owner):
    for one in shirt.renditions.all():
        Review.objects.create(rendition=one, verb="rejected", by=owner, reasons=["other"])

    for key in ("csv", "shopify", "woocommerce", "google-tsv", "google-xml", "jsonld"):
        assert f"{SITE}/pictures/" not in exported(euros, key).decode("utf-8-sig")


def test_an_original_photo_is_never_given_an_address(shop):
    make_photo(make_product(shop, sku="A"))

    assert b"/pictures/" not in exported(shop, "csv")
    assert Photo.objects.count() == 1


def test_a_few_queries_write_many_products(shop, owner, django_assert_max_num_queries):
    made = Product.objects.bulk_create(
        Product(shop=shop, title=f"Cup {n}") for n in range(AT_ONCE + 20)
    )
    Variant.objects.bulk_create(Variant(shop=shop, product=one, sku=f"S-{one.pk}") for one in made)
    products = Product.objects.filter(shop=shop)

    with django_assert_max_num_queries(9):
        assert len(list(Pictured(products))) == AT_ONCE + 20


def test_the_taobao_package_holds_the_sheet_and_its_pictures(shirt, euros):
    Product.objects.exclude(pk=shirt.pk).delete()
    Variant.objects.filter(product=shirt).update(currency="CNY")

    package = ZipFile(io.BytesIO(exported(euros, "taobao")))

    assert package.testzip() is None
    ids = [one.published.pk.hex for one in shirt.renditions.select_related("published")]
    assert sorted(package.namelist()) == sorted(
        ["products.csv", *(f"products/{one}.tbi" for one in ids)]
    )
    lines = package.read("products.csv").decode("utf-16").splitlines()
    assert lines[0] == "version 1.00"
    heads, cells = lines[1].split("\t"), lines[3].split("\t")
    row = dict(zip(heads, (cell.strip('"') for cell in cells), strict=True))
    assert row["price"] == "39.00"
    assert row["skuProps"] == "39.00:1:LS-S:20509:-1001;41.00:1:LS-M:20509:-1002;"
    assert row["propAlias"] == "20509:-1001:S;20509:-1002:M;"
    assert row["picture"].startswith(f"{ids[0]}:1:0:|{SITE}/pictures/")


def test_a_taobao_package_comes_back_without_a_change(shirt, euros):
    Variant.objects.update(currency="CNY")
    package = exported(euros, "taobao")

    source = checked(euros, package)

    assert reasons(source) == {}
    assert numbers(source) == (2, 2, 0, 0, 2, 0)
    assert not source.rows.exclude(notes=[]).exists()
