"""One item on the desk over HTTP: checks, four eyes, appeals, skips, comments; and strangers."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from catalog.models import DeskQueue, Review, ReviewComment, ReviewSkip
from catalog.selectors.reviews import review_state
from catalog.services.appeals import appeal_submit
from catalog.services.review_work import review_comment
from catalog.services.reviews import Decision, review_claim
from tests.factories import make_job, make_member, make_rendition
from tests.flows.desk_world import answer, page_of, said, url
from tests.pictures import flat_picture, png_of
from tests.review_world import colleague, decide, risky, screen, submit_many, submitted, verbs_of

__all__ = ["colleague", "risky", "submitted"]

APPROVED = Decision("approved")
REFUSED = Decision("rejected", ("unsafe",), "The blade shows.")
FOUND = {
    "check": "lettering",
    "code": "product_changed",
    "confidence": 0.74,
    "says": {"en": "Lettering reads differently", "zh": "文字不同"},
    "evidence": {
        "box": [0.5, 0.25, 0.2, 0.125],
        "before": "SWAG 1.0",
        "after": "SWG 1.O",
        "values": {"delta_e00": 11.23, "share": 0.0412},
    },
}


@pytest.fixture
def desk(client_of, moderator):
    return client_of(moderator)


@pytest.fixture
def claim(submitted, moderator):
    return review_claim(rendition=submitted, moderator=moderator)


@pytest.fixture
def heat(submitted, shop):
    """The picture of differences that the checks drew."""
    data = png_of(flat_picture(8, 6, (9, 9, 9)))
    file = default_storage.save("tests/heat.png", ContentFile(data))
    job = make_job(shop.tenant, status="done", outputs={"heat": {"file": file}})
    screen(submitted, job=job, findings=[FOUND], risk=62, finished_at=timezone.now())
    return data


# What machines found


def test_findings_come_with_their_words_their_box_and_how_sure_they_are(desk, heat, submitted):
    page = page_of(desk, submitted)

    assert "Risk 62 of 100" in page
    assert "Lettering reads differently" in page
    assert "<del>SWAG 1.0</del>" in page
    assert "<ins>SWG 1.O</ins>" in page
    assert "74 %" in page
    assert "ΔE 11.2" in page
    assert "4.12 % of the product" in page
    assert 'data-box="1" x="0.5" y="0.25" width="0.2" height="0.125"' in page


def test_the_picture_of_differences_is_for_moderators_alone(
    desk, client_of, owner, heat, submitted
):
    address = url("review_file", submitted.pk, "heat")

    response = desk.get(address)
    assert b"".join(response.streaming_content) == heat
    assert response["Content-Type"] == "image/png"
    assert address in page_of(desk, submitted)
    assert client_of(owner).get(address).status_code == 403


def test_without_a_picture_of_differences_none_is_offered(desk, submitted):
    address = url("review_file", submitted.pk, "heat")

    assert desk.get(address).status_code == 404
    assert address not in page_of(desk, submitted)


STATES = {
    "waiting": "still being checked",
    "failed": "checks of this picture failed",
    "done": "Nothing was found.",
}


@pytest.mark.parametrize("state", STATES)
def test_the_page_says_how_far_the_checks_have_come(desk, submitted, state):
    finished = None if state == "waiting" else timezone.now()
    screen(submitted, facts={"screened": state}, finished_at=finished, findings=[])

    page = page_of(desk, submitted)

    assert [words for words in STATES.values() if words in page] == [STATES[state]]


def test_what_was_submitted_before_there_were_checks_says_so(desk, photo, owner):
    old = make_rendition(photo)
    Review.objects.create(rendition=old, verb="submitted", by=owner)

    assert "before pictures were checked" in page_of(desk, old)


def test_the_reason_that_checks_found_is_marked_and_its_clause_in_view(
    desk, claim, heat, submitted
):
    page = page_of(desk, submitted)

    assert page.count("The checks found this") == 2  # under changes and under reject
    assert "P-1.1" in page
    assert "The product is shown as it is" in page


def test_the_shops_strikes_are_beside_its_picture(desk, colleague, shop, owner):
    first, second = submit_many(shop, owner, 2)
    assert "No strikes" in page_of(desk, second)

    decide(first, colleague, REFUSED)

    assert "1 strike" in page_of(desk, second)


def test_what_a_queue_hides_is_not_there(desk, claim, submitted):
    queue = DeskQueue.objects.create(
        name_en="Food", name_zh="食品", hidden_actions=["rejected", "skipped"]
    )
    assert 'value="rejected"' in page_of(desk, submitted)

    screen(submitted, queue=queue)

    page = page_of(desk, submitted)
    assert 'value="rejected"' not in page
    assert "Leave it to somebody else" not in page
    assert 'value="needs_changes"' in page


def test_a_near_duplicate_links_to_the_other_picture(desk, submitted, shop, owner):
    (other,) = submit_many(shop, owner, 1)
    near = {"check": "duplicate", "evidence": {"values": {"rendition": other.pk, "shop": "Cups"}}}
    screen(submitted, findings=[FOUND | near])

    page = page_of(desk, submitted)

    assert "in the shop Cups" in page
    assert f'href="{url("review_item", other.pk)}"' in page


# Four eyes


def test_a_first_approval_waits_for_somebody_else_and_says_so(
    desk, client_of, risky, moderator, colleague
):
    claim = review_claim(rendition=risky, moderator=moderator)
    assert "Two people have to approve this" in page_of(desk, risky)
    desk.post(url("review_decide", risky.pk), answer(claim))

    assert review_state(risky) == "submitted"
    assert "needs the eyes of another moderator" in page_of(desk, risky)
    other = client_of(colleague)
    assert "First approval by moderator@example.com" in page_of(other, risky)
    claim = review_claim(rendition=risky, moderator=colleague)
    other.post(url("review_decide", risky.pk), answer(claim))

    assert verbs_of(risky) == ["submitted", "approved_once", "approved"]


def test_who_approved_once_cannot_claim_it_again(desk, risky, moderator):
    decide(risky, moderator, APPROVED)

    response = desk.post(url("review_item", risky.pk))

    assert response.status_code == 422
    assert "Somebody else has to look at it" in said(response)


# Appeals


def test_an_appeal_shows_both_sides_and_asks_whether_the_decision_stands(
    desk, submitted, colleague, owner, moderator
):
    decide(submitted, colleague, REFUSED)
    appeal_submit(rendition=submitted, by=owner, words="It is a butter knife.")
    claim = review_claim(rendition=submitted, moderator=moderator)

    page = page_of(desk, submitted)
    for words in ("It is a butter knife.", "The blade shows.", "second@example.com"):
        assert words in page
    assert 'value="needs_changes"' not in page
    unsaid = desk.post(url("review_decide", submitted.pk), answer(claim, "upheld"))
    assert unsaid.status_code == 422
    assert "Say in the note why" in said(unsaid)

    desk.post(url("review_decide", submitted.pk), answer(claim, "overturned"))

    assert verbs_of(submitted)[-2:] == ["overturned", "approved"]


def test_where_a_queue_hides_approving_nothing_is_overturned_either(
    desk, submitted, moderator, owner, colleague
):
    decide(submitted, colleague, REFUSED)
    appeal_submit(rendition=submitted, by=owner, words="Look again.")
    queue = DeskQueue.objects.create(name_en="Food", name_zh="食品", hidden_actions=["approved"])
    screen(submitted, queue=queue)
    claim = review_claim(rendition=submitted, moderator=moderator)

    page = page_of(desk, submitted)
    assert 'value="overturned"' not in page
    assert 'value="upheld"' in page
    refused = desk.post(url("review_decide", submitted.pk), answer(claim, "overturned"))

    assert refused.status_code == 422
    assert "does not offer that" in said(refused)
    assert verbs_of(submitted)[-1] == "appealed"


def test_who_decided_cannot_answer_the_appeal(desk, submitted, moderator, owner):
    decide(submitted, moderator, REFUSED)
    appeal_submit(rendition=submitted, by=owner, words="Look again.")

    assert "your own decision" in page_of(desk, submitted)
    assert desk.post(url("review_item", submitted.pk)).status_code == 422


def test_a_seller_appeals_once_and_reads_the_answer(
    client_of, submitted, shop, owner, viewer, stranger, moderator, colleague
):
    decide(submitted, moderator, REFUSED)
    address = url("decision_appeal", shop.slug, submitted.pk)
    words = {"words": "It is a butter knife."}
    assert client_of(stranger).post(address, words).status_code == 404
    assert client_of(viewer).post(address, words).status_code == 403
    assert "I do not agree" not in said(client_of(viewer).get(url("decision_list", shop.slug)))
    seller = client_of(owner)
    assert "I do not agree" in said(seller.get(url("decision_list", shop.slug)))

    sent = said(seller.post(address, words, follow=True))

    assert "Your appeal was sent" in sent
    assert "It is a butter knife." in sent
    assert "I do not agree" not in sent
    assert "being looked at already" in said(seller.post(address, words, follow=True))
    decide(submitted, colleague, Decision("upheld", note="It has a point."))
    page = said(seller.get(url("decision_list", shop.slug)))
    assert "the decision stands" in page
    assert "It has a point." in page
    assert "second@example.com" not in page


def test_an_appeal_without_words_is_not_sent(client_of, submitted, shop, owner, moderator):
    decide(submitted, moderator, REFUSED)

    page = client_of(owner).post(url("decision_appeal", shop.slug, submitted.pk), follow=True)

    assert "what the moderator overlooked" in said(page)
    assert review_state(submitted) == "rejected"


# Leaving it, and talking about it


def test_a_skip_needs_a_reason_and_goes_on(desk, claim, submitted, shop, owner, moderator):
    (later,) = submit_many(shop, owner, 1)
    address = url("review_skip", submitted.pk)
    assert desk.post(address).status_code == 422

    response = desk.post(address, {"reason": "language"})

    assert response.url == url("review_item", later.pk)
    skip = ReviewSkip.objects.get()
    assert (skip.rendition, skip.by, skip.reason) == (submitted, moderator, "language")
    assert review_state(submitted) == "submitted"


def test_comments_are_for_moderators_and_not_for_the_shop(
    desk, client_of, submitted, shop, owner, colleague
):
    response = desk.post(url("review_comment", submitted.pk), {"text": "Same seller as before?"})

    assert response.url == url("review_item", submitted.pk) + "#comments"
    assert "Same seller as before?" in page_of(client_of(colleague), submitted)
    seller = client_of(owner)
    for page in (url("decision_list", shop.slug), submitted.get_absolute_url()):
        assert "Same seller as before?" not in said(seller.get(page))
    assert desk.post(url("review_comment", submitted.pk), {"text": " "}).status_code == 422


def test_a_moderator_of_the_shop_neither_skips_nor_comments(desk, submitted, shop, moderator):
    make_member(shop, moderator)

    assert desk.post(url("review_skip", submitted.pk), {"reason": "unsure"}).status_code == 422
    assert desk.post(url("review_comment", submitted.pk), {"text": "Mine."}).status_code == 422
    assert not ReviewSkip.objects.exists()
    assert not ReviewComment.objects.exists()


@pytest.mark.parametrize("who", ["owner", "stranger", "operator"])
def test_who_is_no_moderator_skips_and_says_nothing(who, request, client_of, submitted):
    visitor = client_of(request.getfixturevalue(who))

    for name in ("review_skip", "review_comment"):
        sent = visitor.post(url(name, submitted.pk), {"reason": "unsure", "text": "x"})
        assert sent.status_code == 403
    assert not ReviewSkip.objects.exists()
    assert not ReviewComment.objects.exists()


def test_the_shop_reads_nothing_of_a_first_approval(client_of, risky, owner, moderator):
    decide(risky, moderator, APPROVED)

    page = said(client_of(owner).get(risky.get_absolute_url()))

    assert Review.objects.latest("pk").verb == "approved_once"
    assert "Approved once" not in page
    assert "moderator@example.com" not in page


def test_a_moderator_of_the_shop_reads_neither_findings_nor_comments(
    desk, heat, submitted, shop, moderator, colleague
):
    review_comment(rendition=submitted, by=colleague, text="Same seller as before?")
    assert "Same seller as before?" in page_of(desk, submitted)
    make_member(shop, moderator)

    page = page_of(desk, submitted)

    assert "your own shop" in page
    assert "Same seller as before?" not in page
    assert "Lettering reads differently" not in page
    assert desk.get(url("review_file", submitted.pk, "heat")).status_code == 404


def test_once_it_is_decided_they_read_no_more_of_it_and_others_do(
    desk, heat, submitted, shop, moderator, colleague, client_of
):
    review_comment(rendition=submitted, by=colleague, text="Same seller as before?")
    decide(submitted, colleague, REFUSED)
    make_member(shop, moderator)

    page = page_of(desk, submitted)

    assert "Decisions are not changed" in page
    others = page_of(client_of(colleague), submitted)
    for words in ("Lettering reads differently", "Same seller as before?", "Risk 62", "data-heat="):
        assert words not in page
        assert words in others
    assert desk.get(url("review_file", submitted.pk, "heat")).status_code == 404
