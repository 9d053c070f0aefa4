"""Input that no page sends is refused in words, never by a crash."""

import pytest
from django.urls import reverse

from catalog.models import ApiToken

pytestmark = pytest.mark.django_db

IDS = ["9" * 30, "9" * 5_000, str(2**63)]  # past the database, past Python's int(), just past


@pytest.fixture
def client(client_of, owner):
    return client_of(owner)


@pytest.mark.parametrize("number", IDS, ids=len)
def test_numbers_that_no_row_can_have_name_nothing(client, shop, product, photo, number):
    own = [shop.slug, product.pk]
    make = {"photos": number, "recipe": "cutout"}
    order = {"order": f"{number},{photo.pk}"}
    assert (
        client.get(reverse("catalog:export_zip", args=own[:1]), {"product": number}).status_code
        == 404
    )
    assert client.post(reverse("catalog:rendition_create", args=own), make).status_code == 422
    assert client.post(reverse("catalog:photo_order", args=own), order).status_code == 422
    assert client.get(f"/s/{shop.slug}/products/{number}/").status_code == 404
    listed = client.get(reverse("catalog:product_list", args=own[:1]), {"page": number})
    assert listed.status_code == 200


def test_a_search_of_thousands_of_words_is_answered(client, shop, product):
    found = client.get(reverse("catalog:product_list", args=[shop.slug]), {"q": "blue " * 4_000})
    assert found.status_code == 200
    assert product.title in found.content.decode()


def test_nul_characters_never_reach_the_database(client, shop, product):
    """PostgreSQL refuses them with an error of its own; SQLite would take them."""
    listed = client.get(reverse("catalog:product_list", args=[shop.slug]), {"q": "blue\0bottle"})
    assert product.title in listed.content.decode()
    assert client.get("/invitations/a%00b/").status_code == 404
    token = client.post(reverse("catalog:token_create", args=[shop.slug]), {"name": "a\0b"})
    assert token.status_code == 422
    assert not ApiToken.objects.exists()
