"""Queues, many at once, second opinions, figures and the log over HTTP; and strangers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from catalog.models import DeskQueue, Review, ReviewClaim
from catalog.selectors.reviews import review_state
from catalog.services.appeals import appeal_submit
from catalog.services.reviews import Decision
from catalog.views import review_log
from tests.factories import make_member, make_photo, make_product, make_rendition
from tests.flows.desk_world import said, url
from tests.review_world import colleague, decide, screen, submit_many, submitted

__all__ = ["colleague", "submitted"]

APPROVED = Decision("approved")
REFUSED = Decision("rejected", ("unsafe",))


@pytest.fixture
def desk(client_of, moderator):
    return client_of(moderator)


@pytest.fixture
def harmless(shop, owner):
    """Three submitted pictures that need no look of their own."""
    pictures = submit_many(shop, owner, 3)
    for one in pictures:
        one.job.facts = {"pixel_locked": True}
        one.job.save()
        screen(one, risk=4, finished_at=timezone.now())
    return pictures


@pytest.fixture
def food(harmless):
    """A queue, riskiest first, with the last two of three pictures; the third is the riskier."""
    queue = DeskQueue.objects.create(name_en="Food", name_zh="食品", order="riskiest")
    for one, risk in zip(harmless[1:], (20, 60), strict=True):
        long_ago = timezone.now() - timedelta(days=risk)
        screen(one, queue=queue, risk=risk, stands_since=long_ago)
    return queue


# Queues


def test_the_chosen_queue_is_kept_from_the_tile_through_a_comment_and_back(desk, submitted):
    food = DeskQueue.objects.create(name_en="Food", name_zh="食品")
    screen(submitted, queue=food)
    chosen = {"queue": str(food.pk)}
    item = f"{url('review_item', submitted.pk)}?queue={food.pk}"
    assert f'href="{item}"' in said(desk.get(url("review_queue"), chosen))

    answer = desk.post(url("review_comment", submitted.pk), {"text": "Look.", **chosen})

    assert answer.url == f"{item}#comments"
    page = said(desk.get(answer.url))
    assert page.count(f'name="queue" value="{food.pk}"') >= 2
    assert f'href="{url("review_queue")}?queue={food.pk}"' in page


def test_each_queue_is_listed_with_what_waits_and_what_is_overdue(desk, food, settings):
    settings.REVIEW_OVERDUE_HOURS = 0

    page = said(desk.get(url("review_queue")))

    for words in ("Food", "Everything else", "All queues", "2 overdue", "1 overdue"):
        assert words in page


def test_a_queue_shows_its_own_and_starts_with_the_riskiest(desk, food, harmless):
    page = said(desk.get(url("review_queue", queue=str(food.pk))))
    shown = [one for one in harmless if url("review_item", one.pk) in page]
    assert shown == harmless[1:]

    opened = desk.post(url("review_next"), {"queue": str(food.pk)})

    assert opened.url == url("review_item", harmless[2].pk, queue=str(food.pk))
    following = desk.post(url("review_next"), {"queue": str(food.pk), "beside": harmless[2].pk})
    assert following.url == url("review_item", harmless[1].pk, queue=str(food.pk))


def test_a_decision_goes_on_in_the_same_queue(desk, food, harmless, moderator):
    desk.post(url("review_next"), {"queue": str(food.pk)})
    token = str(ReviewClaim.objects.get().token)
    said_so = {"token": token, "verb": "needs_changes", "reasons": "framing", "queue": str(food.pk)}

    response = desk.post(url("review_decide", harmless[2].pk), said_so)

    assert response.url == url("review_item", harmless[1].pk, queue=str(food.pk))


def test_a_queue_of_other_moderators_is_not_shown(desk, food, harmless, colleague):
    food.moderators.add(colleague)

    page = said(desk.get(url("review_queue", queue=str(food.pk))))

    assert "Food" not in page
    assert url("review_item", harmless[0].pk) in page
    assert url("review_item", harmless[2].pk) not in page


@pytest.mark.parametrize("name", ["review_queue", "review_item"])
def test_a_page_asks_the_same_few_queries_however_many_wait(
    name, desk, shop, owner, django_assert_max_num_queries
):
    first, *_others = submit_many(shop, owner, 2)
    address = url(name, *([first.pk] if name == "review_item" else []))
    with django_assert_max_num_queries(20) as few:
        desk.get(address)

    submit_many(shop, owner, 4)

    with django_assert_max_num_queries(len(few)):
        desk.get(address)


# Many at once


def test_many_are_approved_and_of_the_others_is_said_why_not(desk, harmless, moderator):
    screen(harmless[2], risk=40)
    page = said(desk.get(url("review_queue")))
    assert page.count('name="renditions"') == 2
    assert "Its risk is not low" in page

    sent = {"renditions": [one.pk for one in harmless]}
    response = desk.post(url("reviews_approve"), sent, follow=True)

    assert "2 pictures approved." in said(response)
    assert "Its risk is not low" in said(response)
    states = [review_state(one) for one in harmless]
    assert states == ["approved", "approved", "submitted"]


def test_an_appeal_is_never_one_of_many(desk, harmless, colleague, owner):
    decide(harmless[0], colleague, REFUSED)
    appeal_submit(rendition=harmless[0], by=owner, words="Look again.")

    assert "An appeal is answered alone." in said(desk.get(url("review_queue")))
    desk.post(url("reviews_approve"), {"renditions": [harmless[0].pk]})

    assert review_state(harmless[0]) == "appealed"


@pytest.mark.parametrize("who", ["owner", "stranger", "operator", "member"])
def test_nobody_else_approves_many(who, request, client_of, harmless, shop, moderator):
    if who == "member":
        make_member(shop, moderator)
    visitor = client_of(moderator if who == "member" else request.getfixturevalue(who))

    visitor.post(url("reviews_approve"), {"renditions": [one.pk for one in harmless]})

    assert {review_state(one) for one in harmless} == {"submitted"}


def test_an_unreadable_choice_approves_nothing(desk, harmless):
    page = desk.post(url("reviews_approve"), {"renditions": ["x"]}, follow=True)

    assert "Choose pictures first." in said(page)


def test_a_picture_that_moderators_never_saw_is_not_named(desk, shop):
    draft = make_rendition(make_photo(make_product(shop, title="Secret lamp")))

    page = desk.post(url("reviews_approve"), {"renditions": [draft.pk]}, follow=True)

    assert "Secret lamp" not in said(page)


# Second opinions


@pytest.fixture
def drawn(submitted, colleague, settings):
    """A decision of somebody else, drawn for a second opinion."""
    settings.RE_REVIEW_SHARE = 1.0
    return decide(submitted, colleague, Decision("rejected", ("unsafe",), "The blade shows."))


def test_a_second_opinion_is_asked_without_telling_the_first(desk, drawn):
    assert "drawn by chance" in said(desk.get(url("review_queue")))

    response = desk.get(url("review_opinion_next"), follow=True)

    assert response.redirect_chain == [(url("review_opinion", drawn.pk), 302)]
    page = said(response)
    assert "What would you have decided?" in page
    for told in ("The blade shows.", "second@example.com", "Rejected</span>"):
        assert told not in page


def test_a_second_opinion_changes_nothing(desk, drawn, submitted, moderator):
    response = desk.post(url("review_opinion", drawn.pk), {"verb": "approved"}, follow=True)

    assert "The decision stays as it is" in said(response)
    opinion = Review.objects.latest("pk")
    assert (opinion.verb, opinion.about, opinion.by) == ("re_approved", drawn, moderator)
    assert review_state(submitted) == "rejected"


def test_an_opinion_without_reasons_comes_back(desk, drawn):
    response = desk.post(url("review_opinion", drawn.pk), {"verb": "rejected"})

    assert response.status_code == 422
    assert "at least one reason" in said(response)


def test_an_opinion_on_what_was_not_drawn_is_refused(desk, drawn, settings, client_of, colleague):
    assert client_of(colleague).get(url("review_opinion", drawn.pk)).status_code == 404
    settings.RE_REVIEW_SHARE = 0.0
    assert desk.get(url("review_opinion", drawn.pk)).status_code == 404

    desk.post(url("review_opinion", drawn.pk), {"verb": "approved"})

    assert not Review.objects.filter(verb="re_approved").exists()


# Figures and the log


def test_figures_count_what_was_decided_and_say_when_nothing_was(desk, harmless, colleague):
    assert "Nothing was decided in this time" in said(desk.get(url("review_figures")))
    decide(harmless[0], colleague, APPROVED)
    decide(harmless[1], colleague, REFUSED)

    page = said(desk.get(url("review_figures", days="1")))

    assert "P-5.2" in page
    assert "second@example.com" in page
    assert 'href="?days=1" aria-current="true"' in page
    assert desk.get(url("review_figures", days="never")).status_code == 200


@pytest.mark.parametrize(
    "asked, said_of_it",
    [
        (
            {"since": "2026-11-01", "until": "2026-11-03"},
            "Decided from Nov. 1, 2026 to Nov. 3, 2026",
        ),
        ({"since": "2025-01-01", "until": "2026-01-01"}, "Decided from Jan. 1, 2025"),  # 366 days
        ({"until": "2026-11-08"}, "Decided from Nov. 2, 2026 to Nov. 8, 2026"),
        ({"since": "2025-01-01", "until": "2026-01-02"}, "366 days at most"),
        ({"since": "2026-11-03", "until": "2026-11-01"}, "366 days at most"),
        ({"since": "yesterday"}, "366 days at most"),
    ],
)
def test_figures_are_of_the_days_asked_for_and_of_a_year_at_most(desk, asked, said_of_it):
    assert said_of_it in said(desk.get(url("review_figures"), asked))


def test_figures_of_days_count_those_days_alone(desk, harmless, colleague):
    decide(harmless[0], colleague, APPROVED)
    today = f"{timezone.localdate():%Y-%m-%d}"

    assert "second@example.com" in said(desk.get(url("review_figures", since=today)))
    before = desk.get(url("review_figures", since="2026-01-01", until="2026-01-02"))
    assert "Nothing was decided in this time" in said(before)


def test_the_log_shows_hashes_and_says_whether_the_chain_is_whole(desk, submitted):
    first = Review.objects.get()
    assert first.hash[:12] in said(desk.get(url("review_log")))
    assert "The chain is whole: 1 rows" in said(desk.post(url("review_check"), follow=True))

    with connection.cursor() as cursor:  # behind the model's back
        cursor.execute("UPDATE catalog_review SET note = 'x' WHERE id = %s", [first.pk])

    assert "The chain is broken" in said(desk.post(url("review_check"), follow=True))


def test_of_a_long_chain_the_page_checks_the_newest_rows_and_says_so(
    desk, shop, owner, monkeypatch
):
    submit_many(shop, owner, 3)
    monkeypatch.setattr(review_log, "CHECKED", 2)

    page = said(desk.post(url("review_check"), follow=True))

    assert "The newest 2 rows of the chain are whole" in page
    assert "The 1 older ones" in page


@pytest.mark.parametrize("who", ["owner", "stranger", "operator"])
def test_figures_and_log_are_for_moderators(who, request, client_of, submitted):
    visitor = client_of(request.getfixturevalue(who))

    pages = [
        url("review_figures"),
        url("review_log"),
        url("review_export", "csv"),
        url("review_opinion_next"),
    ]
    assert {visitor.get(page).status_code for page in pages} == {403}
    assert visitor.post(url("review_check")).status_code == 403
