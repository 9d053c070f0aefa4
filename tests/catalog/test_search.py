"""What search finds, on whichever database the tests run; and that its index follows the rows."""

import pytest
from django.db import connection

from catalog.models.product import needles, searchable
from catalog.models.search_index import TABLE, search_index_keep
from catalog.selectors import search
from catalog.selectors.products import products_found
from catalog.services.products import product_update
from tests.factories import make_product, make_shop


def found(shop, query: str) -> list[str]:
    return [one.title for one in products_found(shop, query)]


def test_every_word_is_kept_once_with_spaces_around_and_short_parts_by_themselves():
    assert searchable("Tea  Ｔea", "cup (XL)") == " tea cup (xl) xl "
    assert searchable("红茶") == " ǀ红ǀ茶ǀ "
    assert searchable(" ") == ""


def test_words_of_a_search_have_three_characters_at_least():
    assert needles("Tea xl s 茶 红茶") == ["tea", " xl", " s ", "ǀ茶ǀ", "ǀ红ǀ茶ǀ"]


TITLE = 'Lampshade (XL) 亚麻连衣裙 M-1/blue 100% o\'clock "x_y"'


@pytest.mark.parametrize(
    "query",
    ["lampshade", "AMPSH", "xl", "连衣", "连衣裙", "裙", "麻连", "m-1", "blue", "1", "la", "100%",
     "o'clock", '"x_y"', "x_y", "裙 lamp", "ＬＡＭＰ"],
)  # fmt: skip
@pytest.mark.parametrize("most", [0, 1_000])
def test_parts_of_words_chinese_characters_and_short_words_are_found(
    shop, query, most, monkeypatch
):
    monkeypatch.setattr(search, "MOST_BY_KEY", most)  # 0: as where many products hold the words
    make_product(shop, TITLE)
    make_product(shop, "Teapot 茶壶")

    assert found(shop, query) == [TITLE]


@pytest.mark.parametrize("query", ["衣连", "裙连衣", "lamp shape", "xlx", "l", "ue", "x%y", "ǀǀǀ"])
def test_what_is_not_there_is_not_found(shop, query):
    make_product(shop, TITLE)
    assert found(shop, query) == []


def test_another_shops_words_are_not_found(shop):
    make_product(make_shop(), "Lampshade")
    assert found(shop, "lampshade") == []


def test_the_index_follows_changes_and_deletions(shop):
    cup, pot = make_product(shop, "Cup"), make_product(shop, "Pot")
    product_update(product=cup, title="Goblet")
    pot.delete()

    assert found(shop, "goblet") == ["Goblet"]
    assert found(shop, "cup") == found(shop, "pot") == []


def test_many_are_read_from_the_newest_on_and_few_by_their_keys(shop, monkeypatch):
    monkeypatch.setattr(search, "MOST_BY_KEY", 2)
    for number in range(3):
        make_product(shop, f"Cup {number}")

    assert "search_text" in str(products_found(shop, "cup").query).lower().split("where")[1]
    assert "search_text" not in str(products_found(shop, "cup 1").query).lower().split("where")[1]
    assert found(shop, "cup") == ["Cup 2", "Cup 1", "Cup 0"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its index itself")
def test_an_index_whose_triggers_a_migration_dropped_is_made_anew(shop):
    make_product(shop, "Cup")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {TABLE}_added")
    make_product(shop, "Goblet")
    assert found(shop, "goblet") == []

    search_index_keep(using="default")

    assert found(shop, "goblet") == ["Goblet"]
    assert found(shop, "cup") == ["Cup"]
