"""The pictures of one import, approved together."""

import uuid

import pytest
from django.utils import timezone

from catalog.selectors.reviews import review_state
from tests.flows.desk_world import said, url
from tests.review_world import screen, submit_many
from tests.sheets import PHOTOS, SHEET, done


@pytest.fixture
def imported(shop, owner):
    """Three submitted pictures that need no look of their own; an import asked for the first two.

    They may wait beside others that it has nothing to do with.
    """
    source = done(shop, SHEET, PHOTOS)
    pictures = submit_many(shop, owner, 3)
    for one in pictures:
        one.job.facts = {"pixel_locked": True, "lock": {"pixels": 1_000}}
        one.job.save()
        screen(one, risk=4, finished_at=timezone.now())
    source.rows.first().renditions.add(*pictures[:2])
    return source, pictures


def test_a_queue_shows_one_import_and_approving_leads_back_to_it(client_of, moderator, imported):
    source, pictures = imported
    desk, only = client_of(moderator), {"source": str(source.pk)}

    page = desk.get(url("review_queue", **only))
    assert [one for one, _alone in page.context["tiles"]] == pictures[:2]
    assert f"Only pictures of the import {source.name}" in said(page)
    chosen = {"renditions": [one.pk for one in pictures[:2]], "queue": "", **only}
    answer = desk.post(url("reviews_approve"), chosen)

    assert answer.url == url("review_queue", **only)
    states = [review_state(one) for one in pictures]
    assert states == ["approved", "approved", "submitted"]


def test_an_import_that_there_is_not_leaves_the_queue_as_it_is(client_of, moderator, imported):
    for name in (str(uuid.uuid4()), "of-no-shape"):
        page = client_of(moderator).get(url("review_queue", source=name))
        assert len(page.context["tiles"]) == 3


def test_an_item_names_its_import(client_of, moderator, imported):
    source, (picture, _second, other) = imported
    link = f'href="{url("review_queue", source=str(source.pk))}"'
    assert link in said(client_of(moderator).get(url("review_item", picture.pk)))
    assert link not in said(client_of(moderator).get(url("review_item", other.pk)))


@pytest.mark.parametrize(
    ("is_moderator", "is_single", "is_offered"),
    [(True, True, True), (True, False, False), (False, True, False)],
)
def test_only_who_may_decide_on_their_own_shop_is_led_there_from_the_import(
    client_of, owner, imported, settings, is_moderator, is_single, is_offered
):
    source, _pictures = imported
    settings.SINGLE_OPERATOR_APPROVES = is_single
    owner.is_moderator = is_moderator
    owner.save()
    page = said(client_of(owner).get(source.get_absolute_url()))
    assert ("Approve 2 pictures" in page) == is_offered
