"""Second opinions: drawn by the hash, blind for who decided, without consequence."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.errors import AccessDenied, CatalogError
from catalog.models import Review
from catalog.selectors.re_reviews import (
    Agreement,
    agreement,
    decisions_drawn,
    decisions_to_re_review,
    disagreements,
)
from catalog.selectors.review_chain import review_chain_verdict
from catalog.selectors.reviews import renditions_waiting, review_state, reviews_told
from catalog.services.re_reviews import re_review_decide
from catalog.services.renditions import rendition_delete
from catalog.services.reviews import Decision, review_submit
from tests.factories import make_member, make_rendition, make_user
from tests.review_world import colleague, decide, submit_many, submitted

__all__ = ["colleague", "submitted"]

APPROVED, REFUSED = Decision("approved"), Decision("rejected", ("unsafe",))


@pytest.fixture(autouse=True)
def _all_are_drawn(settings):
    settings.RE_REVIEW_SHARE = 1.0


@pytest.fixture
def decided(submitted, moderator):
    return decide(submitted, moderator, APPROVED)


def test_five_percent_are_drawn_by_the_first_digits_of_their_hashes(photo, moderator, settings):
    settings.RE_REVIEW_SHARE = 0.05
    rendition = make_rendition(photo)
    rows = [
        Review.objects.create(rendition=rendition, verb="approved", by=moderator)
        for _ in range(300)
    ]

    # 5 % of 2^32 is 214,748,365: what the first eight hex digits of the hash are compared with.
    by_hand = [one.pk for one in rows if int(one.hash[:8], 16) < 214_748_365]
    drawn = list(decisions_drawn().order_by("pk").values_list("pk", flat=True))
    assert drawn == by_hand
    assert 3 <= len(drawn) <= 32  # 15 ± 4.5 standard deviations
    settings.RE_REVIEW_SHARE = 0.0
    assert not decisions_drawn().exists()


def test_only_what_was_decided_lately_is_drawn(submitted, moderator):
    month = timezone.now() - timedelta(days=31)
    Review.objects.create(rendition=submitted, verb="approved", by=moderator, created_at=month)

    assert not decisions_drawn().exists()


def test_a_second_opinion_goes_to_somebody_else_once(decided, moderator, colleague):
    assert not decisions_to_re_review(moderator=moderator).exists()
    assert decisions_to_re_review(moderator=colleague).get() == decided
    with pytest.raises(CatalogError, match="not waiting for a second opinion of yours"):
        re_review_decide(review=decided, moderator=moderator, decision=APPROVED)

    opinion = re_review_decide(review=decided, moderator=colleague, decision=REFUSED)

    assert (opinion.verb, opinion.about, opinion.reasons) == ("re_rejected", decided, ["unsafe"])
    third = make_user(is_moderator=True)
    assert not decisions_to_re_review(moderator=third).exists()
    with pytest.raises(CatalogError, match="not waiting"):
        re_review_decide(review=decided, moderator=third, decision=APPROVED)


def test_a_second_opinion_changes_nothing_and_the_shop_reads_nothing_of_it(
    decided, submitted, colleague
):
    re_review_decide(review=decided, moderator=colleague, decision=REFUSED)

    assert review_state(submitted) == "approved"
    assert [one.verb for one in reviews_told(submitted)] == ["approved", "submitted"]
    assert not renditions_waiting(moderator=colleague).exists()
    assert review_chain_verdict().is_whole


def test_a_second_opinion_on_what_was_submitted_again_leaves_it_waiting(
    submitted, owner, moderator, colleague
):
    refusal = decide(submitted, moderator, REFUSED)
    review_submit(rendition=submitted, by=owner)
    re_review_decide(review=refusal, moderator=colleague, decision=REFUSED)

    assert review_state(submitted) == "submitted"
    assert renditions_waiting(moderator=moderator).get() == submitted


def test_neither_people_of_the_shop_nor_others_give_second_opinions(
    decided, shop, colleague, stranger
):
    with pytest.raises(AccessDenied, match="Only moderators"):
        re_review_decide(review=decided, moderator=stranger, decision=APPROVED)
    make_member(shop, colleague)
    assert not decisions_to_re_review(moderator=colleague).exists()
    with pytest.raises(AccessDenied, match="own shop"):
        re_review_decide(review=decided, moderator=colleague, decision=APPROVED)


def test_a_deleted_picture_is_not_looked_at_again(decided, submitted, colleague):
    rendition_delete(rendition=submitted)

    assert not decisions_to_re_review(moderator=colleague).exists()


def test_a_second_opinion_needs_reasons_as_a_decision_does(decided, colleague):
    with pytest.raises(CatalogError, match="at least one reason"):
        re_review_decide(review=decided, moderator=colleague, decision=Decision("rejected"))


def test_agreement_is_the_share_of_same_verbs_and_the_others_are_listed(
    shop, owner, moderator, colleague
):
    pictures = submit_many(shop, owner, 4)
    changes = Decision("needs_changes", ("product_changed",))
    said = [(APPROVED, APPROVED), (REFUSED, REFUSED), (REFUSED, changes), (APPROVED, REFUSED)]
    for picture, (first, second) in zip(pictures, said, strict=True):
        review = decide(picture, moderator, first)
        re_review_decide(review=review, moderator=colleague, decision=second)

    made = Review.objects.filter(verb__in=Review.RE_REVIEWS).values_list("verb", "about__verb")
    opinions = [(*pair, 1) for pair in made]
    assert agreement(opinions) == Agreement(looked_at=4, agreed=2)
    assert agreement(opinions).rate == 0.5
    assert [one.rendition for one in disagreements()] == [pictures[3], pictures[2]]
    assert agreement([]).rate is None
