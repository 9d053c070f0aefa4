"""Shops and teams over HTTP, with the stranger beside each success."""

import pytest
from django.core import mail

from catalog.models import ApiToken, Invitation, Membership, Shop
from catalog.services.members import member_invite
from catalog.services.tokens import token_create
from tests import factories


def test_the_front_door_tells_who_is_signed_out_what_it_is(client, db):
    page = client.get("/")

    assert page.status_code == 200
    assert "/accounts/signup/" in page.content.decode()


def test_the_front_door_leads_a_member_to_the_products(client_of, owner, shop):
    assert client_of(owner).get("/").url == "/s/teashop/products/"


def test_the_front_door_leads_others_to_their_work(client_of, moderator, operator):
    assert client_of(moderator).get("/").url == "/review/"
    assert client_of(operator).get("/").url == "/operator/"
    newcomer = factories.make_user("new@example.com")
    assert client_of(newcomer).get("/").url == "/shops/new/"


def test_a_newcomer_makes_a_shop_and_goes_on_to_the_first_product(client_of, db):
    newcomer = factories.make_user("new@example.com")
    client = client_of(newcomer)

    answer = client.post("/shops/new/", {"name": "林家陶瓷", "presets": ["amazon_main", "walmart"]})

    shop = Shop.objects.get()
    assert answer.url == f"/s/{shop.slug}/products/new/"
    assert shop.presets == ["amazon_main", "walmart"]
    assert shop.memberships.get().user == newcomer
    assert "Add your first product" in client.get(answer.url).content.decode()


def test_a_shop_without_a_name_or_with_an_unknown_channel_is_not_made(client_of, db):
    client = client_of(factories.make_user())

    assert client.post("/shops/new/", {"name": ""}).status_code == 422
    assert client.post("/shops/new/", {"name": "Tea", "presets": ["nowhere"]}).status_code == 422
    assert not Shop.objects.exists()


SETTINGS = {"name": "New name", "presets": ["walmart"], "keep_deleted_days": 10}


def test_an_owner_changes_the_settings(client_of, owner, shop):
    answer = client_of(owner).post("/s/teashop/settings/", SETTINGS | {"training_consent": "on"})

    shop.refresh_from_db()
    assert answer.status_code == 302
    assert (shop.name, shop.presets, shop.keep_deleted_days) == ("New name", ["walmart"], 10)
    assert shop.training_consent_at is not None


@pytest.mark.parametrize("who, status", [("editor", 403), ("viewer", 403), ("stranger", 404)])
def test_others_do_not_change_the_settings(request, client_of, shop, who, status):
    client = client_of(request.getfixturevalue(who))

    assert client.post("/s/teashop/settings/", SETTINGS).status_code == status
    shop.refresh_from_db()
    assert shop.name == "Tea shop"


def test_settings_that_make_no_sense_are_shown_again(client_of, owner, shop):
    answer = client_of(owner).post("/s/teashop/settings/", SETTINGS | {"keep_deleted_days": 0})

    assert answer.status_code == 422
    shop.refresh_from_db()
    assert shop.keep_deleted_days == 30


def test_every_member_reads_the_settings_and_only_owners_see_the_keys(
    client_of, owner, viewer, stranger, shop
):
    token_create(shop=shop, name="Sync", by=owner)

    assert "Sync" in client_of(owner).get("/s/teashop/settings/").content.decode()
    page = client_of(viewer).get("/s/teashop/settings/")
    assert page.status_code == 200
    assert "Sync" not in page.content.decode()
    assert client_of(stranger).get("/s/teashop/settings/").status_code == 404


def test_a_token_is_shown_once_and_opens_the_api_until_revoked(client_of, owner, shop):
    client = client_of(owner)
    made = client.post("/s/teashop/tokens/", {"name": "Sync"})
    token = ApiToken.objects.get()
    secret = made.context["secret"]

    assert made.status_code == 201
    assert secret in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    assert secret not in client.get("/s/teashop/settings/").content.decode()

    client.post(f"/s/teashop/tokens/{token.pk}/revoke/")
    token.refresh_from_db()
    assert token.revoked_at is not None


@pytest.mark.parametrize("who, status", [("editor", 403), ("stranger", 404)])
def test_others_make_and_revoke_no_tokens(request, client_of, owner, shop, who, status):
    token, _secret = token_create(shop=shop, name="Sync", by=owner)
    client = client_of(request.getfixturevalue(who))

    assert client.post("/s/teashop/tokens/", {"name": "Mine"}).status_code == status
    assert client.post(f"/s/teashop/tokens/{token.pk}/revoke/").status_code == status
    token.refresh_from_db()
    assert token.revoked_at is None
    assert ApiToken.objects.count() == 1


def test_a_token_of_another_shop_cannot_be_revoked(client_of, owner, stranger, shop):
    token, _secret = token_create(shop=shop, name="Sync", by=owner)

    answer = client_of(stranger).post(f"/s/elsewhere/tokens/{token.pk}/revoke/")
    assert answer.status_code == 404


def test_an_invited_person_follows_the_mail_and_joins(client_of, owner, shop):
    client_of(owner).post("/s/teashop/team/invite/", {"email": "new@example.com", "role": "viewer"})
    path = Invitation.objects.get().get_absolute_url()
    assert path in mail.outbox[0].body

    guest = client_of(factories.make_user("new@example.com"))
    assert "Tea shop" in guest.get(path).content.decode()
    assert guest.post(path).url == "/s/teashop/products/"
    assert shop.memberships.get(user__email="new@example.com").role == "viewer"
    assert guest.get("/s/teashop/products/").status_code == 200


def test_the_link_helps_nobody_else(client, client_of, owner, stranger, shop):
    offer = member_invite(shop=shop, email="new@example.com", role="owner", by=owner)
    path = offer.get_absolute_url()

    assert client.get(path).url.startswith("/accounts/login/")
    page = client_of(stranger).get(path).content.decode()
    assert "This invitation is for new@example.com" in page
    assert client_of(stranger).post(path).status_code == 422
    assert client_of(stranger).get("/invitations/guessed/").status_code == 404
    assert not shop.memberships.filter(user=stranger).exists()


def test_a_bad_address_is_not_invited(client_of, owner, shop):
    answer = client_of(owner).post("/s/teashop/team/invite/", {"email": "x", "role": "editor"})

    assert answer.status_code == 422
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("who, status", [("editor", 403), ("viewer", 403), ("stranger", 404)])
def test_others_do_not_manage_the_team(request, client_of, owner, shop, who, status):
    client = client_of(request.getfixturevalue(who))
    first = shop.memberships.get(user=owner)
    offer = member_invite(shop=shop, email="new@example.com", role="editor", by=owner)
    posts = [
        ("/s/teashop/team/invite/", {"email": "me@example.com", "role": "owner"}),
        (f"/s/teashop/team/{first.pk}/role/", {"role": "viewer"}),
        (f"/s/teashop/team/{first.pk}/remove/", {}),
        (f"/s/teashop/team/invitations/{offer.pk}/revoke/", {}),
    ]

    assert [client.post(path, sent).status_code for path, sent in posts] == [status] * 4
    assert shop.memberships.get(user=owner).role == Membership.Role.OWNER
    assert Invitation.objects.count() == 1


def test_an_owner_changes_roles_and_removes_people(client_of, owner, editor, shop):
    theirs = shop.memberships.get(user=editor)
    client = client_of(owner)

    client.post(f"/s/teashop/team/{theirs.pk}/role/", {"role": "viewer"})
    theirs.refresh_from_db()
    assert theirs.role == "viewer"

    assert client.post(f"/s/teashop/team/{theirs.pk}/role/", {"role": "king"}).status_code == 422
    client.post(f"/s/teashop/team/{theirs.pk}/remove/")
    assert client_of(editor).get("/s/teashop/products/").status_code == 404


def test_everybody_may_leave_but_the_last_owner(client_of, owner, viewer, shop):
    theirs, alone = shop.memberships.get(user=viewer), shop.memberships.get(user=owner)

    assert client_of(viewer).post(f"/s/teashop/team/{theirs.pk}/remove/").url == "/"
    assert not shop.memberships.filter(user=viewer).exists()
    answer = client_of(owner).post(f"/s/teashop/team/{alone.pk}/remove/")
    assert answer.status_code == 422
    assert "needs an owner" in answer.content.decode()


def test_the_team_page_shows_open_invitations_to_owners_only(
    client_of, owner, viewer, stranger, shop
):
    member_invite(shop=shop, email="new@example.com", role="editor", by=owner)

    assert "new@example.com" in client_of(owner).get("/s/teashop/team/").content.decode()
    assert "new@example.com" not in client_of(viewer).get("/s/teashop/team/").content.decode()
    assert client_of(stranger).get("/s/teashop/team/").status_code == 404
