"""Comments among moderators, and items left to others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.errors import AccessDenied, CatalogError
from catalog.models import DeskQueue, ReviewClaim, ReviewComment, ReviewSkip
from catalog.selectors.reviews import renditions_to_moderate, renditions_waiting
from catalog.services.review_work import review_comment, review_skip
from catalog.services.reviews import Decision, review_claim, review_claim_next
from catalog.skip_reasons import SKIP_REASONS
from tests.factories import make_member
from tests.review_world import colleague, decide, screen, submit_many, submitted

__all__ = ["colleague", "submitted"]


def test_moderators_comment_in_order_and_nothing_is_changed(submitted, moderator, colleague):
    review_comment(rendition=submitted, by=moderator, text="  Is this their brand?  ")
    second = review_comment(rendition=submitted, by=colleague, text="I asked.")

    said = [(one.by, one.text) for one in submitted.review_comments.all()]
    assert said == [(moderator, "Is this their brand?"), (colleague, "I asked.")]
    second.text = "I did not ask."
    with pytest.raises(TypeError, match="append-only"):
        second.save()


def test_who_may_not_decide_may_not_comment(submitted, shop, moderator, stranger):
    with pytest.raises(AccessDenied, match="Only moderators"):
        review_comment(rendition=submitted, by=stranger, text="Hello")
    make_member(shop, moderator)
    with pytest.raises(AccessDenied, match="own shop"):
        review_comment(rendition=submitted, by=moderator, text="Hello")
    assert not ReviewComment.objects.exists()


def test_an_empty_comment_is_none(submitted, moderator):
    with pytest.raises(CatalogError, match="Write something"):
        review_comment(rendition=submitted, by=moderator, text=" \n ")


def test_who_skips_is_not_offered_it_again_today_and_others_are(shop, owner, moderator, colleague):
    first, second = submit_many(shop, owner, 2)
    review_claim(rendition=first, moderator=moderator)

    skip = review_skip(rendition=first, moderator=moderator, reason="language", note="Thai?")

    assert (skip.by, skip.rendition, skip.reason, skip.note) == (
        moderator,
        first,
        "language",
        "Thai?",
    )
    assert not ReviewClaim.objects.exists()
    assert list(renditions_to_moderate(moderator=moderator)) == [second]
    assert review_claim_next(moderator=moderator) == second
    assert review_claim_next(moderator=moderator, beside=second) == second
    assert first in renditions_waiting(moderator=moderator)
    assert review_claim_next(moderator=colleague) == first


def test_tomorrow_it_is_offered_again(submitted, moderator):
    review_skip(rendition=submitted, moderator=moderator, reason="unsure")
    assert review_claim_next(moderator=moderator) is None

    yesterday = timezone.now() - timedelta(days=1)
    ReviewSkip.objects.update(created_at=yesterday)

    assert review_claim_next(moderator=moderator) == submitted


def test_what_was_skipped_can_still_be_claimed_on_purpose(submitted, moderator):
    review_skip(rendition=submitted, moderator=moderator, reason="unsure")

    assert review_claim(rendition=submitted, moderator=moderator).moderator == moderator


def test_skipping_needs_a_known_reason_and_something_that_waits(submitted, moderator):
    with pytest.raises(CatalogError, match="Say why"):
        review_skip(rendition=submitted, moderator=moderator, reason="bored")
    decide(submitted, moderator, Decision("approved"))
    with pytest.raises(CatalogError, match="decided already"):
        review_skip(rendition=submitted, moderator=moderator, reason="unsure")
    assert not ReviewSkip.objects.exists()


def test_people_of_the_shop_and_strangers_skip_nothing(submitted, shop, moderator, stranger):
    with pytest.raises(AccessDenied, match="Only moderators"):
        review_skip(rendition=submitted, moderator=stranger, reason="unsure")
    make_member(shop, moderator)
    with pytest.raises(AccessDenied, match="own shop"):
        review_skip(rendition=submitted, moderator=moderator, reason="unsure")


def test_skipping_lets_go_only_of_the_own_claim(submitted, moderator, colleague):
    review_claim(rendition=submitted, moderator=colleague)
    review_skip(rendition=submitted, moderator=moderator, reason="distressing")

    assert ReviewClaim.objects.get().moderator == colleague


@pytest.mark.parametrize("hidden", ["rejected", "skipped"])
def test_what_a_queue_hides_cannot_be_done_by_another_way(submitted, moderator, hidden):
    queue = DeskQueue.objects.create(name_en="Calm", name_zh="平静", hidden_actions=[hidden])
    screen(submitted, queue=queue)
    acts = {
        "rejected": lambda: decide(submitted, moderator, Decision("rejected", ("unsafe",))),
        "skipped": lambda: review_skip(rendition=submitted, moderator=moderator, reason="unsure"),
    }

    with pytest.raises(CatalogError, match="does not offer that"):
        acts.pop(hidden)()
    acts.popitem()[1]()


def test_every_reason_to_skip_has_its_words():
    assert set(SKIP_REASONS) == set(ReviewSkip.Reason.values)
