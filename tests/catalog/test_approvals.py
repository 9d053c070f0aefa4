"""Many approvals at once, and those that the rules make: locked and of low risk alone."""

import pytest
from django.utils import timezone

from catalog.errors import CatalogError
from catalog.models import DecisionMail, DeskItem, Membership, Review, ReviewClaim
from catalog.selectors.reviews import review_state
from catalog.services import approvals
from catalog.services.appeals import appeal_submit
from catalog.services.approvals import review_approve_by_rules, reviews_approve
from catalog.services.reviews import Decision, review_claim, review_withdraw
from tests.factories import make_member
from tests.review_world import colleague, decide, screen, submit_many

__all__ = ["colleague"]


@pytest.fixture
def harmless(shop, owner):
    """Three submitted pictures that need no look of their own."""
    pictures = submit_many(shop, owner, 3)
    for one in pictures:
        one.job.facts = {"pixel_locked": True}
        one.job.save()
        screen(one, risk=4, finished_at=timezone.now(), may_be_automatic=True)
    return pictures


def approve(pictures, moderator):
    return reviews_approve(ids=[one.pk for one in pictures], moderator=moderator)


def test_each_is_a_decision_of_its_own_and_mailed(harmless, moderator, owner):
    done = approve(harmless, moderator)

    assert [one.rendition for one in done.approved] == harmless
    assert done.refused == []
    rows = Review.objects.filter(verb="approved", by=moderator)
    assert rows.count() == 3
    assert set(DecisionMail.objects.values_list("review", "to")) == {
        (one.pk, owner.pk) for one in rows
    }
    assert not ReviewClaim.objects.exists()


@pytest.mark.parametrize(
    "spoil, sentence",
    [
        (lambda one: unlock(one), "not locked"),
        (lambda one: screen(one, risk=11), "risk is not low"),
        (lambda one: screen(one, needs_four_eyes=True, may_be_automatic=False), "not low"),
        (lambda one: screen(one, finished_at=None, may_be_automatic=False), "not finished"),
        (lambda one: review_withdraw(rendition=one, by=one.requested_by), "took this picture back"),
    ],
)
def test_what_has_to_be_looked_at_alone_is_left_with_a_sentence(
    harmless, owner, moderator, spoil, sentence
):
    harmless[1].requested_by = owner
    spoil(harmless[1])

    done = approve(harmless, moderator)

    assert [one.rendition for one in done.approved] == [harmless[0], harmless[2]]
    [left] = done.refused
    assert left.rendition == harmless[1]
    assert sentence in left.sentence
    assert not ReviewClaim.objects.exists()


def unlock(rendition):
    rendition.job.facts = {"pixel_locked": False}
    rendition.job.save()


def test_what_another_holds_or_appeals_for_is_left(harmless, owner, moderator, colleague):
    review_claim(rendition=harmless[0], moderator=colleague)
    third = Decision("rejected", ("unsafe",))
    decide(harmless[1], moderator, third)
    appeal_submit(rendition=harmless[1], by=owner, words="Look again.")

    done = approve(harmless[:2], moderator)

    assert done.approved == []
    assert ["Somebody else" in one.sentence for one in done.refused] == [True, True]
    assert ReviewClaim.objects.get().moderator == colleague


def test_people_of_the_shop_and_strangers_approve_nothing(harmless, shop, moderator, stranger):
    assert approve(harmless, stranger).approved == []
    make_member(shop, moderator, Membership.Role.VIEWER)
    done = approve(harmless, moderator)

    assert done.approved == []
    assert {one.sentence for one in done.refused} == {
        "Nobody reviews the pictures of their own shop."
    }


def test_more_than_a_page_of_them_is_refused_as_a_whole(harmless, moderator, monkeypatch):
    monkeypatch.setattr(approvals, "AT_ONCE", 2)

    with pytest.raises(CatalogError, match="at most 2"):
        approve(harmless, moderator)
    assert review_state(harmless[0]) == "submitted"


def test_the_rules_approve_in_nobodys_name_and_the_shop_is_told(harmless, owner):
    review = review_approve_by_rules(rendition=harmless[0])

    assert (review.by, review.verb) == (None, "approved")
    assert review_state(harmless[0]) == "approved"
    assert DecisionMail.objects.get().to == owner
    assert review_approve_by_rules(rendition=harmless[0]) is None


@pytest.mark.parametrize(
    "spoil",
    [
        unlock,
        lambda one: screen(one, may_be_automatic=False),
        lambda one: review_withdraw(rendition=one, by=one.shop.memberships.get().user),
        lambda one: unscreen(one),
    ],
)
def test_the_rules_approve_nothing_else(harmless, spoil):
    spoil(harmless[0])

    assert review_approve_by_rules(rendition=harmless[0]) is None
    assert not Review.objects.filter(verb="approved").exists()


def unscreen(rendition):
    DeskItem.objects.update(screening=None)
    rendition.screenings.all()._raw_delete("default")


def test_the_rules_leave_alone_what_a_person_is_looking_at(harmless, moderator):
    review_claim(rendition=harmless[0], moderator=moderator)

    assert review_approve_by_rules(rendition=harmless[0]) is None
