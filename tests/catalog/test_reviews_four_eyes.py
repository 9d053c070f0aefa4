"""Two people approve what is risky."""

import pytest

from catalog.errors import AccessDenied, CatalogError
from catalog.models import Membership, Screening
from catalog.selectors.reviews import (
    hold_on,
    renditions_to_moderate,
    review_state,
    reviews_told,
    with_review_state,
)
from catalog.services.reviews import (
    Decision,
    review_claim,
    review_claim_next,
    review_decide,
    review_submit,
    review_withdraw,
)
from tests.factories import make_member
from tests.review_world import colleague, decide, risky, submitted, verbs_of

__all__ = ["colleague", "risky", "submitted"]

APPROVED, REFUSED = Decision("approved"), Decision("rejected", ("unsafe",))


def test_a_risky_picture_is_approved_by_two_people(risky, moderator, colleague):
    decide(risky, moderator, APPROVED)

    assert verbs_of(risky) == ["submitted", "approved_once"]
    assert review_state(risky) == "submitted"
    assert with_review_state(type(risky).objects).get().review_verb == "submitted"
    decide(risky, colleague, APPROVED)
    assert verbs_of(risky) == ["submitted", "approved_once", "approved"]
    assert review_state(risky) == "approved"


def test_who_approved_once_is_not_offered_it_again_and_cannot_decide(risky, moderator, colleague):
    decide(risky, moderator, APPROVED)

    assert review_claim_next(moderator=moderator) is None
    assert not renditions_to_moderate(moderator=moderator).exists()
    assert hold_on(rendition=risky, moderator=moderator).state == "own_decision"
    for decision in (APPROVED, REFUSED):
        with pytest.raises(AccessDenied, match="Somebody else has to look"):
            decide(risky, moderator, decision)
    assert review_claim_next(moderator=colleague) == risky
    assert verbs_of(risky) == ["submitted", "approved_once"]


def test_one_person_is_enough_to_refuse_a_risky_picture(risky, moderator):
    decide(risky, moderator, REFUSED)

    assert review_state(risky) == "rejected"


def test_the_second_person_may_refuse_what_the_first_approved(risky, moderator, colleague):
    decide(risky, moderator, APPROVED)
    decide(risky, colleague, REFUSED)

    assert verbs_of(risky) == ["submitted", "approved_once", "rejected"]


def test_one_approval_is_enough_where_no_four_eyes_are_due(submitted, moderator):
    Screening.objects.update(needs_four_eyes=False)
    decide(submitted, moderator, APPROVED)

    assert review_state(submitted) == "approved"


def test_nothing_is_approved_before_its_checks_end_but_anything_is_sent_back(submitted, moderator):
    claim = review_claim(rendition=submitted, moderator=moderator)
    held = {"rendition": submitted, "moderator": moderator, "token": claim.token}

    with pytest.raises(CatalogError, match="still running"):
        review_decide(**held, decision=APPROVED)
    review_decide(**held, decision=REFUSED)

    assert verbs_of(submitted) == ["submitted", "rejected"]


def test_a_picture_that_is_submitted_again_needs_two_people_again(
    risky, owner, moderator, colleague
):
    decide(risky, moderator, APPROVED)
    review_withdraw(rendition=risky, by=owner)
    review_submit(rendition=risky, by=owner)
    Screening.objects.update(needs_four_eyes=True)
    decide(risky, colleague, APPROVED)

    assert verbs_of(risky)[-2:] == ["submitted", "approved_once"]


def test_the_shop_reads_nothing_of_the_first_approval(risky, moderator):
    decide(risky, moderator, APPROVED)

    assert [one.verb for one in reviews_told(risky)] == ["submitted"]
    assert not risky.reviews.filter(mails__isnull=False).exists()


def test_a_person_of_the_shop_is_not_the_second_one(risky, shop, moderator, colleague):
    decide(risky, moderator, APPROVED)
    make_member(shop, colleague, Membership.Role.VIEWER)

    assert review_claim_next(moderator=colleague) is None
    with pytest.raises(AccessDenied, match="own shop"):
        review_claim(rendition=risky, moderator=colleague)


def test_a_single_operator_has_nobody_else_so_one_approval_does(risky, moderator, settings):
    settings.SINGLE_OPERATOR_APPROVES = True
    decide(risky, moderator, APPROVED)

    assert review_state(risky) == "approved"


def test_what_is_in_review_for_a_second_time_cannot_be_submitted(risky, owner, moderator):
    decide(risky, moderator, APPROVED)

    with pytest.raises(CatalogError, match="in review already"):
        review_submit(rendition=risky, by=owner)
