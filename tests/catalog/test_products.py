"""Products, their variants, and finding them again."""

from decimal import Decimal

import pytest

from catalog.errors import CatalogError
from catalog.models import Variant
from catalog.selectors.products import currency_of, product_of, products_of
from catalog.services.photos import photo_delete
from catalog.services.products import (
    VariantDraft,
    product_archive,
    product_create,
    product_unarchive,
    product_update,
)
from tests import factories
from tests.pictures import flat_picture, jpeg_of


def test_a_product_has_one_variant_when_none_is_given(shop):
    product = product_create(shop=shop, title="  Mug ")

    assert product.title == "Mug"
    assert product.variants.get().sku == ""


def test_variants_are_written_in_their_order(shop):
    drafts = [
        VariantDraft(sku=" B1 ", price=Decimal("19.90"), currency="eur"),
        {"sku": "B2", "options": {"Colour": "Red"}},
    ]

    product = product_create(shop=shop, title="Mug", variants=drafts)

    first, second = product.variants.all()
    assert (first.sku, first.price, first.currency) == ("B1", Decimal("19.90"), "EUR")
    assert (second.sku, second.price, second.options) == ("B2", None, {"Colour": "Red"})


@pytest.mark.parametrize(
    "draft, sentence",
    [
        ({"price": "5"}, "needs a currency"),
        ({"price": "-1", "currency": "EUR"}, "at least 0"),
        ({"price": "10000000000", "currency": "EUR"}, "below 10000000000"),
        ({"price": "5", "currency": "EURO"}, "three letters"),
        ({"sku": "x" * 81}, "81 characters"),
    ],
)
def test_a_variant_that_cannot_be_kept_is_refused_and_nothing_written(shop, draft, sentence):
    with pytest.raises(CatalogError, match=sentence):
        product_create(shop=shop, title="Mug", variants=[draft])

    assert not shop.products.exists()


@pytest.mark.parametrize(
    "texts, sentence",
    [
        ({"title": "  "}, "needs a title"),
        ({"title": "x" * 201}, "201 characters"),
        ({"title": "Mug", "description": "x" * 10_001}, "10001 characters"),
    ],
)
def test_texts_that_cannot_be_kept_are_refused(shop, texts, sentence):
    with pytest.raises(CatalogError, match=sentence):
        product_create(shop=shop, **texts)


def test_a_sku_is_used_once_per_shop_but_again_in_another(shop, stranger):
    product_create(shop=shop, title="Mug", variants=[{"sku": "A"}])

    with pytest.raises(CatalogError, match="“A” is already used"):
        product_create(shop=shop, title="Cup", variants=[{"sku": "A"}])
    with pytest.raises(CatalogError, match="“B” is already used"):
        product_create(shop=shop, title="Cup", variants=[{"sku": "B"}, {"sku": "B"}])

    other = stranger.memberships.get().shop
    assert product_create(shop=other, title="Mug", variants=[{"sku": "A"}]).pk


def test_two_variants_may_trade_their_skus_and_keep_their_rows(shop):
    product = product_create(shop=shop, title="Mug", variants=[{"sku": "A"}, {"sku": "B"}])
    one, two = product.variants.all()

    product_update(
        product=product,
        variants=[VariantDraft(sku="B", id=one.pk), VariantDraft(sku="A", id=two.pk)],
    )

    assert [(row.pk, row.sku) for row in product.variants.all()] == [(one.pk, "B"), (two.pk, "A")]


def test_a_variant_is_found_by_its_sku_and_the_missing_one_goes(shop):
    product = product_create(shop=shop, title="Mug", variants=[{"sku": "A"}, {"sku": "B"}])
    kept = Variant.objects.get(sku="B")

    product_update(product=product, variants=[{"sku": "B", "price": "3", "currency": "CNY"}])

    assert product.variants.get().pk == kept.pk
    assert product.variants.get().price == 3


def test_a_variant_of_another_product_cannot_be_taken_over(shop):
    other = factories.make_product(shop, sku="THEIRS").variants.get()
    product = product_create(shop=shop, title="Mug")

    product_update(product=product, variants=[VariantDraft(sku="MINE", id=other.pk)])

    other.refresh_from_db()
    assert (other.sku, other.product.title) == ("THEIRS", "Blue bottle")


@pytest.mark.parametrize(
    "query, found",
    [
        ("茶杯", True),
        ("瓷茶", True),
        ("ＭＵＧ－７", True),  # full width, as a Chinese keyboard types it
        ("mug kitchen", True),
        ("茶杯 kitchen mug-7", True),
        ("茶杯 bottle", False),
        ("%", False),
        ("", True),
    ],
)
def test_search_needs_every_word_in_any_writing(shop, query, found):
    product = product_create(
        shop=shop, title="青花瓷茶杯 Mug", category="Kitchen", variants=[{"sku": "MUG-7"}]
    )

    assert list(products_of(shop, query)) == ([product] if found else [])


def test_search_follows_a_change(shop):
    product = product_create(shop=shop, title="Mug", variants=[{"sku": "A-1"}])
    product_update(product=product, title="Bowl")

    assert list(products_of(shop, "bowl a-1")) == [product]
    assert not products_of(shop, "mug")


def test_archived_products_have_a_list_of_their_own(shop, product):
    product_archive(product=product)
    assert not products_of(shop)
    assert list(products_of(shop, archived=True)) == [product]

    product_unarchive(product=product)
    assert list(products_of(shop)) == [product]


def small(number):
    return jpeg_of(flat_picture(colour=(number, 99, 99)))


def test_a_list_of_products_takes_two_queries_however_long(shop, django_assert_num_queries):
    for _ in range(5):
        product = factories.make_product(shop)
        first, _second, third = (
            factories.make_photo(product, small(number), position=number) for number in range(3)
        )
        photo_delete(photo=third)

    with django_assert_num_queries(2):
        rows = list(products_of(shop))
        assert [len(row.variants.all()) for row in rows] == [1] * 5

    assert rows[0].pk == product.pk
    assert (rows[0].cover_id, rows[0].photo_count) == (first.pk, 2)


def test_a_product_without_photos_has_no_cover(shop, product):
    photo_delete(photo=factories.make_photo(product))

    assert products_of(shop).get().cover_id is None


def test_the_newest_price_gives_the_next_currency(shop):
    assert currency_of(shop) == ""
    product_create(shop=shop, title="Mug", variants=[{"price": 1, "currency": "CNY"}])
    assert currency_of(shop) == "CNY"
    assert product_of(shop, shop.products.get().pk).variants.get().currency == "CNY"
