"""What a product's own words say, beside what its photos show."""

import pytest

from catalog.models import AttributeFinding
from catalog.selectors.attributes import State, attributes_of
from catalog.selectors.products import products_of
from catalog.services.attribute_decisions import attribute_set
from catalog.services.products import product_create, product_update
from tests.attribute_world import read, told
from tests.factories import make_photo


def known(product):
    return {one.name: (one.state, one.value, one.further) for one in attributes_of(product)}


@pytest.fixture
def plimsolls(shop):
    return product_create(shop=shop, title="帆布鞋 蓝色 ¥99", description="Size EU 42")


def test_price_and_size_are_read_from_title_and_description(plimsolls):
    assert known(plimsolls) == {
        "price": (State.SUGGESTED, "99.00 CNY", ()),
        "size": (State.SUGGESTED, "EU 42", ()),
    }
    price = AttributeFinding.objects.get(name="price")
    assert (price.source, price.evidence["text"], price.photo) == ("title", "¥99", None)


def test_a_tag_that_says_another_price_is_shown_beside_the_title(plimsolls):
    tag = told("89.00 CNY", 0.9, source="text", evidence={"text": "¥89"})
    read(make_photo(plimsolls), price=tag)

    price = attributes_of(plimsolls)[0]

    assert price.state == State.CONFLICT
    assert {one.value: one.source for one in price.findings} == {
        "99.00 CNY": "title",
        "89.00 CNY": "text",
    }


def test_other_words_replace_what_the_old_ones_said(plimsolls, owner):
    attribute_set(product=plimsolls, name="size", value="EU 42", by=owner)

    product_update(product=plimsolls, title="帆布鞋 ¥79", description="")

    assert known(plimsolls)["price"][1] == "79.00 CNY"
    assert known(plimsolls)["size"] == (State.CONFIRMED, "EU 42", ())  # a decision stays
    assert AttributeFinding.objects.count() == 1


def test_sizes_that_are_listed_all_hold(shop):
    tee = product_create(shop=shop, title="Tee", description="Sizes S, M, L, XL")

    assert known(tee)["size"] == (State.SUGGESTED, "S", ("M", "L", "XL"))
    assert list(products_of(shop, "xl")) == [tee]


def test_a_volume_is_no_contradiction_to_a_length(shop):
    mug = product_create(shop=shop, title="Mug 250 ml", description="Height 12 cm")

    assert known(mug)["size"][0] == State.SUGGESTED


def test_words_without_price_or_size_leave_nothing(shop):
    product_create(shop=shop, title="Celadon teapot", description="Hand-thrown.")

    assert not AttributeFinding.objects.exists()
