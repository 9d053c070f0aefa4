"""A seller's appeal goes to somebody else, once for each decision."""

import pytest

from catalog.errors import AccessDenied, CatalogError
from catalog.models import DecisionMail, Membership, Review
from catalog.selectors.reviews import (
    decisions_of,
    hold_on,
    renditions_to_moderate,
    renditions_waiting,
    review_state,
)
from catalog.services.appeals import appeal_submit
from catalog.services.renditions import rendition_delete
from catalog.services.reviews import (
    Decision,
    review_claim,
    review_claim_next,
    review_submit,
    review_withdraw,
)
from tests.factories import make_member, make_user
from tests.review_world import colleague, decide, screen, submitted, verbs_of

__all__ = ["colleague", "submitted"]

REFUSED = Decision("rejected", ("brand_not_owned",))
UPHELD, OVERTURNED = Decision("upheld", note="The logo is theirs."), Decision("overturned")


@pytest.fixture
def refused(submitted, moderator):
    decide(submitted, moderator, REFUSED)
    return submitted


@pytest.fixture
def appealed(refused, owner):
    appeal_submit(rendition=refused, by=owner, words="  I am the brand's dealer.  ")
    return refused


def test_an_appeal_names_the_decision_and_waits_for_somebody_else(appealed, moderator, colleague):
    appeal = Review.objects.get(verb="appealed")

    assert appeal.about == Review.objects.get(verb="rejected")
    assert appeal.note == "I am the brand's dealer."
    assert review_state(appealed) == "appealed"
    assert not renditions_waiting(moderator=moderator).exists()
    assert review_claim_next(moderator=moderator) is None
    assert hold_on(rendition=appealed, moderator=moderator).state == "own_decision"
    with pytest.raises(AccessDenied, match="your own decision"):
        review_claim(rendition=appealed, moderator=moderator)
    assert renditions_to_moderate(moderator=colleague).get() == appealed


def test_what_is_upheld_stands(appealed, owner, colleague):
    answer = decide(appealed, colleague, UPHELD)

    assert answer.about == Review.objects.get(verb="rejected")
    assert review_state(appealed) == "rejected"
    assert verbs_of(appealed) == ["submitted", "rejected", "appealed", "upheld"]
    assert DecisionMail.objects.get(review=answer).to == owner
    with pytest.raises(CatalogError, match="was answered"):
        appeal_submit(rendition=appealed, by=owner, words="But it is mine.")
    review_submit(rendition=appealed, by=owner)
    assert review_state(appealed) == "submitted"


def test_what_is_overturned_is_approved(appealed, colleague):
    answer = decide(appealed, colleague, OVERTURNED)

    assert review_state(appealed) == "approved"
    assert verbs_of(appealed)[2:] == ["appealed", "overturned", "approved"]
    assert set(Review.objects.filter(pk__gte=answer.pk).values_list("by", flat=True)) == {
        colleague.pk
    }
    assert DecisionMail.objects.filter(review__verb__in=["overturned", "approved"]).count() == 1


def test_a_risky_picture_that_is_overturned_still_needs_a_second_approval(
    appealed, moderator, colleague
):
    screen(appealed, needs_four_eyes=True)
    decide(appealed, colleague, OVERTURNED)

    assert verbs_of(appealed)[3:] == ["overturned", "approved_once"]
    assert review_state(appealed) == "submitted"
    assert review_claim_next(moderator=colleague) is None
    third = make_user("third@example.com", is_moderator=True)
    assert review_claim_next(moderator=third) == appealed


@pytest.mark.parametrize(
    "decision, sentence",
    [
        (Decision("approved"), "whether the decision stands"),
        (REFUSED, "whether the decision stands"),
        (Decision("upheld", note="  "), "why the decision stands"),
    ],
)
def test_an_appeal_takes_only_an_answer(appealed, colleague, decision, sentence):
    with pytest.raises(CatalogError, match=sentence):
        decide(appealed, colleague, decision)
    assert review_state(appealed) == "appealed"


@pytest.mark.parametrize("verb", ["upheld", "overturned"])
def test_a_submission_takes_no_answer(submitted, moderator, verb):
    with pytest.raises(CatalogError, match="Approve, ask for changes or reject"):
        decide(submitted, moderator, Decision(verb, note="x"))


def test_one_appeal_at_a_time_and_not_without_words(refused, owner):
    with pytest.raises(CatalogError, match="in a sentence"):
        appeal_submit(rendition=refused, by=owner, words="  ")
    appeal_submit(rendition=refused, by=owner, words="Please look again.")
    with pytest.raises(CatalogError, match="looked at already"):
        appeal_submit(rendition=refused, by=owner, words="And again.")
    with pytest.raises(CatalogError, match="in review already"):
        review_submit(rendition=refused, by=owner)
    with pytest.raises(CatalogError, match="nothing to withdraw"):
        review_withdraw(rendition=refused, by=owner)


def test_only_a_refusal_can_be_appealed_against(submitted, owner, moderator):
    with pytest.raises(CatalogError, match="was refused"):
        appeal_submit(rendition=submitted, by=owner, words="Early.")
    decide(submitted, moderator, Decision("approved"))
    with pytest.raises(CatalogError, match="was refused"):
        appeal_submit(rendition=submitted, by=owner, words="Late.")


def test_each_refusal_has_an_appeal_of_its_own(refused, owner, moderator, colleague):
    review_submit(rendition=refused, by=owner)
    decide(refused, colleague, Decision("needs_changes", ("framing",)))
    appeal_submit(rendition=refused, by=owner, words="It is all there.")

    assert Review.objects.get(verb="appealed").about.verb == "needs_changes"
    assert review_claim_next(moderator=moderator) == refused


def test_an_appeal_for_a_deleted_picture_waits_for_nobody(appealed, refused, owner, colleague):
    rendition_delete(rendition=appealed)

    assert not renditions_waiting(moderator=colleague).exists()
    with pytest.raises(CatalogError, match="deleted"):
        review_claim(rendition=appealed, moderator=colleague)


def test_nobody_answers_an_appeal_of_their_own_shop(appealed, shop, colleague):
    make_member(shop, colleague, Membership.Role.VIEWER)

    assert review_claim_next(moderator=colleague) is None
    with pytest.raises(AccessDenied, match="own shop"):
        review_claim(rendition=appealed, moderator=colleague)


def test_a_single_operator_answers_appeals_against_their_own_decisions(
    appealed, moderator, settings
):
    settings.SINGLE_OPERATOR_APPROVES = True
    decide(appealed, moderator, OVERTURNED)

    assert review_state(appealed) == "approved"


def test_a_decision_is_past_once_it_was_submitted_again_not_by_an_appeal(
    appealed, owner, colleague
):
    assert [one.is_past for one in decisions_of(appealed.shop)] == [False]
    decide(appealed, colleague, UPHELD)
    review_submit(rendition=appealed, by=owner)
    assert [one.is_past for one in decisions_of(appealed.shop)] == [True]


def test_who_was_overturned_does_not_look_again_where_two_people_are_due(
    appealed, moderator, colleague
):
    screen(appealed, needs_four_eyes=True)
    decide(appealed, colleague, OVERTURNED)

    assert not renditions_waiting(moderator=moderator).exists()
    assert hold_on(rendition=appealed, moderator=moderator).state == "own_decision"
    with pytest.raises(AccessDenied, match="was overturned"):
        review_claim(rendition=appealed, moderator=moderator)
