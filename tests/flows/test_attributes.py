"""A product's attributes on its page: what is shown, and one tap for each decision."""

import pytest
from django.urls import reverse

from catalog.models import AttributeDecision
from catalog.selectors.attributes import State, attributes_of
from tests.attribute_world import read, told
from tests.factories import make_photo, make_product

HTMX = {"HX-Request": "true"}


@pytest.fixture
def product(photo):
    """A blue dress whose tag and title disagree, its material hidden."""
    read(
        photo,
        category=told("dress", 0.97),
        colour=told("blue", 0.85, evidence={"box": [0.25, 0.1, 0.5, 0.8], "hexes": ["#24609a"]}),
        material=told(None),
        price=told("89.00 CNY", 0.9, source="text", evidence={"text": "¥89"},
                   others=[told("99.00 CNY", 0.8, source="title")]),
    )  # fmt: skip
    return photo.product


def address(name, product, *args):
    return reverse(f"catalog:{name}", args=[product.shop.slug, product.pk, *args])


@pytest.fixture
def say(client_of, editor, product):
    """say(name, act=…, value=…): one decision as the page's buttons send it, answered in place."""

    def sent(name, **fields):
        where = address("attribute_decide", product, name)
        return client_of(editor).post(where, {"act": "set", **fields}, headers=HTMX)

    return sent


def known(product):
    return {one.name: (one.state, one.value) for one in attributes_of(product)}


def test_the_page_shows_values_with_evidence_and_how_sure_they_are(client_of, viewer, product):
    page = client_of(viewer).get(product.get_absolute_url()).content.decode()

    assert "almost certain" in page
    assert "very likely" in page
    assert 'x="25.00%" y="10.00%" width="50.00%" height="80.00%"' in page
    assert 'fill="#24609a"' in page
    assert "The lettering in the photo says" in page
    assert "The title says" in page
    assert "not visible" in page
    assert "attr__yes" not in page  # a viewer looks


def test_the_colours_that_were_measured_are_shown_with_names_and_shares(client_of, viewer, shop):
    photo = make_photo(make_product(shop))
    colours = [
        {"key": "navy", "share": 0.72, "hex": "#1d2f5f", "fine": "navy"},
        {"key": "white", "share": 0.2, "hex": "#f4f4f2", "fine": "snow-white"},
        {"key": "red", "share": 0.08, "hex": "#d0312d", "fine": "red"},
    ]
    read(photo, colour=told("navy", details={"colours": colours}))

    page = client_of(viewer).get(photo.product.get_absolute_url()).content.decode()

    assert "Navy · White</span>" in page  # a print of 8 % is no colour of the product
    for part in ("72%", "20%", "8%", 'fill="#f4f4f2"'):
        assert part in page


def test_the_page_says_why_nothing_is_visible(client_of, viewer, product):
    photo = product.photos.get()
    unseen = told(None, 1, evidence={}, details={"why": "no_product"})
    read(photo, category=unseen, colour=unseen,
         price=told("89.00 CNY", source="text", details={"why": "mirrored_text"}))  # fmt: skip
    page = client_of(viewer).get(product.get_absolute_url()).content.decode()

    assert page.count("No product found in this photo.") == 1
    assert "is mirrored" not in page  # there is a price


def test_the_page_is_in_the_readers_language(client_of, editor, product):
    page = client_of(editor).get(product.get_absolute_url(), headers={"Accept-Language": "zh-hans"})
    text = page.content.decode()

    for word in ("属性", "品类", "连衣裙", "蓝色 · Blue", "几乎可以确定", "来源不一致"):
        assert word in text, word


def test_one_tap_confirms(say, product, editor):
    answer = say("category", value="dress")

    assert known(product)["category"] == (State.CONFIRMED, "dress")
    assert AttributeDecision.objects.get().by == editor
    assert 'id="attributes"' in answer.content.decode()
    assert "Category: Dress." in answer["HX-Trigger"]


def test_without_scripts_a_decision_leads_back_to_the_product(client_of, editor, product):
    where = address("attribute_decide", product, "category")
    answer = client_of(editor).post(where, {"act": "set", "value": "dress"})

    assert answer.status_code == 302
    assert answer.url == product.get_absolute_url()


def test_a_value_is_corrected_dismissed_and_left_open_again(say, product):
    say("colour", value="green")
    assert known(product)["colour"] == (State.CORRECTED, "green")

    say("colour", act="dismiss")
    assert known(product)["colour"] == (State.DISMISSED, None)

    say("colour", act="withdraw")
    assert known(product)["colour"] == (State.SUGGESTED, "blue")


def test_the_message_undoes_the_decision(say, client_of, editor, product):
    say("colour", value="green")
    decision = AttributeDecision.objects.get()
    undo = f"{address('attributes_undo', product)}?decisions={decision.pk}"

    answer = client_of(editor).post(undo, follow=True)

    assert "Undone." in answer.content.decode()
    assert known(product)["colour"] == (State.SUGGESTED, "blue")


def test_all_suggestions_are_confirmed_and_undone_together(client_of, editor, product):
    browser = client_of(editor)
    answer = browser.post(address("attributes_confirm", product), follow=True)

    [message] = answer.context["messages"]
    assert str(message) == "2 attributes confirmed."
    assert known(product)["category"] == (State.CONFIRMED, "dress")
    assert known(product)["price"] == (State.CONFLICT, "89.00 CNY")

    browser.post(message.extra_tags)
    assert known(product)["category"] == (State.SUGGESTED, "dress")


def test_a_disputed_price_is_settled_and_offered_as_the_products_own(
    say, client_of, editor, product
):
    page = say("price", value="99.00 CNY").content.decode()
    assert "The product is sold at 19.90 EUR; the confirmed price is 99.00 CNY." in page

    answer = client_of(editor).post(address("attribute_price", product), headers=HTMX)

    variant = product.variants.get()
    assert (str(variant.price), variant.currency) == ("99.00", "CNY")
    assert "is sold at" not in answer.content.decode()


def test_a_price_of_ones_own_is_amount_and_currency(say, product):
    say("price", amount="79.5", currency="CNY")

    assert known(product)["price"] == (State.CORRECTED, "79.50 CNY")


def test_several_variants_keep_their_prices(say, product):
    product.variants.create(shop=product.shop, sku="B", price="25.00", currency="EUR")
    product.variants.create(shop=product.shop, sku="C")

    page = say("price", value="89.00 CNY").content.decode()

    assert "The product has no price yet; the confirmed one is 89.00 CNY." in page


@pytest.mark.parametrize(
    "name, fields",
    [
        ("colour", {"value": ""}),
        ("colour", {"value": "bluish"}),
        ("colour", {"act": "paint", "value": "blue"}),
        ("price", {"amount": "-3", "currency": "CNY"}),
        ("price", {"amount": "3", "currency": ""}),
        ("price", {"amount": "x", "currency": "CNY"}),
        ("size", {"value": "x" * 41}),
    ],
)
def test_what_cannot_be_is_said_and_not_written(say, name, fields):
    answer = say(name, **fields)

    assert answer.status_code == 422
    assert "toast" in answer["HX-Trigger"]
    assert not AttributeDecision.objects.exists()


def test_an_attribute_that_there_is_not_is_not_found(say):
    assert say("weight", value="1 kg").status_code == 404


@pytest.mark.parametrize("ids", ["", "x", "1;2", "9" * 19, "1,"])
def test_an_undo_without_decisions_is_refused(client_of, editor, product, ids):
    where = f"{address('attributes_undo', product)}?decisions={ids}"

    assert client_of(editor).post(where, headers=HTMX).status_code == 422


def test_nobody_undoes_a_decision_of_another_product(say, client_of, editor, product, stranger):
    say("colour", value="green")
    decision = AttributeDecision.objects.get()
    theirs = stranger.memberships.get().shop.products.create(title="Theirs")

    where = f"{address('attributes_undo', theirs)}?decisions={decision.pk}"
    client_of(stranger).post(where)

    assert known(product)["colour"] == (State.CORRECTED, "green")


def test_strangers_find_nothing_and_viewers_decide_nothing(client_of, stranger, viewer, product):
    where = address("attribute_decide", product, "colour")
    data = {"act": "set", "value": "blue"}

    assert client_of(stranger).post(where, data).status_code == 404
    assert client_of(stranger).get(address("attributes", product)).status_code == 404
    assert client_of(viewer).post(where, data).status_code == 403
    assert not AttributeDecision.objects.exists()


def test_a_product_of_another_shop_is_not_found(client_of, editor, stranger):
    theirs = stranger.memberships.get().shop.products.create(title="Theirs")
    where = reverse("catalog:attribute_decide", args=["teashop", theirs.pk, "colour"])

    answer = client_of(editor).post(where, {"act": "set", "value": "blue"})

    assert answer.status_code == 404
