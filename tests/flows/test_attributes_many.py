"""Attributes of many products: the list's filters with counts, and saying one thing of all."""

import re

import pytest
from django.urls import reverse

from catalog.models import AttributeDecision
from catalog.selectors.attribute_filters import Facet, facets
from catalog.selectors.attributes import State, attributes_of
from catalog.selectors.products import products_of
from catalog.services.attribute_decisions import attribute_set
from catalog.services.products import product_archive
from tests.attribute_world import read, told
from tests.factories import make_photo, make_product, make_shop


@pytest.fixture
def products(shop):
    """Two blue dresses, one of them with white, and a red shirt; one more of another shop."""
    looks = [("dress", "blue", []), ("dress", "blue", ["white"]), ("shirt", "red", [])]
    made = []
    for category, colour, further in looks:
        product = make_product(shop, title=f"{colour} thing")
        read(
            make_photo(product),
            category=told(category),
            colour=told(colour, details={"further": further}),
        )
        made.append(product)
    read(make_photo(make_product(make_shop())), category=told("dress"), colour=told("blue"))
    return made


def told_of(shop, chosen, query=""):
    found = facets(shop, products_of(shop, query), chosen, query)
    return {facet.name: dict(facet.counts) for facet in found}


def test_filters_count_the_shops_products(shop, products):
    assert told_of(shop, {}) == {
        "category": {"dress": 2, "shirt": 1},
        "colour": {"blue": 2, "red": 1, "white": 1},
    }


def test_a_filter_counts_what_the_others_leave(shop, products):
    assert told_of(shop, {"colour": "white"}) == {
        "category": {"dress": 1},
        "colour": {"blue": 2, "red": 1, "white": 1},  # another colour can be chosen in its place
    }
    assert told_of(shop, {"colour": "red", "category": "shirt"}) == {
        "category": {"shirt": 1},
        "colour": {"red": 1},
    }


def test_filters_count_what_a_search_finds(shop, products):
    assert told_of(shop, {}, "red") == {"category": {"shirt": 1}, "colour": {"red": 1}}


def test_a_filter_that_finds_nothing_can_still_be_taken_away(shop, products):
    found = facets(shop, products_of(shop), {"pattern": "striped"})

    assert Facet("pattern", (), "striped") in found


def test_archived_products_are_not_counted(shop, products):
    product_archive(product=products[2])

    assert told_of(shop, {})["category"] == {"dress": 2}


@pytest.fixture
def listing(client_of, editor, shop):
    """listing("colour=blue"): the titles on the filtered list, newest first."""

    def shown(query):
        page = client_of(editor).get(reverse("catalog:product_list", args=[shop.slug]) + query)
        assert page.status_code == 200
        return re.findall(r'tile__link" href="[^"]+">([^<]+)<', page.content.decode())

    return shown


def test_the_list_is_filtered_by_every_chosen_value(listing, products):
    assert listing("?attribute_colour=blue") == ["blue thing", "blue thing"]
    assert listing("?attribute_colour=white&attribute_category=dress") == ["blue thing"]
    assert listing("?attribute_colour=red&attribute_category=dress") == []
    assert listing("?attribute_colour=bluish&attribute_weight=1") == []
    assert len(listing("?attribute_colour=%00")) == 3  # PostgreSQL takes no such text
    assert listing("?attribute_weight=1&q=red") == ["red thing"]


def test_the_list_shows_what_waits_to_be_confirmed(listing, products, owner):
    for name, value in (("category", "shirt"), ("colour", "red")):
        attribute_set(product=products[2], name=name, value=value, by=owner)

    assert listing("?attribute_open=yes") == ["blue thing", "blue thing"]


def test_chosen_filters_are_shown_and_stay_with_a_search(client_of, editor, shop, products):
    where = reverse("catalog:product_list", args=[shop.slug])
    page = client_of(editor).get(f"{where}?attribute_colour=blue&page=7").content.decode()

    assert 'name="attribute_colour" value="blue"' in page
    assert f'href="{where}" aria-label="Take the filter away: Blue"' in page


def test_filters_lead_to_the_list_with_one_value_more_or_less(client_of, viewer, shop, products):
    where = reverse("catalog:product_filters", args=[shop.slug])
    page = client_of(viewer).get(f"{where}?attribute_colour=blue&q=thing").content.decode()

    here = reverse("catalog:product_list", args=[shop.slug])
    assert f'href="{here}?q=thing" aria-current="true"' in page  # blue, to be taken away
    assert f'href="{here}?attribute_colour=red&amp;q=thing"' in page.replace(
        "?q=thing&amp;attribute_colour=red", "?attribute_colour=red&amp;q=thing"
    )
    assert "Dress" in page


@pytest.fixture
def say(client_of, editor, shop):
    """What is sent of the ticked products, and what the next page says of it."""

    def sent(*products, **fields):
        where = reverse("catalog:products_attributes", args=[shop.slug])
        data = {"products": [one.pk for one in products], "act": "set", **fields}
        answer = client_of(editor).post(where, data, follow=True)
        return answer, [str(message) for message in answer.context["messages"]]

    return sent


def state_of(product, name):
    found = next(one for one in attributes_of(product) if one.name == name)
    return found.state, found.value


def test_one_value_is_set_for_all_of_them_and_undone(say, products, client_of, editor):
    answer, said = say(*products, value="colour:blue", back="attribute_category=dress")

    assert said == ["Colour: Blue for 3 products."]
    assert answer.redirect_chain[0][0].endswith("/products/?attribute_category=dress")
    assert [state_of(one, "colour") for one in products] == [
        (State.CONFIRMED, "blue"),
        (State.CONFIRMED, "blue"),
        (State.CORRECTED, "blue"),
    ]
    [message] = answer.context["messages"]
    client_of(editor).post(message.extra_tags)
    assert state_of(products[2], "colour") == (State.SUGGESTED, "red")


def test_what_is_suggested_is_confirmed_of_all_of_them(say, products):
    _answer, said = say(*products[:2], act="confirm")

    assert said == ["4 attributes confirmed."]
    assert state_of(products[0], "category") == (State.CONFIRMED, "dress")
    assert state_of(products[2], "category") == (State.SUGGESTED, "shirt")


@pytest.mark.parametrize(
    "fields", [{"value": ""}, {"value": "colour"}, {"value": "colour:bluish"}, {"act": "paint"}]
)
def test_what_cannot_be_is_said_and_nothing_is_written(say, products, fields):
    _answer, said = say(*products, **fields)

    assert len(said) == 1
    assert not AttributeDecision.objects.exists()


def test_nothing_ticked_is_said(say):
    assert say(value="colour:blue")[1] == ["Choose at least one product."]


def test_a_product_of_another_shop_is_left_alone(say, products):
    other = make_product(make_shop())

    assert say(other, value="colour:blue")[1] == [
        "One of these products is no longer there. Choose again."
    ]
    assert not AttributeDecision.objects.exists()


def test_strangers_and_viewers_say_nothing(client_of, stranger, viewer, shop, products):
    where = reverse("catalog:products_attributes", args=[shop.slug])
    data = {"products": [products[0].pk], "act": "confirm"}

    assert client_of(stranger).post(where, data).status_code == 404
    assert client_of(viewer).post(where, data).status_code == 403
    filters = reverse("catalog:product_filters", args=[shop.slug])
    assert client_of(stranger).get(filters).status_code == 404
    assert not AttributeDecision.objects.exists()
