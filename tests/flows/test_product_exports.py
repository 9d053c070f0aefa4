"""The page that asks which file, what feeds say of a shop's products, and the files themselves."""

import json

import pytest
from asgiref.sync import async_to_sync
from django.urls import reverse

from catalog.models import Product
from tests.export_world import SITE, approved, rows_of
from tests.factories import make_photo, make_product
from tests.sheets import csv_of, done


def content(response) -> bytes:
    async def whole():
        return b"".join([chunk async for chunk in response.streaming_content])

    return async_to_sync(whole)()


@pytest.fixture
def page(shop):
    return reverse("catalog:products_export", args=[shop.slug])


@pytest.fixture
def file(shop):
    return reverse("catalog:products_file", args=[shop.slug])


def test_the_page_says_how_many_products_have_no_picture_and_what_each_channel_has(
    client_of, viewer, shop, owner, page, django_assert_max_num_queries
):
    pictured = make_product(shop, "Cup")
    approved(make_photo(pictured), owner, "ebay")
    make_photo(make_product(shop, "Pot"))
    client = client_of(viewer)

    with django_assert_max_num_queries(12):
        text = client.get(page).content.decode()

    assert "1 product has no approved picture yet." in text
    assert "Original photos are never published." in text
    assert "eBay: 1 of 2 products" in text
    assert '<button class="btn">Save' not in text


def test_the_file_holds_what_the_list_shows(client_of, viewer, shop, file):
    make_product(shop, "Cup", sku="CUP")
    make_product(shop, "Pot", sku="POT")

    response = client_of(viewer).get(file, {"format": "shopify", "q": "cup"})

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="teashop-products.csv"'
    assert [row["SKU"] for row in rows_of(content(response), encoding="utf-8")] == ["CUP"]


def test_a_format_gets_the_pictures_of_its_channel_where_there_are_any(
    client_of, viewer, shop, owner, file
):
    photo = make_photo(make_product(shop, sku="CUP"))
    google = approved(photo, owner, "google_merchant")
    newer = approved(photo, owner, "ebay")
    client = client_of(viewer)

    def shown(**query):
        row = rows_of(content(client.get(file, {"format": "google-tsv"} | query)), "\t", "utf-8")[0]
        return row["image_link"].split("/")[4]

    assert shown() == str(google.published.pk)
    assert shown(channel="ebay") == shown(channel="") == str(newer.published.pk)


@pytest.mark.parametrize("query", [{"format": "nothing"}, {"format": "csv", "channel": "nowhere"}])
def test_a_format_or_channel_that_there_is_not_is_not_found(client_of, viewer, file, query):
    assert client_of(viewer).get(file, query).status_code == 404


@pytest.mark.parametrize(
    "key, kind", [("xlsx", b"PK"), ("taobao", b"PK"), ("google-xml", b"<?xml")]
)
def test_every_kind_of_file_streams(client_of, viewer, shop, file, key, kind):
    make_product(shop, sku="CUP")

    assert content(client_of(viewer).get(file, {"format": key})).startswith(kind)


def test_editors_say_where_products_are_sold(client_of, editor, shop, page, file):
    make_product(shop, sku="CUP 1")
    said = {
        "link": "https://tea.example/p/{sku}",
        "availability": "preorder",
        "condition": "new",
        "ai_description": "on",
    }
    client = client_of(editor)

    response = client.post(page, said)

    assert response.status_code == 302
    shop.refresh_from_db()
    assert shop.feed == {
        "link": "https://tea.example/p/{sku}",
        "availability": "preorder",
        "condition": "new",
        "ai_texts": ["description"],
    }
    graph = json.loads(content(client.get(file, {"format": "jsonld"})))["@graph"]
    assert graph[0]["offers"]["url"] == "https://tea.example/p/CUP%201"
    assert graph[0]["offers"]["availability"] == "https://schema.org/PreOrder"


@pytest.mark.parametrize(
    "link", ["https://tea.example/", "javascript:alert({sku})", "tea {sku}", "ftp://x/{sku}"]
)
def test_an_address_that_leads_nowhere_is_refused(client_of, editor, shop, page, link):
    said = {"link": link, "availability": "in_stock", "condition": "new"}

    response = client_of(editor).post(page, said)

    assert response.status_code == 422
    shop.refresh_from_db()
    assert shop.feed == {}


def test_an_imports_file_comes_back_under_its_name(client_of, viewer, shop, owner):
    source = done(shop, csv_of({"sku": "A", "title": "Cup"}))
    product = Product.objects.get()
    approved(make_photo(product), owner)
    address = reverse("catalog:import_same", args=[shop.slug, source.pk])

    page = client_of(viewer).get(source.get_absolute_url()).content.decode()
    response = client_of(viewer).get(address)

    assert address in page
    assert "All its products have approved pictures." in page
    assert response["Content-Disposition"] == 'attachment; filename="rows-pictures.csv"'
    row = rows_of(content(response), encoding="utf-8")[0]
    assert row["photos"].startswith(f"{SITE}/pictures/")
    assert (row["sku"], row["title"], row["price"]) == ("A", "Cup", "")


def test_an_import_says_how_many_products_keep_what_the_file_had(client_of, viewer, shop):
    source = done(shop, csv_of({"sku": "A", "title": "Cup"}, {"sku": "B", "title": "Pot"}))

    text = client_of(viewer).get(source.get_absolute_url()).content.decode()

    assert "2 of 2 products have no approved picture yet and keep what your file had." in text
