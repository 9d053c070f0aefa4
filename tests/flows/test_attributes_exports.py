"""Attributes leave the studio in sheets, in the words that channels take."""

import csv
import io
from zipfile import ZipFile

import pytest
from asgiref.sync import async_to_sync
from django.urls import reverse

from catalog.attribute_cells import attribute_cells
from catalog.services.attribute_decisions import attribute_set
from catalog.services.exports import Exported, zip_stream
from catalog.services.products import product_archive
from tests.attribute_world import read, told
from tests.factories import make_photo, make_product, make_rendition


@pytest.fixture
def product(photo, owner):
    """A grey dress with three further colours; its category is confirmed."""
    further = ["rose-gold", "white", "blue"]
    read(photo, category=told("dress"), colour=told("gray", details={"further": further}))
    attribute_set(product=photo.product, name="category", value="dress", by=owner)
    return photo.product


@pytest.fixture
def sheet(client_of, viewer, shop):
    """The rows of the sheet that a member downloads."""

    def rows(query=""):
        where = reverse("catalog:products_file", args=[shop.slug]) + query
        response = client_of(viewer).get(where)
        assert "teashop-products.csv" in response["Content-Disposition"]

        async def whole():
            return b"".join([chunk async for chunk in response.streaming_content])

        return list(csv.DictReader(io.StringIO(async_to_sync(whole)().decode("utf-8-sig"))))

    return rows


def test_colours_are_googles_words_the_main_one_first_and_three_at_most(product):
    cells = attribute_cells(product)

    assert cells == ["Dress", "gray/rose gold/white", "", "", "", "", "", "", "category"]


def test_of_many_colours_google_gets_the_largest(shop):
    photo = make_photo(make_product(shop))
    colours = [
        {"key": key, "share": share, "hex": "#102030", "fine": key}
        for key, share in (("red", 0.4), ("white", 0.3), ("blue", 0.2), ("black", 0.05))
    ]
    read(photo, colour=told("multicolor", details={"colours": colours}))

    assert attribute_cells(photo.product)[1] == "red/white/blue"


def test_a_sheet_has_a_line_for_each_variant_with_the_products_attributes(sheet, product):
    product.variants.create(shop=product.shop, sku="B-2", position=1)

    first, second = sheet()

    assert (first["title"], first["price"], first["currency"]) == ("Blue bottle", "19.90", "EUR")
    assert (second["sku"], second["price"]) == ("B-2", "")
    assert {one["attribute_colour"] for one in (first, second)} == {"gray/rose gold/white"}
    assert first["attributes_confirmed"] == "category"


def test_a_sheet_holds_what_the_list_shows(sheet, shop, product):
    make_product(shop, title="Mug")
    gone = make_product(shop, title="Old")
    product_archive(product=gone)

    assert [one["title"] for one in sheet()] == ["Mug", "Blue bottle"]
    assert [one["title"] for one in sheet("?attribute_colour=gray")] == ["Blue bottle"]
    assert [one["title"] for one in sheet("?q=mug")] == ["Mug"]
    assert [one["title"] for one in sheet("?show=archived")] == ["Old"]


def test_a_cell_is_never_run_as_a_formula(sheet, shop):
    make_product(shop, title="=HYPERLINK(1)")

    assert sheet()[0]["title"] == "'=HYPERLINK(1)"


def test_a_long_sheet_is_read_in_parts(sheet, shop, product, monkeypatch):
    monkeypatch.setattr("catalog.selectors.goods.AT_ONCE", 2)
    for number in range(4):
        make_product(shop, title=f"Cup {number}")

    assert len(sheet()) == 5


def test_the_manifest_of_pictures_has_the_attributes_too(product):
    rendition = make_rendition(make_photo(product), preset="ebay")

    data = b"".join(zip_stream([Exported(rendition, "draft")]))
    with ZipFile(io.BytesIO(data)) as archive:
        text = archive.read("manifest.csv").decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text))
    assert row["attribute_colour"] == "gray/rose gold/white"
    assert row["attribute_category"] == "Dress"


def test_strangers_download_nothing(client_of, stranger, shop):
    where = reverse("catalog:products_file", args=[shop.slug])

    assert client_of(stranger).get(where).status_code == 404
