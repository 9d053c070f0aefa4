"""Whose renditions are seen and changed by whom."""

import pytest
from django.urls import reverse

from catalog.models import Rendition, Review
from tests.factories import make_rendition
from tests.rendition_world import CHANNEL


def address(name, rendition):
    return reverse(f"catalog:{name}", args=[rendition.shop.slug, rendition.pk])


LOOKED_AT = ["rendition_detail", "rendition_card"]
EDITED = [
    "rendition_choose", "rendition_delete", "rendition_cancel", "rendition_retry",
    "rendition_submit", "rendition_withdraw", "rendition_remake", "rendition_retouch",
]  # fmt: skip


@pytest.mark.parametrize("name", LOOKED_AT + EDITED)
def test_a_stranger_learns_nothing_of_a_rendition(client_of, stranger, photo, name):
    rendition = make_rendition(photo, preset=CHANNEL)
    client = client_of(stranger)
    send = client.post if name in EDITED else client.get
    there = stranger.memberships.get().shop.slug

    assert send(address(name, rendition)).status_code == 404
    own_shop = reverse(f"catalog:{name}", args=[there, rendition.pk])
    assert send(own_shop).status_code == 404
    rendition.refresh_from_db()
    assert (rendition.deleted_at, rendition.is_chosen) == (None, False)


@pytest.mark.parametrize("name", EDITED)
def test_a_viewer_changes_nothing(client_of, viewer, photo, name):
    rendition = make_rendition(photo, preset=CHANNEL)

    assert client_of(viewer).post(address(name, rendition)).status_code == 403
    assert Rendition.objects.filter(deleted_at=None, is_chosen=False).count() == 1
    assert not Review.objects.exists()
