"""Shops, their members, invitations and keys."""

import hashlib
from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.utils import timezone

from catalog.errors import CatalogError
from catalog.models import ApiToken, Invitation, Membership
from catalog.services.members import (
    invitation_accept,
    invitation_revoke,
    member_invite,
    member_remove,
    member_role_change,
)
from catalog.services.shops import shop_create, shop_update
from catalog.services.tokens import token_create, token_revoke
from imaging.errors import EngineError
from tests import factories


@pytest.mark.parametrize("name, slug", [("Tea & more", "tea-more"), ("林家 Lin", "lin")])
def test_a_shop_is_addressed_by_the_latin_letters_of_its_name(owner, name, slug):
    assert shop_create(name=name, owner=owner).slug == slug


def test_a_chinese_name_or_a_taken_one_gets_something_random(owner):
    assert shop_create(name="林家陶瓷", owner=owner).slug.startswith("shop-")
    shop_create(name="Tea", owner=owner)
    assert shop_create(name="Tea", owner=owner).slug.startswith("tea-")


def test_a_shop_has_its_maker_as_owner_and_keeps_what_the_operator_set(owner, settings):
    settings.KEEP_DELETED_DAYS = 7
    shop = shop_create(name="Tea", owner=owner, slug="tea")

    assert shop.memberships.get(user=owner).role == Membership.Role.OWNER
    assert (shop.slug, shop.keep_deleted_days, shop.training_consent_at) == ("tea", 7, None)


@pytest.mark.parametrize("slug", ["teashop", "Tea", "te a", ""])
def test_an_address_that_is_taken_or_none_is_refused(shop, owner, slug):
    with pytest.raises(CatalogError, match="address"):
        shop_create(name="Tea", owner=owner, slug=slug)


def test_a_shop_needs_a_name(owner):
    with pytest.raises(CatalogError, match="needs a name"):
        shop_create(name="  ", owner=owner)


def test_consent_is_off_until_given_and_can_be_withdrawn(shop):
    assert shop.training_consent_at is None

    given = shop_update(shop=shop, training_consent=True).training_consent_at
    assert shop_update(shop=shop, training_consent=True).training_consent_at == given
    assert shop_update(shop=shop, name="Other").training_consent_at == given
    assert shop_update(shop=shop, training_consent=False).training_consent_at is None


def test_channels_are_known_ones_once_each(shop):
    presets = ["walmart", "amazon_main", "walmart"]
    assert shop_update(shop=shop, presets=presets).presets == ["walmart", "amazon_main"]

    with pytest.raises(EngineError, match="no channel “nowhere”"):
        shop_update(shop=shop, presets=["nowhere"])


def test_an_invitation_is_mailed_in_the_language_of_who_invites(shop, owner):
    member_invite(shop=shop, email=" New@Example.com ", role="editor", by=owner)
    owner.language = "zh-hans"
    member_invite(shop=shop, email="second@example.com", role="editor", by=owner)

    invitation = Invitation.objects.get(email="new@example.com")
    assert mail.outbox[0].to == ["new@example.com"]
    assert invitation.get_absolute_url() in mail.outbox[0].body
    assert "Tea shop" in mail.outbox[0].subject


def test_inviting_again_renews_the_same_offer(shop, owner):
    first = member_invite(shop=shop, email="new@example.com", role="editor", by=owner)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))

    again = member_invite(shop=shop, email="new@example.com", role="viewer", by=owner)

    assert (again.pk, again.role, again.token) == (first.pk, "viewer", first.token)
    assert again.expires_at > timezone.now()
    assert len(mail.outbox) == 2


def test_a_member_is_not_invited_again(shop, owner, editor):
    with pytest.raises(CatalogError, match="already works"):
        member_invite(shop=shop, email=editor.email.upper(), role="owner", by=owner)


def test_a_mail_that_cannot_be_sent_is_said_and_the_offer_stands(shop, owner, monkeypatch):
    def broken(*args, **kwargs):
        raise SMTPException("no such host")

    monkeypatch.setattr("catalog.services.members.send_mail", broken)

    with pytest.raises(CatalogError, match="Copy its link"):
        member_invite(shop=shop, email="new@example.com", role="editor", by=owner)
    assert Invitation.objects.filter(email="new@example.com").exists()


def test_who_is_meant_joins_once(shop, owner):
    guest = factories.make_user("new@example.com")
    offer = member_invite(shop=shop, email="New@example.com", role="viewer", by=owner)

    assert invitation_accept(invitation=offer, user=guest).role == "viewer"
    with pytest.raises(CatalogError, match="already used"):
        invitation_accept(invitation=offer, user=guest)


def test_somebody_else_cannot_use_an_invitation(shop, owner, stranger):
    offer = member_invite(shop=shop, email="new@example.com", role="owner", by=owner)

    with pytest.raises(CatalogError, match="is for new"):
        invitation_accept(invitation=offer, user=stranger)
    assert not shop.memberships.filter(user=stranger).exists()


def test_an_expired_invitation_is_over(shop, owner):
    guest = factories.make_user("new@example.com")
    offer = member_invite(shop=shop, email=guest.email, role="editor", by=owner)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    with pytest.raises(CatalogError, match="expired"):
        invitation_accept(invitation=offer, user=guest)


def test_an_accepted_invitation_cannot_be_taken_back(shop, owner):
    guest = factories.make_user("new@example.com")
    offer = member_invite(shop=shop, email=guest.email, role="editor", by=owner)
    invitation_accept(invitation=offer, user=guest)

    invitation_revoke(invitation=offer)
    assert Invitation.objects.filter(pk=offer.pk).exists()


def test_the_last_owner_can_neither_be_removed_nor_demoted(shop, owner, editor):
    alone = shop.memberships.get(user=owner)

    with pytest.raises(CatalogError, match="needs an owner"):
        member_remove(membership=alone)
    with pytest.raises(CatalogError, match="needs an owner"):
        member_role_change(membership=alone, role="editor")

    member_role_change(membership=shop.memberships.get(user=editor), role="owner")
    member_remove(membership=alone)
    assert [one.user for one in shop.memberships.all()] == [editor]


def test_a_removed_member_leaves_no_open_key_behind(shop, owner, editor):
    theirs, _secret = token_create(shop=shop, name="Theirs", by=editor)
    ours, _secret = token_create(shop=shop, name="Ours", by=owner)

    member_remove(membership=shop.memberships.get(user=editor))

    theirs.refresh_from_db()
    ours.refresh_from_db()
    assert theirs.revoked_at is not None
    assert ours.revoked_at is None


def test_of_a_token_only_the_fingerprint_is_kept(shop, owner):
    token, secret = token_create(shop=shop, name=" Sync ", by=owner)

    row = ApiToken.objects.values().get(pk=token.pk)
    assert row["name"] == "Sync"
    assert secret.startswith(row["prefix"])
    assert row["digest"] == hashlib.sha256(secret.encode()).hexdigest()
    assert secret not in str(row)


def test_a_token_needs_a_name_and_is_revoked_once(shop, owner):
    with pytest.raises(CatalogError, match="name"):
        token_create(shop=shop, name=" ", by=owner)

    token, _secret = token_create(shop=shop, name="Sync", by=owner)
    first = token_revoke(token=token).revoked_at
    assert token_revoke(token=token).revoked_at == first
