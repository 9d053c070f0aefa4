"""Queues of the desk: what goes where, in which order, and for whom."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.errors import AccessDenied, CatalogError
from catalog.models import DeskItem, DeskQueue, Review, Screening
from catalog.models.review_queue import waiting_for
from catalog.selectors.desk_queues import (
    default_queue,
    desk_queues,
    queue_counts,
    queue_named,
)
from catalog.selectors.reviews import hold_on
from catalog.selectors.screenings import screening_of
from catalog.services import desk_queues as services
from catalog.services.desk_queues import QueueSettings, desk_queue_delete, desk_queue_save
from catalog.services.review_work import review_skip
from catalog.services.reviews import review_claim, review_claim_next, review_submit, review_withdraw
from catalog.services.screening import screening_take
from tests.factories import make_job, make_photo, make_product, make_rendition, make_user

RISKIEST = DeskQueue.Order.RISKIEST


def queue(name, *, to=None, **settings):
    rule = settings.pop("rule", {})
    made = QueueSettings(name_en=name, name_zh=f"{name}队列", rule=rule, **settings)
    return desk_queue_save(settings=made, queue=to)


@pytest.fixture
def submit(shop, owner):
    def one(risk=0, title="Lamp"):
        rendition = make_rendition(make_photo(make_product(shop, title=title)))
        review_submit(rendition=rendition, by=owner)
        if risk:
            screening = screening_of(rendition)
            since = screening.submission.created_at - timedelta(hours=risk)
            Screening.objects.filter(pk=screening.pk).update(risk=risk, stands_since=since)
        return rendition

    return one


def queue_of(rendition):
    return screening_of(rendition).queue or default_queue()


def ids(renditions):
    return [one.pk for one in renditions]


def test_without_queues_everything_waits_in_the_default_one(submit, moderator):
    first, second = submit(), submit()
    assert ids(waiting_for(moderator)) == ids([first, second])
    assert ids(waiting_for(moderator, default_queue())) == ids([first, second])
    [count] = queue_counts(moderator=moderator)
    assert (count.queue.pk, count.waiting) == (None, 2)


def test_a_submission_goes_to_the_first_queue_that_takes_it(submit, moderator):
    chinese = queue("Chinese", position=1, rule={"languages": ["zh"]})
    rest = queue("Rest", position=2)
    lamp, teapot = submit(), submit(title="茶壶")
    assert ids(waiting_for(moderator, chinese)) == [teapot.pk]
    assert ids(waiting_for(moderator, rest)) == [lamp.pk]
    assert ids(waiting_for(moderator, default_queue())) == []
    assert (queue_of(lamp), queue_of(teapot)) == (rest, chinese)


def test_changing_a_queue_routes_what_waits_anew_and_deleting_it_too(submit, moderator):
    made = queue("Shops", rule={"shops": ["nobody"]})
    lamp = submit()
    assert queue_of(lamp).pk is None
    queue("Shops", to=made, rule={"shops": ["teashop"]})
    assert queue_of(lamp) == made
    desk_queue_delete(queue=made)
    assert ids(waiting_for(moderator, default_queue())) == [lamp.pk]


def test_a_check_that_ends_while_queues_change_is_routed_by_what_it_found(submit, monkeypatch):
    risks = queue("Risks", rule={"risk_at_least": 50})
    lamp = submit()
    real = services.ReviewChain.locked

    def meanwhile():
        Screening.objects.filter(rendition=lamp).update(risk=60)
        return real()

    monkeypatch.setattr(services.ReviewChain, "locked", meanwhile)
    queue("Rest", position=1)
    assert queue_of(lamp) == risks


def test_queues_are_read_once_the_screening_is_held(submit):
    """So whoever routes last knows today's queues; SQLite has one writer anyway."""
    lamp = submit()
    screening = screening_of(lamp)
    job = make_job(lamp.shop.tenant, status="failed", recipe="screen")
    Screening.objects.filter(pk=screening.pk).update(job=job)
    for route in (services.waiting_route, lambda: screening_take(job)):
        with CaptureQueriesContext(connection) as asked:
            route()
        tables = [
            table
            for query in asked
            for table in ("catalog_screening", "catalog_deskqueue")
            if f'FROM "{table}"' in query["sql"]
        ]
        held, read = tables.index("catalog_screening"), tables.index("catalog_deskqueue")
        assert held < read


def test_a_queue_may_be_worked_through_riskiest_first(submit, moderator):
    calm, risky, middling = submit(), submit(risk=50), submit(risk=10)
    risks = queue("Risks", order=RISKIEST)
    assert ids(waiting_for(moderator, risks)) == ids([risky, middling, calm])
    assert ids(waiting_for(moderator)) == ids([calm, risky, middling])


@pytest.mark.parametrize(("backwards", "places"), [(False, [1, 2, 0]), (True, [2, 1, 0])])
def test_the_next_one_follows_the_order_of_its_queue(submit, moderator, backwards, places):
    calm, risky, middling = submit(), submit(risk=50), submit(risk=10)
    by_risk, risks = [risky, middling, calm], queue("Risks", order=RISKIEST)
    at, seen = risky, []
    for _ in places:
        at = review_claim_next(moderator=moderator, beside=at, backwards=backwards, queue=risks)
        seen.append(by_risk.index(at))
    assert seen == places


def test_a_queue_may_be_kept_for_some_moderators(submit, moderator):
    other = make_user("other@example.com", is_moderator=True)
    theirs = queue("Theirs", moderators=[other])
    lamp = submit()
    assert ids(waiting_for(other)) == [lamp.pk]
    assert ids(waiting_for(moderator)) == []
    assert list(desk_queues(moderator=moderator)) == []
    assert queue_named(moderator=moderator, name=str(theirs.pk)) is None
    assert review_claim_next(moderator=moderator) is None
    assert review_claim_next(moderator=other, queue=theirs) == lamp


def test_a_queue_is_named_by_its_number_or_default_or_not_at_all(moderator):
    made = queue("Risks")
    assert queue_named(moderator=moderator, name=str(made.pk)) == made
    assert queue_named(moderator=moderator, name="default").pk is None
    assert queue_named(moderator=moderator, name="") is None
    assert queue_named(moderator=moderator, name="x") is None


def test_the_row_on_the_desk_follows_the_reviews(submit, moderator, owner):
    lamp = submit()
    item = DeskItem.objects.get()
    assert item.submission == item.waiting == lamp.reviews.get()
    assert item.screening == screening_of(lamp)
    review_withdraw(rendition=lamp, by=owner)
    assert not DeskItem.objects.exists()
    review_submit(rendition=lamp, by=owner)
    Review.objects.create(rendition=lamp, verb="approved_once", by=moderator)
    item = DeskItem.objects.get()
    assert (item.submission.verb, item.waiting.verb) == ("submitted", "approved_once")
    refusal = Review.objects.create(
        rendition=lamp, verb="rejected", by=make_user(), reasons=["unsafe"]
    )
    assert not DeskItem.objects.exists()
    Review.objects.create(rendition=lamp, verb="appealed", by=owner, about=refusal)
    item = DeskItem.objects.get()
    assert (item.submission.verb, item.screening) == ("appealed", screening_of(lamp))


def test_a_second_opinion_puts_nothing_on_the_desk(submit, moderator):
    lamp = submit()
    approval = Review.objects.create(rendition=lamp, verb="approved", by=moderator)
    Review.objects.create(rendition=lamp, verb="re_approved", by=make_user(), about=approval)
    assert not DeskItem.objects.exists()


def test_what_waits_is_found_in_one_query(submit, moderator, django_assert_num_queries):
    made = queue("Risks", order=RISKIEST)
    for _ in range(3):
        submit()
    with django_assert_num_queries(1):
        assert len(waiting_for(moderator, made)) == 3


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name_zh": " "}, "both languages"),
        ({"rule": {"colour": "red"}}, "cannot be read"),
        ({"rule": {"risk_at_least": 60, "risk_at_most": 20}}, "take nothing"),
        ({"order": "newest"}, "oldest or riskiest"),
        ({"hidden_actions": ["delete"]}, "cannot be hidden"),
    ],
)
def test_a_queue_that_makes_no_sense_is_refused(db, change, sentence):
    fields = {"name_en": "A", "name_zh": "甲", "rule": {}, **change}
    with pytest.raises(CatalogError, match=sentence):
        desk_queue_save(settings=QueueSettings(**fields))
    assert not DeskQueue.objects.exists()


def test_a_rule_is_kept_without_what_it_does_not_ask(db):
    made = queue("A", rule={"recipes": ["scene"], "risk_at_least": 0}, hidden_actions=["approved"])
    assert made.rule == {"recipes": ["scene"]}
    assert made.hidden_actions == ["approved"]
    assert (made.name_in("zh-hans"), made.name_in("en")) == ("A队列", "A")


def test_nobody_takes_or_leaves_what_waits_in_a_queue_of_others(submit, moderator):
    other = make_user("other@example.com", is_moderator=True)
    queue("Food", moderators=(other,))
    lamp = submit()

    assert hold_on(rendition=lamp, moderator=moderator).state == "other_queue"
    with pytest.raises(AccessDenied, match="queue of other moderators"):
        review_claim(rendition=lamp, moderator=moderator)
    with pytest.raises(AccessDenied, match="queue of other moderators"):
        review_skip(rendition=lamp, moderator=moderator, reason="unsure")
    assert review_claim(rendition=lamp, moderator=other)
