"""The fixtures every other test stands on."""

import numpy as np
import pytest
from django.core.files.storage import default_storage

from imaging.models import Job
from tests.factories import make_rendition
from tests.pictures import bottle_mask, opened, product_picture


def test_people_have_the_roles_their_names_say(shop, owner, editor, viewer, stranger):
    roles = {m.user: m.role for m in shop.memberships.select_related("user")}

    assert roles == {owner: "owner", editor: "editor", viewer: "viewer"}
    assert stranger.memberships.get().shop != shop


def test_a_photo_lies_in_storage_as_its_row_says(photo):
    with default_storage.open(photo.file) as file:
        picture = opened(file.read())

    assert picture.shape == (photo.height, photo.width, 3)
    assert default_storage.exists(photo.thumbnail)


@pytest.mark.parametrize("status", sorted(set(Job.Status.values) - {Job.Status.RUNNING}))
def test_a_rendition_can_stand_at_every_status_that_needs_no_worker(photo, status):
    assert make_rendition(photo, status).job.status == status


def test_the_drawn_bottle_differs_from_its_ground_just_where_its_mask_is():
    mask, picture = bottle_mask(), product_picture()

    assert 0.15 < mask.mean() < 0.35
    assert np.abs(picture[mask == 1].mean(0) - picture[mask == 0].mean(0)).max() > 40
