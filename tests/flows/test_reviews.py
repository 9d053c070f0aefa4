"""The moderators' desk over HTTP, and strangers beside every success."""

import json
from datetime import timedelta

import numpy as np
import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone, translation

from catalog.models import DecisionMail, Review, ReviewClaim
from catalog.reasons import REASONS
from catalog.selectors.reviews import review_state
from catalog.services.decision_mails import decision_mails_send
from catalog.services.reviews import (
    Decision,
    review_claim,
    review_decide,
    review_submit,
    review_withdraw,
)
from catalog.tasks import send_decision_mail
from tests.factories import (
    make_job,
    make_member,
    make_photo,
    make_product,
    make_rendition,
    make_user,
    stored_picture,
)
from tests.pictures import bottle_mask, opened, png_of, product_jpeg
from tests.review_world import checks_end


@pytest.fixture
def rendition(photo, owner):
    """Submitted by the shop's owner."""
    rendition = make_rendition(photo, requested_by=owner, preset="amazon_main")
    review_submit(rendition=rendition, by=owner)
    checks_end(rendition)
    return rendition


@pytest.fixture
def desk(client_of, moderator):
    return client_of(moderator)


@pytest.fixture
def claim(rendition, moderator):
    return review_claim(rendition=rendition, moderator=moderator)


def url(name, *args):
    return reverse(f"catalog:{name}", args=args)


def answer(claim, verb="approved", **fields):
    return {"token": str(claim.token), "verb": verb, **fields}


def another(shop, owner):
    rendition = make_rendition(make_photo(make_product(shop, "Red cup")))
    review_submit(rendition=rendition, by=owner)
    return rendition


# Queue and claim


def test_the_queue_lists_what_waits_with_shop_product_and_channel(desk, rendition):
    response = desk.get(url("review_queue"))

    page = response.content.decode()
    assert response.status_code == 200
    for words in ("Tea shop", "Blue bottle", "Amazon", "Start reviewing"):
        assert words in page


def test_start_reviewing_claims_the_oldest_and_opens_it(desk, rendition, shop, owner, moderator):
    another(shop, owner)

    response = desk.post(url("review_next"))

    assert response.url == url("review_item", rendition.pk)
    assert ReviewClaim.objects.get().rendition == rendition
    assert "Approve" in desk.get(response.url).content.decode()


def test_skip_goes_on_and_previous_comes_back(desk, rendition, shop, owner):
    later = another(shop, owner)
    desk.post(url("review_next"))

    skipped = desk.post(url("review_next"), {"beside": rendition.pk})
    assert skipped.url == url("review_item", later.pk)
    back = desk.post(url("review_next"), {"beside": later.pk, "back": "1"})
    assert back.url == url("review_item", rendition.pk)
    assert ReviewClaim.objects.get().rendition == rendition


def test_an_empty_queue_says_so(desk):
    response = desk.post(url("review_next"), follow=True)

    page = response.content.decode()
    assert "Nothing else is waiting for you." in page
    assert "Nothing waits for review" in page
    assert "Start reviewing" not in page


def test_looking_at_an_item_claims_nothing_and_a_press_does(desk, rendition, moderator):
    assert "Claim it" in desk.get(url("review_item", rendition.pk)).content.decode()
    assert not ReviewClaim.objects.exists()

    assert desk.post(url("review_item", rendition.pk)).status_code == 302
    assert ReviewClaim.objects.get().moderator == moderator


def test_what_another_holds_is_shown_without_buttons_and_named(desk, rendition):
    other = make_user("second@example.com", is_moderator=True)
    review_claim(rendition=rendition, moderator=other)

    page = desk.get(url("review_item", rendition.pk)).content.decode()
    assert "second@example.com is reviewing" in page
    assert 'value="approved"' not in page
    response = desk.post(url("review_item", rendition.pk))
    assert response.status_code == 422
    assert "Somebody else is reviewing" in response.content.decode()
    assert ReviewClaim.objects.get().moderator == other


def test_a_draft_and_a_withdrawn_picture_are_not_for_moderators(desk, photo, rendition, owner):
    draft = make_rendition(photo)
    review_withdraw(rendition=rendition, by=owner)

    for one in (draft, rendition):
        assert desk.get(url("review_item", one.pk)).status_code == 404
        assert desk.get(url("review_file", one.pk, "picture")).status_code == 404


# Deciding


def test_approve_writes_one_row_and_opens_the_next(desk, claim, rendition, shop, owner, moderator):
    later = another(shop, owner)

    response = desk.post(url("review_decide", rendition.pk), answer(claim))

    assert response.url == url("review_item", later.pk)
    decision = Review.objects.get(verb="approved")
    assert (decision.rendition, decision.by, decision.reasons) == (rendition, moderator, [])
    assert ReviewClaim.objects.get().rendition == later


@pytest.mark.parametrize("verb, code", [("needs_changes", "framing"), ("rejected", "unsafe")])
def test_a_refusal_keeps_its_reasons_and_note(desk, claim, rendition, verb, code):
    data = answer(claim, verb, reasons=[code, "product_changed"], note="See the cap.")

    response = desk.post(url("review_decide", rendition.pk), data)

    assert response.url == url("review_queue")
    decision = Review.objects.get(verb=verb)
    assert sorted(decision.reasons) == sorted([code, "product_changed"])
    assert decision.note == "See the cap."


def test_a_refusal_without_reasons_comes_back_open_with_what_was_typed(desk, claim, rendition):
    data = answer(claim, "rejected", note="Half a sentence")

    response = desk.post(url("review_decide", rendition.pk), data)

    page = response.content.decode()
    assert response.status_code == 422
    assert "at least one reason" in page
    assert "Half a sentence" in page
    assert review_state(rendition) == "submitted"


@pytest.mark.parametrize("spoilt", [{"verb": "published"}, {"token": "1"}, {"reasons": "rude"}])
def test_a_decision_that_cannot_be_read_writes_nothing(desk, claim, rendition, spoilt):
    response = desk.post(url("review_decide", rendition.pk), answer(claim) | spoilt)

    assert response.status_code == 422
    assert "could not be read" in response.content.decode()
    assert review_state(rendition) == "submitted"


def test_an_expired_claim_decides_nothing_and_offers_a_new_one(desk, claim, rendition):
    ReviewClaim.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    response = desk.post(url("review_decide", rendition.pk), answer(claim))

    page = response.content.decode()
    assert response.status_code == 422
    assert "ran out" in page
    assert "Claim it" in page
    assert review_state(rendition) == "submitted"


def test_deciding_what_was_withdrawn_meanwhile_says_so(desk, claim, rendition, owner):
    review_withdraw(rendition=rendition, by=owner)

    response = desk.post(url("review_decide", rendition.pk), answer(claim), follow=True)

    assert response.redirect_chain[-1][0] == url("review_queue")
    assert "took this picture back" in response.content.decode()


def test_a_decided_item_shows_its_decision_and_no_buttons(desk, claim, rendition):
    desk.post(url("review_decide", rendition.pk), answer(claim, "rejected", reasons=["unsafe"]))

    page = desk.get(url("review_item", rendition.pk)).content.decode()
    assert REASONS["unsafe"].label.en in page
    assert 'name="verb"' not in page


def test_a_heartbeat_tells_the_seconds_left_and_a_lost_claim_its_sentence(desk, claim, rendition):
    beat = url("review_heartbeat", rendition.pk)

    kept = desk.post(beat, {"token": str(claim.token)})
    assert 590 <= json.loads(kept.content)["seconds"] <= 600
    ReviewClaim.objects.all().delete()
    lost = desk.post(beat, {"token": str(claim.token)})
    assert lost.status_code == 422
    assert "ran out" in json.loads(lost.content)["error"]
    assert desk.post(beat).status_code == 422


def test_releasing_gives_the_item_back(desk, claim, rendition):
    assert desk.post(url("review_release", rendition.pk)).url == url("review_queue")
    assert not ReviewClaim.objects.exists()


# Strangers


def test_a_moderator_of_the_shop_neither_sees_it_waiting_nor_decides(
    desk, rendition, shop, moderator
):
    make_member(shop, moderator)

    assert "Blue bottle" not in desk.get(url("review_queue")).content.decode()
    assert "your own shop" in desk.get(url("review_item", rendition.pk)).content.decode()
    assert desk.post(url("review_item", rendition.pk)).status_code == 422
    claim = ReviewClaim.objects.create(
        rendition=rendition,
        moderator=moderator,
        expires_at=timezone.now() + timedelta(minutes=5),
    )
    response = desk.post(url("review_decide", rendition.pk), answer(claim))
    assert response.status_code == 422
    assert "own shop" in response.content.decode()
    assert review_state(rendition) == "submitted"


@pytest.mark.parametrize("who", ["owner", "editor", "stranger", "operator", "nobody"])
def test_who_is_no_moderator_gets_nothing_of_the_desk(
    who, request, client, client_of, claim, rendition
):
    visitor = client if who == "nobody" else client_of(request.getfixturevalue(who))
    refused = 302 if who == "nobody" else 403
    pages = [
        url("review_queue"),
        url("review_log"),
        url("review_item", rendition.pk),
        url("review_file", rendition.pk, "picture"),
        url("review_file", rendition.pk, "original"),
    ]
    actions = [
        url("review_next"),
        url("review_item", rendition.pk),
        url("review_heartbeat", rendition.pk),
        url("review_decide", rendition.pk),
        url("review_release", rendition.pk),
    ]

    assert {visitor.get(page).status_code for page in pages} == {refused}
    assert {visitor.post(page, answer(claim)).status_code for page in actions} == {refused}
    assert review_state(rendition) == "submitted"
    assert ReviewClaim.objects.get() == claim


# Pictures


def test_the_output_is_served_as_made_and_the_original_only_re_encoded(desk, rendition, photo):
    picture = b"".join(desk.get(url("review_file", rendition.pk, "picture")).streaming_content)
    original = desk.get(url("review_file", rendition.pk, "original"))
    copy = b"".join(original.streaming_content)

    with default_storage.open(rendition.job.outputs["picture"]["file"]) as file:
        assert picture == file.read()
    with default_storage.open(photo.file) as file:
        assert copy != file.read()
    assert original["Content-Type"] == "image/webp"
    assert original["X-Content-Type-Options"] == "nosniff"
    assert opened(copy).shape == (480, 640, 3)
    assert desk.get(url("review_file", rendition.pk, "mask")).status_code == 404


def test_before_is_the_photo_laid_under_the_picture(desk, shop, owner):
    photo = make_photo(make_product(shop), product_jpeg(seed=5))
    mask = png_of((bottle_mask() * 255).astype(np.uint8))
    job = make_job(
        shop.tenant,
        status="done",
        inputs={"photo": {"file": photo.file, "sha256": photo.sha256}},
        steps=[{"engine": "place", "params": {"width": 1000, "height": 1000, "fill": 0.5}}],
        outputs={"picture": stored_picture(), "mask": stored_picture(mask)},
    )
    rendition = make_rendition(photo, job=job)
    review_submit(rendition=rendition, by=owner)

    before = opened(desk.get(url("review_file", rendition.pk, "before")).content)

    # The bottle is 0.76 of 480 px = 365 px high, and takes half of 1000 px: enlarged 1.37 times,
    # so the 640 px wide photo covers 877 px of the canvas's width, and grey the rest.
    assert before.shape == (1000, 1000, 3)
    covered = np.abs(before[500].astype(int) - 236).max(axis=1) > 12
    assert 870 <= covered.sum() <= 884
    # The cream label is (0.62 - 0.5) · 480 · 1.37 = 79 px below the middle.
    label = before[560, 500].astype(int)
    assert label[0] > 150
    assert label[0] - label[2] > 5


# The log, and what the shop reads


def test_the_log_shows_every_event_and_filters(desk, claim, rendition):
    desk.post(url("review_decide", rendition.pk), answer(claim, "rejected", reasons=["unsafe"]))

    page = desk.get(url("review_log")).content.decode()
    assert page.index("moderator@example.com") < page.index("owner@example.com")
    assert REASONS["unsafe"].label.en in page
    only = desk.get(url("review_log"), {"verb": "submitted", "q": "tea"}).content.decode()
    assert "owner@example.com" in only
    assert REASONS["unsafe"].label.en not in only
    assert "Nothing matches" in desk.get(url("review_log"), {"q": "zzz"}).content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_members_read_the_decision_in_their_language_and_what_to_do(
    language, client_of, desk, claim, rendition, viewer
):
    data = answer(claim, "needs_changes", reasons=["cutout_edges"], note="Left handle")
    desk.post(url("review_decide", rendition.pk), data)
    reader = client_of(viewer)
    reader.cookies["django_language"] = language

    page = reader.get(url("decision_list", "teashop")).content.decode()

    reason = REASONS["cutout_edges"]
    assert reason.label.in_language(language) in page
    assert reason.todo.in_language(language) in page
    assert "Left handle" in page
    assert "moderator@example.com" not in page


def test_strangers_do_not_learn_that_there_are_decisions(client, client_of, rendition, stranger):
    assert client_of(stranger).get(url("decision_list", "teashop")).status_code == 404
    assert client.get(url("decision_list", "teashop")).status_code == 302


# Mail


def decided(rendition, moderator, verb, *reasons, note=""):
    checks_end(rendition)
    claim = review_claim(rendition=rendition, moderator=moderator)
    return review_decide(
        rendition=rendition,
        moderator=moderator,
        token=claim.token,
        decision=Decision(verb, reasons, note),
    )


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_mail_speaks_its_readers_language_and_links_to_the_picture(
    language, rendition, owner, moderator, settings
):
    settings.SITE_URL = "https://studio.example"
    owner.language = language
    owner.save()
    review = decided(rendition, moderator, "rejected", "false_claim", note="Line\nbreak <b>")

    with translation.override("en"):
        send_decision_mail(review.pk)

    (message,) = mail.outbox
    html = message.alternatives[0].content
    reason = REASONS["false_claim"]
    assert message.to == ["owner@example.com"]
    assert "Blue bottle" in message.subject
    for body in (message.body, html):
        assert reason.label.in_language(language) in body
        assert reason.todo.in_language(language) in body
        assert f"https://studio.example{rendition.get_absolute_url()}" in body
    assert "break <b>" in message.body
    assert "break &lt;b&gt;" in html


def test_who_asked_and_who_submitted_are_told_once_each(photo, owner, editor, moderator):
    rendition = make_rendition(photo, requested_by=editor)
    review_submit(rendition=rendition, by=owner)
    review = decided(rendition, moderator, "approved")

    for _delivered_twice in range(2):
        send_decision_mail(review.pk)

    assert sorted(message.to[0] for message in mail.outbox) == [editor.email, owner.email]
    assert not DecisionMail.objects.filter(sent_at=None).exists()


def test_who_left_the_shop_is_not_told(rendition, owner, moderator):
    owner.memberships.all().delete()

    assert decision_mails_send(review_id=decided(rendition, moderator, "approved").pk) == 0
    assert not mail.outbox


def test_a_decision_outlives_a_broker_that_is_away_and_the_sweep_sends_its_mail(
    rendition, moderator, monkeypatch, django_capture_on_commit_callbacks, caplog
):
    def away(*args, **kwargs):
        raise ConnectionError("no broker")

    monkeypatch.setattr("celery.current_app.send_task", away)
    with django_capture_on_commit_callbacks(execute=True):
        decided(rendition, moderator, "approved")

    assert "not woken: no broker" in caplog.text
    assert review_state(rendition) == "approved"
    assert decision_mails_send() == 1
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_away_loses_nothing(rendition, moderator, monkeypatch):
    decided(rendition, moderator, "approved")
    backend = "django.core.mail.backends.locmem.EmailBackend.send_messages"

    def away(self, messages):
        raise ConnectionRefusedError("no server")

    with monkeypatch.context() as broken:
        broken.setattr(backend, away)
        assert decision_mails_send() == 0
    assert decision_mails_send() == 0, "not due yet: the wait after a failure"
    DecisionMail.objects.update(next_try_at=timezone.now())
    assert decision_mails_send() == 1
    assert DecisionMail.objects.get().tries == 2
