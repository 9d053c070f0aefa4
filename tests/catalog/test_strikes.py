"""Strikes: which rejections count against a shop, and for how long."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.models import Review
from catalog.selectors.strikes import strikes_of, strikes_of_shops
from catalog.services.appeals import appeal_submit
from catalog.services.reviews import Decision
from tests.factories import make_photo, make_product, make_rendition, make_shop
from tests.review_world import colleague, decide, submit_many

__all__ = ["colleague"]


def rejected(shop, by, *reasons, days_ago=0, verb="rejected"):
    rendition = make_rendition(make_photo(make_product(shop)))
    when = timezone.now() - timedelta(days=days_ago)
    return Review.objects.create(
        rendition=rendition, verb=verb, by=by, reasons=list(reasons), created_at=when
    )


@pytest.mark.parametrize(
    "reasons, days_ago, until_days",
    [
        (["unsafe"], 0, 365),
        (["unsafe"], 364, 1),
        (["unsafe"], 366, None),
        (["product_changed"], 89, 1),
        (["product_changed"], 91, None),
        (["product_changed", "person_shown"], 91, 89),  # the longer one counts: 180 days
        (["wrong_product"], 0, None),
        (["other"], 0, None),
    ],
)
def test_a_rejection_counts_as_long_as_its_gravest_reason(
    shop, moderator, reasons, days_ago, until_days
):
    review = rejected(shop, moderator, *reasons, days_ago=days_ago)

    strikes = strikes_of(shop)
    assert [one.review for one in strikes] == ([review] if until_days else [])
    if until_days:
        left = strikes[0].until - timezone.now()
        assert timedelta(days=until_days, minutes=-1) < left <= timedelta(days=until_days)


def test_only_the_reasons_that_count_are_named(shop, moderator):
    rejected(shop, moderator, "wrong_product", "unsafe")

    assert [reason.code for reason in strikes_of(shop)[0].reasons] == ["unsafe"]


def test_needed_changes_are_no_strike(shop, moderator):
    rejected(shop, moderator, "product_changed", verb="needs_changes")

    assert strikes_of(shop) == []


@pytest.mark.parametrize("answer, count", [("upheld", 1), ("overturned", 0)])
def test_an_overturned_appeal_takes_the_strike_away(
    shop, owner, moderator, colleague, answer, count
):
    [rendition] = submit_many(shop, owner, 1)
    decide(rendition, moderator, Decision("rejected", ("brand_not_owned",)))
    assert len(strikes_of(shop)) == 1
    appeal_submit(rendition=rendition, by=owner, words="It is our own brand.")
    assert len(strikes_of(shop)) == 1  # it counts until somebody answered

    decide(rendition, colleague, Decision(answer, note="Seen."))

    assert len(strikes_of(shop)) == count


def test_shops_are_read_together_and_apart(shop, moderator, django_assert_num_queries):
    other, third = make_shop(), make_shop()
    rejected(shop, moderator, "unsafe")
    rejected(shop, moderator, "banned_goods")
    rejected(other, moderator, "unsafe")

    with django_assert_num_queries(1):
        found = strikes_of_shops([shop.pk, other.pk, third.pk])
    assert {pk: len(strikes) for pk, strikes in found.items()} == {
        shop.pk: 2,
        other.pk: 1,
        third.pk: 0,
    }
