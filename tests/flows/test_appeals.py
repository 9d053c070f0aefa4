"""What a seller reads of a refusal, and the way to appeal against it."""

from html import unescape

import pytest
from django.core import mail
from django.urls import reverse

from catalog.models import Review
from catalog.policies import CLAUSES
from catalog.services.decision_mails import decision_mails_send
from catalog.services.re_reviews import re_review_decide
from catalog.services.review_work import review_comment
from catalog.services.reviews import Decision, review_submit
from tests.factories import make_user
from tests.review_world import colleague, decide, risky, submitted

__all__ = ["colleague", "risky", "submitted"]

REFUSED = Decision("rejected", ("brand_not_owned",), "Whose logo?")
LIST = reverse("catalog:decision_list", args=["teashop"])


@pytest.fixture
def refused(submitted, moderator):
    decide(submitted, moderator, REFUSED)
    return submitted


@pytest.fixture
def seller(client_of, editor):
    return client_of(editor)


def appeal_url(rendition):
    return reverse("catalog:decision_appeal", args=["teashop", rendition.pk])


def page_of(client, url, language="en"):
    client.cookies["django_language"] = language
    return unescape(client.get(url).content.decode())


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_both_pages_tell_reason_rule_and_what_to_do_in_the_readers_language(
    seller, refused, language
):
    for url in (LIST, refused.get_absolute_url()):
        page = page_of(seller, url, language)
        assert CLAUSES["P-4.1"].text.in_language(language) in page
        assert "P-4.1" in page
        assert "Whose logo?" in page
        assert appeal_url(refused) in page


def test_an_appeal_is_sent_waits_and_is_answered_on_both_pages(seller, refused, editor, colleague):
    seller.post(appeal_url(refused), {"words": "I am the dealer."})

    appeal = Review.objects.get(verb="appealed")
    assert (appeal.by, appeal.note) == (editor, "I am the dealer.")
    submit = reverse("catalog:rendition_submit", args=["teashop", refused.pk])
    for url in (LIST, refused.get_absolute_url(), refused.product.get_absolute_url()):
        page = page_of(seller, url)
        assert submit not in page
        assert url == refused.product.get_absolute_url() or "another moderator looks" in page
        assert appeal_url(refused) not in page
    decide(refused, colleague, Decision("upheld", note="Dealers need a letter."))
    for url in (LIST, refused.get_absolute_url()):
        page = page_of(seller, url)
        assert "the decision stands" in page
        assert "Dealers need a letter." in page
        assert colleague.email not in page
        assert appeal_url(refused) not in page


def test_an_overturned_refusal_tells_what_became_of_it_and_nothing_to_do(
    seller, refused, colleague
):
    seller.post(appeal_url(refused), {"words": "Ours."})
    decide(refused, colleague, Decision("overturned"))

    page = page_of(seller, LIST)
    assert "the decision was overturned" in page
    assert "Approved" in page
    assert CLAUSES["P-4.1"].text.en not in page


@pytest.mark.parametrize("words", ["", "   "])
def test_an_appeal_without_words_says_what_is_missing(seller, refused, words):
    response = seller.post(appeal_url(refused), {"words": words}, follow=True)

    assert "Say in a sentence" in response.content.decode()
    assert not Review.objects.filter(verb="appealed").exists()


def test_what_was_submitted_again_can_no_longer_be_appealed_for(seller, refused, owner):
    review_submit(rendition=refused, by=owner)

    assert appeal_url(refused) not in page_of(seller, LIST)
    assert appeal_url(refused) not in page_of(seller, refused.get_absolute_url())
    response = seller.post(appeal_url(refused), {"words": "Late."}, follow=True)
    assert "was refused can be appealed" in response.content.decode()


def test_viewers_read_and_do_not_appeal_and_strangers_learn_nothing(
    client_of, refused, viewer, stranger, moderator
):
    reader = client_of(viewer)
    assert appeal_url(refused) not in page_of(reader, LIST)
    assert reader.post(appeal_url(refused), {"words": "x"}).status_code == 403
    for person in (stranger, moderator):
        assert client_of(person).post(appeal_url(refused), {"words": "x"}).status_code == 404
    assert not Review.objects.filter(verb="appealed").exists()


def test_nothing_that_moderators_say_among_themselves_is_on_pages_or_in_mails(
    seller, risky, moderator, colleague, settings
):
    settings.RE_REVIEW_SHARE = 1.0
    review_comment(rendition=risky, by=moderator, text="SECRET-COMMENT")
    decide(risky, moderator, Decision("approved", note="SECRET-FIRST"))
    refusal = decide(risky, colleague, REFUSED)
    opinion = Decision("needs_changes", ("other",), "SECRET-OPINION")
    re_review_decide(
        review=refusal,
        moderator=make_user("third@example.com", is_moderator=True),
        decision=opinion,
    )
    decision_mails_send()

    pages = [
        page_of(seller, url)
        for url in (LIST, risky.get_absolute_url(), risky.product.get_absolute_url())
    ]
    [message] = mail.outbox
    for text in (*pages, message.body, message.alternatives[0].content):
        assert "SECRET" not in text
        assert "Approved once" not in text
        assert "third@example.com" not in text
    assert appeal_url(risky) in pages[0]


@pytest.mark.parametrize(
    "language, verb, said",
    [
        ("en", "upheld", "the decision stands"),
        ("en", "overturned", "you were right"),
        ("zh-hans", "upheld", "维持原决定"),
        ("zh-hans", "overturned", "申诉成立"),
    ],
)
def test_the_answer_comes_by_mail_in_the_sellers_language(
    seller, refused, owner, colleague, language, verb, said
):
    owner.language = language
    owner.save()
    decision_mails_send()
    mail.outbox.clear()
    seller.post(appeal_url(refused), {"words": "Ours."})
    decide(refused, colleague, Decision(verb, note="Read twice."))

    decision_mails_send()

    [message] = mail.outbox
    assert message.to == [owner.email]
    assert said in message.body
    assert "Read twice." in message.body
    assert "Blue bottle" in message.subject


def test_a_mail_tells_the_rule_that_is_broken(refused):
    decision_mails_send()

    [message] = mail.outbox
    for body in (message.body, message.alternatives[0].content):
        assert "P-4.1: " in body
