"""Tokens of the REST API: whose they are, what they open, when they stop."""

import pytest
from django.utils import timezone

from catalog.models import ApiToken, Membership
from catalog.services.members import member_remove
from catalog.throttles import TokenThrottle, UploadThrottle
from tests.factories import make_photo, make_product, make_rendition
from tests.flows.api_calls import Api, api_of, uploaded
from tests.pictures import product_jpeg


def test_a_token_opens_its_own_shop(shop, product):
    answer = api_of(shop).get("shop/").json()

    assert (answer["slug"], answer["role"], answer["products"]) == ("teashop", "owner", 1)


@pytest.mark.parametrize("token", ["", "cs_wrong", "two words"])
def test_without_a_valid_token_there_is_one_sentence(db, token):
    answer = Api(token).get("products/")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert set(answer.json()) == {"error", "code"}


def test_a_revoked_token_stops_at_once(shop):
    api = api_of(shop)
    ApiToken.objects.update(revoked_at=timezone.now())

    assert api.get("shop/").status_code == 401


def test_a_token_stops_when_its_maker_leaves_the_shop(shop, editor):
    api = api_of(shop, editor)
    assert api.get("shop/").status_code == 200

    member_remove(membership=shop.memberships.get(user=editor))

    assert api.get("shop/").status_code == 401


def test_a_token_stops_with_the_membership_even_when_nobody_revoked_it(shop, editor):
    api = api_of(shop, editor)
    Membership.objects.filter(user=editor).delete()

    assert api.get("shop/").status_code == 401


def test_a_token_stops_when_its_maker_is_locked_out(shop, editor):
    api = api_of(shop, editor)
    editor.is_active = False
    editor.save()

    assert api.get("shop/").status_code == 401


def test_the_token_of_a_viewer_reads_and_never_writes(shop, viewer, photo):
    api = api_of(shop, viewer)

    assert api.get(f"photos/{photo.pk}/").status_code == 200
    refused = [
        api.post("products/", {"title": "Mine"}),
        api.send("PATCH", f"products/{photo.product_id}/", {"title": "Mine"}),
        api.send("DELETE", f"photos/{photo.pk}/"),
        api.post("renditions/", {"photos": [photo.pk], "recipe": "cutout"}),
    ]

    assert {(one.status_code, one.json()["code"]) for one in refused} == {
        (403, "permission_denied")
    }
    assert shop.products.get().title == "Blue bottle"
    photo.refresh_from_db()
    assert photo.deleted_at is None


def test_a_demoted_maker_takes_the_token_along(shop, editor):
    api = api_of(shop, editor)
    assert api.post("products/", {"title": "Cup"}).status_code == 201

    Membership.objects.filter(user=editor).update(role=Membership.Role.VIEWER)

    assert api.post("products/", {"title": "Bowl"}).status_code == 403


def test_using_a_token_is_noted(shop):
    api = api_of(shop)
    assert ApiToken.objects.get().used_at is None

    api.get("shop/")

    assert ApiToken.objects.get().used_at is not None


def test_a_session_does_not_open_the_api(client_of, owner, shop):
    assert client_of(owner).get("/api/v1/products/").status_code == 401


def things_of(shop) -> list[str]:
    """The address of one of everything that the shop has."""
    rendition = make_rendition(make_photo(make_product(shop)))
    return [
        f"products/{rendition.product_id}/",
        f"photos/{rendition.photo_id}/",
        f"photos/{rendition.photo_id}/file/",
        f"renditions/{rendition.pk}/",
        f"renditions/{rendition.pk}/file/",
        f"renditions/{rendition.pk}/reviews/",
        f"jobs/{rendition.job_id}/",
    ]


def test_nothing_of_another_shop_is_there(shop, stranger):
    theirs = api_of(stranger.memberships.get().shop)
    addresses = things_of(shop)

    assert [api_of(shop).get(one).status_code for one in addresses] == [200] * 7
    assert [theirs.get(one).status_code for one in addresses] == [404] * 7
    lists = ("products/", "photos/", "renditions/", "jobs/", "reviews/")
    assert [theirs.get(one).json()["results"] for one in lists] == [[]] * 5


def test_another_shops_photo_cannot_be_made_into_a_picture(shop, stranger, photo):
    theirs = api_of(stranger.memberships.get().shop)

    answer = theirs.post("renditions/", {"photos": [photo.pk], "recipe": "cutout"})

    assert answer.status_code == 404
    assert not shop.renditions.exists()


def test_errors_are_in_the_readers_language(shop, photo):
    api = api_of(shop)
    path = "/api/v1/renditions/"
    body = {"photos": [photo.pk], "recipe": "nope", "presets": ["amazon_main"]}
    chinese = api.headers | {"Accept-Language": "zh-hans"}

    answer = api.client.post(path, body, content_type="application/json", headers=chinese)

    assert answer.status_code == 422
    assert answer.json() == {"error": "没有名为“nope”的配方。", "code": "unknown_recipe"}


@pytest.mark.parametrize("path", ["nothing/", "products/0x1/", "products"])
def test_an_unknown_address_is_a_404_in_json(shop, path):
    answer = api_of(shop).get(path)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_token_that_calls_too_often_is_told_when_to_come_back(shop, monkeypatch):
    monkeypatch.setattr(TokenThrottle, "rate", "2/min", raising=False)
    api = api_of(shop)

    answers = [api.get("recipes/") for _ in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[-1].json()["code"] == "throttled"
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert api_of(shop).get("recipes/").status_code == 200  # another token is not in its way


def test_uploads_have_a_limit_of_their_own(shop, product, monkeypatch):
    monkeypatch.setattr(UploadThrottle, "rate", "1/min", raising=False)
    api = api_of(shop)
    path = f"products/{product.pk}/photos/"

    answers = [api.upload(path, photo=uploaded(product_jpeg())) for _ in range(2)]

    assert [one.status_code for one in answers] == [201, 429]
    assert api.get("products/").status_code == 200
