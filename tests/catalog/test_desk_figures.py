"""The desk's figures, against numbers worked by hand."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from catalog.models import Review, ReviewSkip
from catalog.selectors import desk_figures as desk_figures_module
from catalog.selectors.desk_figures import Period, desk_figures, percentile, waiting_now
from catalog.selectors.re_reviews import Agreement, drawn_by_hash
from tests.factories import make_photo, make_product, make_rendition
from tests.review_world import colleague

__all__ = ["colleague"]

NOW = timezone.now()
MINUTE = timedelta(minutes=1)


def minutes(*numbers):
    return [number * MINUTE for number in numbers]


@pytest.mark.parametrize(
    "waits, p50, p95",
    [
        (minutes(7), 7, 7),
        (minutes(30, 10), 10, 30),
        (minutes(5, 1, 3), 3, 5),
        (minutes(*range(1, 101)), 50, 95),
        (minutes(*range(1, 21)), 10, 19),
    ],
)
def test_percentiles_are_nearest_ranks(waits, p50, p95):
    assert percentile(waits, 50) == p50 * MINUTE
    assert percentile(waits, 95) == p95 * MINUTE


def test_of_nothing_there_is_no_percentile():
    assert percentile([], 95) is None


def row(rendition, verb, by, ago: timedelta, *reasons, about=None) -> Review:
    return Review.objects.create(
        rendition=rendition,
        verb=verb,
        by=by,
        reasons=list(reasons),
        about=about,
        created_at=NOW - ago,
    )


@pytest.fixture
def day(shop, owner, moderator, colleague):
    """Five pictures of a day: four decided, one by the rules; one waits; one is older than that."""
    photo = make_photo(make_product(shop))
    one, two, three, four, five = (make_rendition(photo) for _ in range(5))
    hours = {n: timedelta(hours=n) for n in range(1, 50)}
    row(one, "submitted", owner, hours[49])  # waits 30 minutes, before the period
    row(one, "needs_changes", moderator, hours[49] - 30 * MINUTE, "framing")
    row(one, "submitted", owner, hours[10])  # waits 60 minutes
    row(one, "approved", moderator, hours[9])
    row(two, "submitted", owner, hours[8])  # waits 20 minutes
    refusal = row(two, "rejected", moderator, hours[8] - 20 * MINUTE, "unsafe", "brand_not_owned")
    row(two, "appealed", owner, hours[6], about=refusal)  # waits 90 minutes
    row(two, "overturned", colleague, hours[6] - 90 * MINUTE, about=refusal)
    row(two, "approved", colleague, hours[6] - 90 * MINUTE)
    row(three, "submitted", owner, hours[5])  # the rules approve at once: no wait of people
    row(three, "approved", None, hours[5])
    row(four, "submitted", owner, hours[4])  # waits 40 minutes for two people
    row(four, "approved_once", moderator, hours[4] - 10 * MINUTE)
    row(four, "needs_changes", colleague, hours[4] - 40 * MINUTE, "framing")
    row(four, "re_needs_changes", moderator, hours[1], "framing", about=four.reviews.last())
    row(two, "re_approved", colleague, hours[1], about=refusal)
    row(five, "submitted", owner, timedelta(hours=25))
    ReviewSkip.objects.create(rendition=five, by=colleague, reason="unsure")
    return SimpleNamespace(since=NOW - timedelta(hours=24), five=five)


def test_the_figures_of_a_day(day, moderator, colleague):
    found = desk_figures(Period(day.since))

    assert (found.by_people, found.by_rules) == (4, 1)
    assert found.verbs == {"approved": 3, "rejected": 1, "needs_changes": 1}
    # People's waits: 60, 20, 90 and 40 minutes. Half of four is two, 95 % of four is the fourth.
    assert found.waited_p50 == 40 * MINUTE
    assert found.waited_p95 == 90 * MINUTE
    assert {reason.code: count for reason, count in found.reasons} == {
        "unsafe": 1,
        "brand_not_owned": 1,
        "framing": 1,
    }
    assert {clause.number: count for clause, count in found.clauses} == {
        "P-5.2": 1,
        "P-4.1": 1,
        "P-2.4": 1,
    }
    assert found.agreement == Agreement(looked_at=2, agreed=1)
    assert (found.upheld, found.overturned) == (0, 1)


def test_each_moderator_has_figures_and_what_others_said_of_them(day, moderator, colleague):
    first, second = desk_figures(Period(day.since)).moderators

    assert (first.person, first.decisions, first.refusals, first.skips) == (moderator, 2, 1, 0)
    assert first.agreement == Agreement(looked_at=1, agreed=0)
    assert (second.person, second.decisions, second.refusals, second.skips) == (colleague, 2, 1, 1)
    assert second.agreement == Agreement(looked_at=1, agreed=1)


def test_what_waits_longer_than_the_setting_is_overdue(day, settings):
    settings.REVIEW_OVERDUE_HOURS = 24
    found = waiting_now()
    assert (found.count, found.overdue) == (1, 1)
    assert found.oldest == NOW - timedelta(hours=25)
    settings.REVIEW_OVERDUE_HOURS = 26
    assert waiting_now().overdue == 0
    day.five.deleted_at = NOW
    day.five.save()
    assert waiting_now().count == 0


def test_the_figures_take_few_queries_however_many_decisions(day, django_assert_num_queries):
    with django_assert_num_queries(8):
        desk_figures(Period(day.since))


def test_an_empty_desk_has_figures(db):
    found = desk_figures(Period(datetime(2026, 1, 1, tzinfo=NOW.tzinfo)))

    assert (found.waited_p50, found.by_people, found.moderators) == (None, 0, [])
    assert found.agreement.rate is None
    assert (found.waiting.count, found.waiting.oldest) == (0, None)


def test_what_was_decided_after_the_period_is_left_out(day, moderator):
    found = desk_figures(Period(NOW - timedelta(hours=24), before=NOW - timedelta(hours=6)))

    assert found.verbs == {"approved": 1, "rejected": 1}
    assert found.waited_p95 == 60 * MINUTE
    assert found.agreement.looked_at == 0
    assert [one.decisions for one in found.moderators] == [2]


def test_of_more_decisions_than_the_sample_a_share_is_drawn_and_that_is_said(day, monkeypatch):
    whole = desk_figures(Period(day.since))
    monkeypatch.setattr(desk_figures_module, "SAMPLE", 3)
    drawn = drawn_by_hash(Review.objects.all(), 3 / 4)
    assert set(drawn) == {one for one in Review.objects.all() if one.hash < "c0000000"}

    found = desk_figures(Period(day.since))

    assert (found.is_sample, whole.is_sample) == (True, False)
    assert (found.by_people, found.verbs, found.reasons) == (4, whole.verbs, whole.reasons)
