"""Submitting, claiming and deciding, on real rows."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from catalog.errors import AccessDenied, CatalogError
from catalog.models import Membership, Review, ReviewClaim
from catalog.selectors.reviews import (
    LogFilter,
    decisions_of,
    renditions_to_moderate,
    renditions_waiting,
    review_log,
    review_state,
    with_review_state,
)
from catalog.services.renditions import rendition_delete
from catalog.services.reviews import (
    CLAIM_LASTS,
    Decision,
    review_claim,
    review_claim_next,
    review_decide,
    review_heartbeat,
    review_release,
    review_submit,
    review_withdraw,
)
from imaging.models import Job
from tests.factories import make_member, make_photo, make_product, make_rendition, make_user
from tests.review_world import decide

REFUSED = Decision("rejected", ("banned_goods",))


@pytest.fixture
def rendition(photo, owner):
    return make_rendition(photo, requested_by=owner)


@pytest.fixture
def submitted(rendition, owner):
    review_submit(rendition=rendition, by=owner)
    return rendition


@pytest.fixture
def colleague(db):
    return make_user("second@example.com", is_moderator=True)


def submit_many(shop, owner, count):
    photo = make_photo(make_product(shop))
    made = [make_rendition(photo) for _ in range(count)]
    for rendition in made:
        review_submit(rendition=rendition, by=owner)
    return made


def at_once(act, people):
    """`act` of each person in a thread with its own connection; what one raises, this raises."""

    def with_own_connection(person):
        try:
            act(person)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        for done in [pool.submit(with_own_connection, person) for person in people]:
            done.result(60)


def expire(claim):
    ReviewClaim.objects.filter(pk=claim.pk).update(expires_at=timezone.now() - timedelta(seconds=1))


def test_a_rendition_travels_from_draft_over_needed_changes_to_approved(
    rendition, owner, moderator
):
    assert review_state(rendition) == "draft"
    review_submit(rendition=rendition, by=owner)
    decide(rendition, moderator, Decision("needs_changes", ("framing",), "  Left side. "))
    assert review_state(rendition) == "needs_changes"
    review_submit(rendition=rendition, by=owner)
    decide(rendition, moderator, Decision("approved"))

    events = list(rendition.reviews.order_by("pk").values_list("verb", "by__email", "note"))
    assert events == [
        ("submitted", owner.email, ""),
        ("needs_changes", moderator.email, "Left side."),
        ("submitted", owner.email, ""),
        ("approved", moderator.email, ""),
    ]
    assert with_review_state(type(rendition).objects).get().review_verb == "approved"
    assert not ReviewClaim.objects.exists()


def test_a_withdrawn_rendition_is_a_draft_that_can_be_submitted_again(submitted, owner, moderator):
    claim = review_claim(rendition=submitted, moderator=moderator)

    review_withdraw(rendition=submitted, by=owner)

    assert review_state(submitted) == "draft"
    assert with_review_state(type(submitted).objects).get().review_verb is None
    with pytest.raises(CatalogError, match="took this picture back"):
        review_decide(rendition=submitted, moderator=moderator, token=claim.token, decision=REFUSED)
    review_submit(rendition=submitted, by=owner)
    assert renditions_to_moderate(moderator=moderator).get() == submitted


@pytest.mark.parametrize("status", [Job.Status.QUEUED, Job.Status.FAILED, Job.Status.CANCELLED])
def test_only_a_finished_picture_is_submitted(photo, owner, status):
    with pytest.raises(CatalogError, match="finished"):
        review_submit(rendition=make_rendition(photo, status), by=owner)
    assert not Review.objects.exists()


def test_a_picture_is_submitted_once_at_a_time_and_never_after_approval(
    submitted, owner, moderator
):
    with pytest.raises(CatalogError, match="in review already"):
        review_submit(rendition=submitted, by=owner)
    decide(submitted, moderator, Decision("approved"))
    with pytest.raises(CatalogError, match="approved already"):
        review_submit(rendition=submitted, by=owner)
    with pytest.raises(CatalogError, match="nothing to withdraw"):
        review_withdraw(rendition=submitted, by=owner)


def test_a_deleted_picture_is_neither_submitted_nor_decided(submitted, photo, owner, moderator):
    claim = review_claim(rendition=submitted, moderator=moderator)
    rendition_delete(rendition=submitted)

    assert not renditions_waiting(moderator=moderator).exists()
    with pytest.raises(CatalogError, match="deleted this picture"):
        review_decide(rendition=submitted, moderator=moderator, token=claim.token, decision=REFUSED)
    draft = make_rendition(photo)
    rendition_delete(rendition=draft)
    with pytest.raises(CatalogError, match="was deleted"):
        review_submit(rendition=draft, by=owner)


def test_nobody_reviews_their_own_shop(submitted, shop, moderator):
    make_member(shop, moderator, Membership.Role.VIEWER)

    assert not renditions_waiting(moderator=moderator).exists()
    assert review_claim_next(moderator=moderator) is None
    with pytest.raises(AccessDenied, match="own shop"):
        review_claim(rendition=submitted, moderator=moderator)


def test_joining_the_shop_after_the_claim_still_forbids_the_decision(submitted, shop, moderator):
    claim = review_claim(rendition=submitted, moderator=moderator)
    make_member(shop, moderator)

    with pytest.raises(AccessDenied, match="own shop"):
        review_decide(rendition=submitted, moderator=moderator, token=claim.token, decision=REFUSED)


def test_a_single_operator_may_decide_where_the_platform_says_so_and_the_row_tells(
    submitted, shop, moderator, settings, caplog
):
    settings.SINGLE_OPERATOR_APPROVES = True
    make_member(shop, moderator)

    assert decide(submitted, moderator, Decision("approved")).by_member is True
    assert "of their own shop" in caplog.text


def test_a_decision_by_a_person_of_no_shop_is_not_marked(submitted, moderator):
    assert decide(submitted, moderator, Decision("approved")).by_member is False


def test_only_moderators_claim(submitted, stranger):
    with pytest.raises(AccessDenied, match="Only moderators"):
        review_claim(rendition=submitted, moderator=stranger)


@pytest.mark.parametrize(
    "decision, sentence",
    [
        (Decision("rejected"), "at least one reason"),
        (Decision("needs_changes"), "at least one reason"),
        (Decision("rejected", ("framing",)), "does not fit"),
        (Decision("needs_changes", ("banned_goods",)), "does not fit"),
        (Decision("rejected", ("never_heard_of",)), "does not fit"),
        (Decision("approved", ("framing",)), "no reasons"),
        (Decision("needs_changes", ("other",), "  "), "in the note"),
        (Decision("submitted"), "Approve, ask"),
    ],
)
def test_a_decision_that_does_not_hold_together_writes_nothing(
    submitted, moderator, decision, sentence
):
    with pytest.raises(CatalogError, match=sentence):
        decide(submitted, moderator, decision)
    assert review_state(submitted) == "submitted"


def test_the_database_itself_refuses_a_refusal_without_reasons(submitted, moderator):
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(rendition=submitted, verb="rejected", by=moderator)


def test_a_picture_is_decided_once(submitted, moderator, colleague):
    decide(submitted, moderator, REFUSED)

    with pytest.raises(CatalogError, match="decided already"):
        review_claim(rendition=submitted, moderator=colleague)


def test_reviews_are_never_changed_nor_removed(submitted):
    event = Review.objects.get()

    event.verb = "approved"
    for change in (
        event.save,
        event.delete,
        Review.objects.all().delete,
        lambda: Review.objects.update(verb="approved"),
    ):
        with pytest.raises(TypeError, match="append-only"):
            change()
    assert review_state(submitted) == "submitted"


def test_a_live_claim_keeps_others_away_and_an_expired_one_does_not(
    submitted, moderator, colleague
):
    first = review_claim(rendition=submitted, moderator=moderator)

    with pytest.raises(CatalogError, match="Somebody else"):
        review_claim(rendition=submitted, moderator=colleague)
    assert not renditions_to_moderate(moderator=colleague).exists()
    assert renditions_waiting(moderator=colleague).exists()
    expire(first)
    taken = review_claim(rendition=submitted, moderator=colleague)

    assert taken.moderator == colleague
    assert taken.token != first.token
    with pytest.raises(CatalogError, match="ran out"):
        review_decide(rendition=submitted, moderator=moderator, token=first.token, decision=REFUSED)


def test_claiming_again_keeps_the_token_of_the_page_that_is_open(submitted, moderator):
    first = review_claim(rendition=submitted, moderator=moderator)

    assert review_claim(rendition=submitted, moderator=moderator).token == first.token


@pytest.mark.parametrize("loss", ["expired", "foreign token", "released"])
def test_a_lost_claim_neither_beats_nor_decides(submitted, moderator, loss):
    claim = review_claim(rendition=submitted, moderator=moderator)
    token = uuid4() if loss == "foreign token" else claim.token
    if loss == "expired":
        expire(claim)
    if loss == "released":
        review_release(rendition=submitted, moderator=moderator)

    with pytest.raises(CatalogError, match="ran out"):
        review_heartbeat(rendition=submitted, moderator=moderator, token=token)
    with pytest.raises(CatalogError, match="ran out"):
        review_decide(rendition=submitted, moderator=moderator, token=token, decision=REFUSED)
    assert review_state(submitted) == "submitted"


def test_a_heartbeat_extends_the_claim(submitted, moderator):
    claim = review_claim(rendition=submitted, moderator=moderator)
    ReviewClaim.objects.update(expires_at=timezone.now() + timedelta(seconds=5))

    until = review_heartbeat(rendition=submitted, moderator=moderator, token=claim.token)

    claim.refresh_from_db()
    assert claim.expires_at == until
    assert until > timezone.now() + CLAIM_LASTS - timedelta(seconds=30)


def test_releasing_what_another_holds_does_nothing(submitted, moderator, colleague):
    review_claim(rendition=submitted, moderator=moderator)
    review_release(rendition=submitted, moderator=colleague)

    assert submitted.claim.moderator == moderator


def test_the_oldest_comes_first_and_a_person_holds_one_item(shop, owner, moderator):
    first, second, third = submit_many(shop, owner, 3)

    assert review_claim_next(moderator=moderator) == first
    assert review_claim_next(moderator=moderator, beside=first) == second
    assert ReviewClaim.objects.get().rendition == second
    assert review_claim_next(moderator=moderator, beside=second, backwards=True) == first
    assert review_claim_next(moderator=moderator, beside=first, backwards=True) == third
    assert review_claim_next(moderator=moderator, beside=third) == first


def test_after_a_decision_the_queue_goes_on_behind_it_not_at_what_was_skipped(
    shop, owner, moderator
):
    _skipped, second, third = submit_many(shop, owner, 3)
    decide(second, moderator, Decision("approved"))

    assert review_claim_next(moderator=moderator, beside=second) == third


def test_the_last_one_left_comes_back_when_skipped(submitted, moderator):
    assert review_claim_next(moderator=moderator, beside=submitted) == submitted


def test_the_queue_skips_what_others_hold(shop, owner, moderator, colleague):
    first, second = submit_many(shop, owner, 2)
    review_claim(rendition=first, moderator=colleague)

    assert list(renditions_to_moderate(moderator=moderator)) == [second]
    assert review_claim_next(moderator=moderator) == second


def test_a_resubmitted_picture_goes_to_the_end(shop, owner, moderator):
    first, second = submit_many(shop, owner, 2)
    review_withdraw(rendition=first, by=owner)
    review_submit(rendition=first, by=owner)

    assert list(renditions_to_moderate(moderator=moderator)) == [second, first]


def test_an_empty_queue_gives_none(moderator):
    assert review_claim_next(moderator=moderator) is None


def test_a_shop_reads_its_own_decisions_and_the_log_reads_all(submitted, stranger, moderator):
    decide(submitted, moderator, REFUSED)

    assert [event.verb for event in decisions_of(submitted.shop)] == ["rejected"]
    assert not decisions_of(stranger.memberships.get().shop)
    assert [event.verb for event in review_log(chosen=LogFilter())] == ["rejected", "submitted"]
    assert [e.verb for e in review_log(chosen=LogFilter(verb="submitted"))] == ["submitted"]
    assert len(review_log(chosen=LogFilter(words="tea SHOP"))) == 2
    assert len(review_log(chosen=LogFilter(words="moderator@"))) == 1
    assert not review_log(chosen=LogFilter(words="nobody"))


@pytest.mark.django_db(transaction=True)
def test_two_moderators_racing_through_the_queue_never_get_the_same_item(
    shop, owner, moderator, colleague
):
    items = submit_many(shop, owner, 24)
    got = {moderator.pk: [], colleague.pk: []}
    start = threading.Barrier(2)

    def work(person):
        start.wait()
        while rendition := review_claim_next(moderator=person):
            got[person.pk].append(rendition.pk)
            claim = ReviewClaim.objects.get(rendition=rendition)
            review_decide(
                rendition=rendition, moderator=person, token=claim.token, decision=REFUSED
            )

    at_once(work, [moderator, colleague])

    first, second = got.values()
    assert sorted(first + second) == sorted(item.pk for item in items)
    decided = Review.objects.exclude(verb="submitted").values_list("rendition", "by")
    assert sorted(decided) == sorted((pk, who) for who, pks in got.items() for pk in pks)


@pytest.mark.django_db(transaction=True)
def test_many_moderators_grabbing_one_item_at_once_leave_one_winner(shop, owner):
    (item,) = submit_many(shop, owner, 1)
    people = [make_user(f"m{number}@example.com", is_moderator=True) for number in range(6)]
    start, won, refused = threading.Barrier(6), [], []

    def grab(person):
        start.wait()
        try:
            won.append(review_claim(rendition=item, moderator=person).moderator)
        except CatalogError as error:
            refused.append(error.sentence)

    at_once(grab, people)

    assert len(won) == 1
    assert len(refused) == 5
    assert ReviewClaim.objects.get().moderator == won[0]
