"""Valkey may be away for a moment; people sign in and upload all the same."""

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalog.throttles import UploadThrottle
from tests.factories import PASSWORD
from tests.pictures import product_jpeg

NOWHERE = {"BACKEND": "studio.cache.CacheThatMayBeAway", "LOCATION": "unix:///nowhere/valkey.sock"}


@pytest.fixture
def cache_away(settings):
    settings.CACHES = {"default": NOWHERE}
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip", "login_failed": "1/m/ip"}


def test_signing_in_works_while_the_cache_is_away(client, owner, cache_away, caplog):
    answer = client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert "rate limits are off" in caplog.text


def test_uploading_works_while_the_cache_is_away(
    client_of, owner, product, cache_away, monkeypatch
):
    monkeypatch.setattr(UploadThrottle, "rate", "1/min", raising=False)
    picture = SimpleUploadedFile("x.jpg", product_jpeg(seed=1))

    answer = client_of(owner).post(
        reverse("catalog:photo_upload", args=[product.shop.slug, product.pk]), {"photo": picture}
    )

    assert answer.status_code == 201


def test_a_lock_is_given_and_nothing_is_found(cache_away):
    cache = caches["default"]
    cache.set("a", 1)
    assert (cache.get("a"), cache.add("lock", True), cache.delete("a")) == (None, True, False)
