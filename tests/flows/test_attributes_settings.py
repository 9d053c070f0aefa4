"""A shop's say over reading its photos, and over what its corrections are used for."""

import pytest
from django.urls import reverse

from catalog.models import Photo, Shop
from catalog.services.shops import photo_reading_switch


@pytest.fixture
def save(client_of, shop):
    """The settings as a person saves them; the answer's status."""

    def sent(person, **fields):
        where = reverse("catalog:shop_settings", args=[shop.slug])
        data = {"name": shop.name, "keep_deleted_days": 30, **fields}
        return client_of(person).post(where, data).status_code

    return sent


def test_an_owner_switches_reading_on_and_off(save, owner):
    assert save(owner, are_photos_read="on") == 302
    assert Shop.objects.get().are_photos_read

    assert save(owner) == 302
    assert not Shop.objects.get().are_photos_read


def test_nobody_else_switches_it(save, editor, stranger):
    assert save(editor, are_photos_read="on") == 403
    assert save(stranger, are_photos_read="on") == 404
    assert not Shop.objects.get(slug="teashop").are_photos_read


def test_photos_that_wait_are_let_go_when_it_is_switched_off(shop, photo):
    Photo.objects.update(tags_wanted_at=photo.created_at)

    photo_reading_switch(shop=shop, is_on=False)

    assert not Photo.objects.exclude(tags_wanted_at=None).exists()


def test_consent_to_train_is_off_until_an_owner_gives_it(save, shop, owner, editor, client_of):
    assert shop.training_consent_at is None
    assert save(editor, training_consent="on") == 403
    assert Shop.objects.get().training_consent_at is None

    save(owner, training_consent="on")
    assert Shop.objects.get().training_consent_at is not None
    save(owner)
    assert Shop.objects.get().training_consent_at is None


def test_both_are_explained_in_both_languages(client_of, owner, shop):
    where = reverse("catalog:shop_settings", args=[shop.slug])
    english = client_of(owner).get(where).content.decode()
    chinese = client_of(owner).get(where, headers={"Accept-Language": "zh-hans"}).content.decode()

    assert "Read attributes from new photos" in english
    assert "help cut-outs and attributes get better" in english
    assert "从新照片中读取属性" in chinese
    assert "用于改进抠图和属性识别" in chinese
