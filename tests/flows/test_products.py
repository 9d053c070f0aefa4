"""Products over HTTP, with the stranger beside each success."""

import pytest

from catalog.models import Product
from tests import factories


def sent(*variants, **texts):
    """What the product page posts."""
    rows = {
        f"variants-{index}-{name}": value
        for index, variant in enumerate(variants)
        for name, value in variant.items()
    }
    counts = {"variants-TOTAL_FORMS": len(variants), "variants-INITIAL_FORMS": 1}
    return {"title": "Mug", "description": "", "category": ""} | counts | rows | texts


ONE = {"sku": "M-1", "price": "19.90", "currency": "EUR", "options": "Colour：蓝, Size: M"}


def test_an_editor_adds_a_product_with_variants(client_of, editor, shop):
    answer = client_of(editor).post(
        "/s/teashop/products/new/", sent(ONE, {"sku": "M-2"}, {"sku": ""}, category="Kitchen")
    )

    product = Product.objects.get()
    assert answer.url == product.get_absolute_url()
    assert [one.sku for one in product.variants.all()] == ["M-1", "M-2"]  # the empty row is none
    assert product.variants.first().options == {"Colour": "蓝", "Size": "M"}
    assert (product.shop, product.category) == (shop, "Kitchen")


@pytest.mark.parametrize("who, status", [("viewer", 403), ("stranger", 404)])
def test_others_add_and_change_no_products(request, client_of, product, who, status):
    client = client_of(request.getfixturevalue(who))
    one = f"/s/teashop/products/{product.pk}/"
    paths = ["/s/teashop/products/new/", f"{one}edit/", f"{one}archive/", f"{one}unarchive/"]

    answers = [client.post(path, sent(ONE)).status_code for path in paths]

    assert answers == [status] * 4
    product.refresh_from_db()
    assert (product.title, product.archived_at) == ("Blue bottle", None)
    assert Product.objects.count() == 1


@pytest.mark.parametrize(
    "posted, sentence",
    [
        (sent(ONE, title=""), "This field is required"),
        (sent({"sku": "A", "price": "5"}), "A price needs a currency"),
        (sent({"sku": "A", "price": "-5", "currency": "EUR"}), "greater than or equal to 0"),
        (sent({"sku": "A"}, {"sku": "A"}), "appears twice"),
        (sent({"sku": "A", "options": "blue"}), "Write options as"),
        (sent({"sku": "A", "price": "5", "currency": "XXX"}), "XXX is not one of"),
    ],
)
def test_what_cannot_be_kept_is_shown_again_with_a_sentence(client_of, editor, posted, sentence):
    answer = client_of(editor).post("/s/teashop/products/new/", posted)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Product.objects.exists()


def test_a_sku_that_the_shop_already_uses_is_said(client_of, editor, shop):
    factories.make_product(shop, sku="M-1")

    answer = client_of(editor).post("/s/teashop/products/new/", sent(ONE))

    assert answer.status_code == 422
    assert "“M-1” is already used" in answer.content.decode()
    assert Product.objects.count() == 1


def test_an_edit_changes_and_removes_variants(client_of, editor, product):
    kept = product.variants.get()
    path = f"/s/teashop/products/{product.pk}/edit/"
    rows = ({"id": kept.pk, "sku": "NEW"}, {"sku": "GONE", "DELETE": "on"})

    page = client_of(editor).get(path)
    assert kept.sku in page.content.decode()
    client_of(editor).post(path, sent(*rows, title="Bowl"))

    product.refresh_from_db()
    assert product.title == "Bowl"
    assert [(one.pk, one.sku) for one in product.variants.all()] == [(kept.pk, "NEW")]


def test_an_archived_product_leaves_the_list_and_comes_back(client_of, editor, product):
    client = client_of(editor)

    page = client.post(f"/s/teashop/products/{product.pk}/archive/", follow=True)
    assert f"/s/teashop/products/{product.pk}/unarchive/" in page.content.decode()  # the undo
    assert product not in page.context["page"].object_list
    archived = client.get("/s/teashop/products/", {"show": "archived"})
    assert list(archived.context["page"]) == [product]

    client.post(f"/s/teashop/products/{product.pk}/unarchive/")
    assert list(client.get("/s/teashop/products/").context["page"]) == [product]


def test_the_list_finds_chinese_words_of_two_characters(client_of, viewer, stranger, shop):
    factories.make_product(shop, "青花瓷茶杯")
    factories.make_product(shop, "Bowl")

    page = client_of(viewer).get("/s/teashop/products/", {"q": "茶杯"})

    assert [one.title for one in page.context["page"]] == ["青花瓷茶杯"]
    assert client_of(stranger).get("/s/teashop/products/").status_code == 404


def test_a_long_list_has_pages_and_the_same_number_of_queries(
    client_of, viewer, shop, django_assert_max_num_queries
):
    for _ in range(30):
        factories.make_product(shop)
    client = client_of(viewer)

    with django_assert_max_num_queries(12):
        page = client.get("/s/teashop/products/")

    assert len(page.context["page"]) == 24
    assert len(client.get("/s/teashop/products/?page=2").context["page"]) == 6


def test_a_product_of_another_shop_is_not_there(client_of, owner, stranger, product):
    other = stranger.memberships.get().shop

    assert client_of(stranger).get(f"/s/{other.slug}/products/{product.pk}/").status_code == 404
    assert client_of(owner).get(product.get_absolute_url()).status_code == 200


def test_an_empty_list_says_what_to_do_next(client_of, editor, viewer, shop):
    assert (
        "Add your first product" in client_of(editor).get(shop.get_absolute_url()).content.decode()
    )
    page = client_of(viewer).get(shop.get_absolute_url()).content.decode()
    assert "/products/new/" not in page
