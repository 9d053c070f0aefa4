"""Pages whose rows are counted as far as anybody reads, and what they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog import pages
from catalog.models import Product, ProductAttribute
from catalog.pages import LongPaginator
from catalog.selectors.attribute_filters import facets
from catalog.selectors.products import products_found
from tests.factories import make_product

LIST = "/s/teashop/products/"
MOST_QUERIES = 12


@pytest.fixture
def rows(shop):
    """Seven products as rows for pages."""
    for number in range(7):
        make_product(shop, f"Cup {number}")
    return Product.objects.order_by("pk").values_list("title", flat=True)


def test_counting_ends_where_it_is_told_to(rows):
    assert [LongPaginator(rows, 3, most=most).count for most in (None, 5, 7)] == [7, 5, 7]
    assert [LongPaginator(rows, 3, most=most).is_capped for most in (None, 5, 7)] == [
        False, True, False,
    ]  # fmt: skip


def test_pages_go_on_behind_what_was_counted_and_end_with_the_rows(rows):
    pages = [LongPaginator(rows, 2, most=3).get_page(number) for number in (1, 3, 4)]

    assert [list(page) for page in pages] == [["Cup 0", "Cup 1"], ["Cup 4", "Cup 5"], ["Cup 6"]]
    assert [page.has_next() for page in pages] == [True, True, False]
    assert [page.has_previous() for page in pages] == [False, True, True]
    assert pages[2].previous_page_number() == 3


@pytest.mark.parametrize("asked, shown", [("", 1), ("x", 1), ("0", 1), ("-1", 1), ("999", 3)])
def test_an_odd_number_leads_to_a_page_that_is_there(rows, asked, shown):
    assert LongPaginator(rows, 3).get_page(asked).number == shown


@pytest.fixture
def make_many(shop):
    """make_many(count): further products that are all blue dresses called Cup."""

    def make(count: int) -> None:
        for _ in range(count):
            product = make_product(shop, "Cup")
            for name, value in (("category", "dress"), ("colour", "blue"), ("size", "S")):
                ProductAttribute.objects.create(shop=shop, product=product, name=name, value=value)

    return make


@pytest.mark.parametrize(
    "address",
    [
        LIST,
        f"{LIST}?q=cup",
        f"{LIST}?attribute_colour=blue",
        f"{LIST}?attribute_open=yes",
        f"{LIST}?q=cup&attribute_colour=blue&attribute_category=dress&attribute_open=yes",
        f"{LIST}filters/",
        f"{LIST}filters/?q=cup&attribute_colour=blue&attribute_category=dress&attribute_size=S",
    ],
)
def test_a_list_costs_at_most_twelve_queries_however_long_it_is(
    client_of, editor, make_many, address
):
    client = client_of(editor)
    costs = []
    for count in (2, 30):
        make_many(count)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        costs.append(len(queries))
    assert costs[1] == costs[0] <= MOST_QUERIES


def test_a_long_search_says_that_there_are_more(client_of, editor, make_many, monkeypatch):
    monkeypatch.setattr("catalog.views.products.MOST_COUNTED", 20)
    make_many(30)
    client = client_of(editor)

    first = client.get(f"{LIST}?q=cup").content.decode()
    second = client.get(f"{LIST}?q=cup&page=2").content.decode()

    assert "More than 20 products" in first
    assert "Page 1" in first
    assert "Page 1 of" not in first
    assert second.count("tile__title") == 6


def test_counts_of_filters_say_where_there_may_be_more(shop, make_many, monkeypatch):
    make_many(3)
    monkeypatch.setattr(pages, "MOST_COUNTED", 2)

    def told(chosen):
        found = facets(shop, products_found(shop), chosen)
        return {one.name: (dict(one.counts), set(one.at_least)) for one in found}

    assert told({})["colour"] == ({"blue": 2}, {"blue"})
    assert told({"category": "dress"})["colour"] == ({"blue": 2}, {"blue"})
    monkeypatch.setattr(pages, "MOST_COUNTED", 3)
    assert told({})["size"] == told({"category": "dress"})["size"] == ({"S": 3}, set())
