"""A shop's program appeals, and reads no more of the desk than its people do."""

import pytest

from catalog.models import Review
from catalog.services.re_reviews import re_review_decide
from catalog.services.review_work import review_comment
from catalog.services.reviews import Decision
from tests.factories import make_user
from tests.flows.api_calls import api_of
from tests.review_world import colleague, decide, risky, submitted

__all__ = ["colleague", "risky", "submitted"]

REFUSED = Decision("rejected", ("brand_not_owned",), "Whose logo?")


@pytest.fixture
def refused(submitted, moderator):
    decide(submitted, moderator, REFUSED)
    return submitted


def test_an_appeal_is_made_and_answered(shop, refused, owner, colleague):
    api, path = api_of(shop), f"renditions/{refused.pk}/"

    appealed = api.post(f"{path}appeal/", {"words": "Ours."})
    assert (appealed.status_code, appealed.json()["review"]) == (200, "appealed")
    assert [one["id"] for one in api.get("renditions/", review="appealed").json()["results"]] == [
        refused.pk
    ]
    decide(refused, colleague, Decision("upheld", note="It is not."))

    assert api.get(path).json()["review"] == "rejected"
    told = api.get(f"{path}reviews/").json()["results"]
    assert [one["verb"] for one in told] == ["upheld", "appealed", "rejected", "submitted"]
    assert [one["about"] for one in told] == [told[2]["id"], told[2]["id"], None, None]
    assert told[0]["note"] == "It is not."
    again = api.post(f"{path}appeal/", {"words": "Please."})
    assert again.status_code == 422
    assert "was answered" in str(again.json())


def test_a_reason_comes_with_its_rule_in_both_languages(shop, refused):
    [decision] = api_of(shop).get("reviews/").json()["results"]

    [reason] = decision["reasons"]
    assert reason["clause"] == "P-4.1"
    assert "may sell or show" in reason["policy"]["en"]
    assert "有权销售" in reason["policy"]["zh"]


@pytest.mark.parametrize("body", [{}, {"words": "  "}, {"words": "x" * 2_001}])
def test_an_appeal_without_words_or_with_too_many_is_refused(shop, refused, body):
    answer = api_of(shop).post(f"renditions/{refused.pk}/appeal/", body)

    assert answer.status_code in (400, 422)
    assert not Review.objects.filter(verb="appealed").exists()


def test_neither_strangers_nor_viewers_appeal(shop, refused, stranger, viewer):
    elsewhere = stranger.memberships.get().shop
    path, body = f"renditions/{refused.pk}/appeal/", {"words": "Ours."}

    assert api_of(elsewhere).post(path, body).status_code == 404
    assert api_of(shop, viewer).post(path, body).status_code == 403
    assert not Review.objects.filter(verb="appealed").exists()


def test_what_moderators_say_among_themselves_never_leaves_the_desk(
    shop, owner, risky, moderator, colleague, settings
):
    settings.RE_REVIEW_SHARE = 1.0
    review_comment(rendition=risky, by=moderator, text="SECRET-COMMENT")
    decide(risky, moderator, Decision("approved", note="SECRET-FIRST"))
    refusal = decide(risky, colleague, REFUSED)
    third = make_user(is_moderator=True)
    opinion = Decision("needs_changes", ("other",), "SECRET-OPINION")
    re_review_decide(review=refusal, moderator=third, decision=opinion)
    api, path = api_of(shop), f"renditions/{risky.pk}/"

    said = [
        api.get(one).content.decode()
        for one in ("reviews/", f"{path}reviews/", path, "renditions/")
    ]
    assert "Whose logo?" in said[0]
    assert all("SECRET" not in text for text in said)
    assert all("approved_once" not in text and '"re_' not in text for text in said)


def test_after_an_answer_the_picture_may_be_submitted_again(shop, refused, owner, colleague):
    api, path = api_of(shop), f"renditions/{refused.pk}/"
    api.post(f"{path}appeal/", {"words": "Ours."})
    assert api.post(f"{path}submit/").status_code == 422
    decide(refused, colleague, Decision("upheld", note="No."))

    assert api.post(f"{path}submit/").json()["review"] == "submitted"
