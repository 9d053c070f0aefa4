"""Attributes without a browser: read, decided, filtered by."""

import pytest

from catalog.models import AttributeDecision
from catalog.selectors.attributes import attributes_of
from catalog.services.products import product_create
from tests.attribute_world import BOX, read, told
from tests.factories import make_photo, make_product
from tests.flows.api_calls import api_of


@pytest.fixture
def product(photo):
    """A blue dress whose tag shows two prices."""
    read(
        photo,
        category=told("dress", 0.97),
        colour=told("blue", 0.85, details={"further": ["white"]}),
        material=told(None, 0.7),
        price=told("89.00 CNY", 0.9, source="text", others=[told("99.00 CNY", 0.8)]),
    )
    return photo.product


def decide(api, product, *decisions):
    path = f"products/{product.pk}/attributes/"
    return api.send("PATCH", path, {"decisions": list(decisions)})


def test_a_product_tells_its_attributes_with_their_evidence(shop, product, photo):
    told_of = api_of(shop).get(f"products/{product.pk}/").json()["attributes"]

    assert list(told_of) == ["category", "colour", "material", "price"]
    colour = told_of["colour"]
    assert colour["value"] == "blue"
    assert colour["values"] == ["blue", "white"]
    assert colour["label"] == {"en": "Blue", "zh": "蓝色"}
    assert (colour["state"], colour["confidence"]) == ("suggested", 0.85)
    assert colour["decided_at"] is None
    assert colour["findings"] == [
        {
            "value": "blue",
            "confidence": 0.85,
            "evidence": {"box": BOX, "text": "", "hexes": []},
            "source": "photo",
            "model": "heads-1",
            "details": {"further": ["white"]},
            "photo": photo.pk,
        }
    ]
    assert (told_of["material"]["state"], told_of["material"]["value"]) == ("not_visible", None)
    assert told_of["price"]["state"] == "conflict"
    assert [one["value"] for one in told_of["price"]["findings"]] == ["89.00 CNY", "99.00 CNY"]


def test_a_list_tells_them_too_in_as_many_queries_for_many_products(
    shop, product, django_assert_max_num_queries
):
    api = api_of(shop)
    first = api.get("products/").json()["results"][0]
    assert first["attributes"]["colour"]["value"] == "blue"

    for _ in range(5):
        read(make_photo(make_product(shop)), colour=told("red"))
    with django_assert_max_num_queries(10):
        assert len(api.get("products/").json()["results"]) == 6


def test_decisions_are_made_together(shop, owner, product):
    answer = decide(
        api_of(shop),
        product,
        {"name": "colour", "act": "confirm"},
        {"name": "price", "value": "99 CNY"},
        {"name": "category", "act": "set", "value": "skirt"},
        {"name": "sleeve", "act": "dismiss"},
    )

    assert answer.status_code == 200
    states = {name: one["state"] for name, one in answer.json()["attributes"].items()}
    assert states == {
        "category": "corrected",
        "colour": "confirmed",
        "material": "not_visible",
        "sleeve": "dismissed",
        "price": "confirmed",
    }
    assert answer.json()["attributes"]["colour"]["decided_at"]
    assert {one.by for one in AttributeDecision.objects.all()} == {owner}


def test_a_decision_is_withdrawn(shop, product):
    api = api_of(shop)
    decide(api, product, {"name": "colour", "value": "red"})

    answer = decide(api, product, {"name": "colour", "act": "withdraw"})

    assert answer.json()["attributes"]["colour"]["state"] == "suggested"


@pytest.mark.parametrize(
    "decision, status",
    [
        ({"name": "colour"}, 400),
        ({"name": "weight", "value": "1 kg"}, 400),
        ({"name": "colour", "act": "paint"}, 400),
        ({"name": "colour", "value": "bluish"}, 422),
        ({"name": "price", "value": "¥89"}, 422),
        ({"name": "price", "act": "confirm"}, 422),
        ({"name": "material", "act": "confirm"}, 422),
    ],
)
def test_one_that_cannot_be_refuses_all(shop, product, decision, status):
    fine = {"name": "category", "act": "confirm"}

    answer = decide(api_of(shop), product, fine, decision)

    assert answer.status_code == status
    assert answer.json()["error"]
    assert not AttributeDecision.objects.exists()


def test_another_shops_token_finds_nothing(stranger, product):
    api = api_of(stranger.memberships.get().shop, stranger)

    assert api.get(f"products/{product.pk}/attributes/").status_code == 404
    assert decide(api, product, {"name": "colour", "act": "dismiss"}).status_code == 404
    assert not AttributeDecision.objects.exists()


def test_a_viewers_token_only_reads(shop, viewer, product):
    api = api_of(shop, viewer)

    assert api.get(f"products/{product.pk}/attributes/").status_code == 200
    assert decide(api, product, {"name": "colour", "act": "dismiss"}).status_code == 403


def test_products_are_listed_by_attribute(shop, product):
    api = api_of(shop)
    mug = product_create(shop=shop, title="Mug 250 ml")

    def found(**query):
        return [one["id"] for one in api.get("products/", **query).json()["results"]]

    assert found(attribute_colour="white", attribute_category="dress") == [product.pk]
    assert found(attribute_colour="red") == []
    assert found(attribute_size="250 ml") == [mug.pk]
    assert found(attribute_open="yes", q="bottle") == [product.pk]
    assert api.get("products/", attribute_colour="bluish").status_code == 400


def test_the_vocabulary_is_told_in_both_languages(shop):
    rows = {one["name"]: one for one in api_of(shop).get("attributes/").json()}

    assert rows["colour"]["label"] == {"en": "Colour", "zh": "颜色"}
    beige = rows["colour"]["values"][0]
    assert beige == {"key": "beige", "label": {"en": "Beige", "zh": "米色"}, "google": "beige"}
    assert rows["price"]["values"] == []


def test_a_product_without_findings_has_no_attributes(shop):
    product = make_product(shop)

    assert api_of(shop).get(f"products/{product.pk}/").json()["attributes"] == {}
    assert attributes_of(product) == []
