"""Webhooks: what is written, how it is signed, when it is tried again, when it is given up."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone

from catalog.errors import CatalogError
from catalog.models import Review, WebhookDelivery, WebhookEndpoint, WebhookSecret
from catalog.services import webhook_endpoints as endpoints
from catalog.services import webhooks
from catalog.services.outbox import consume_finished_job
from catalog.services.review_rules import Decision
from catalog.services.webhook_events import EVENTS
from catalog.services.webhook_signing import secret_new, signature_heads
from catalog.services.webhooks import deliveries_forget, webhooks_send
from imaging.models import Job, OutboxEntry
from tests.factories import make_rendition, make_shop, make_user
from tests.fetch_host import Answering, Host, host_running
from tests.review_world import decide, submitted

__all__ = ["submitted"]

KNOWN = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # the example of the specification


class Receiver:
    """A shop's own system: remembers what it got, answers as it is told."""

    def __init__(self, host: Host) -> None:
        self.host, self.got, self.status, self.text = host, [], 200, b"thank you"
        host.pages["/hook"] = self.take

    def take(self, page: Answering) -> None:
        body = page.rfile.read(int(page.headers["Content-Length"]))
        self.got.append((dict(page.headers), body))
        page.answer(self.status, self.text)

    @property
    def url(self) -> str:
        return self.host.address("/hook")


@pytest.fixture(scope="module")
def running() -> Iterator[Host]:
    with host_running() as host:
        yield host


@pytest.fixture
def receiver(running: Host, settings) -> Receiver:
    settings.FETCH_ALLOW = [running.authority]
    running.pages.clear()
    return Receiver(running)


@pytest.fixture
def endpoint(receiver, shop, owner) -> WebhookEndpoint:
    return endpoints.webhook_create(shop=shop, url=receiver.url, events=EVENTS, by=owner)[0]


def ended(rendition) -> None:
    """The end of its job, told as a worker does."""
    OutboxEntry.objects.get_or_create(job=rendition.job)
    consume_finished_job(rendition.job_id)


def later(**span: float) -> None:
    """As if that time had passed."""
    for one in WebhookDelivery.objects.all():
        one.next_try_at -= timedelta(**span)
        one.save()


def test_a_signature_is_the_one_that_the_specification_gives():
    heads = signature_heads(
        [KNOWN],
        message="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body=b'{"test": 2432232314}',
    )

    assert heads == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_a_secret_has_256_bits_and_is_another_each_time():
    one, other = secret_new(), secret_new()

    assert one.startswith("whsec_")
    assert len(base64.b64decode(one[6:])) == 32
    assert one != other


def test_a_finished_picture_is_told_with_ids_and_addresses_only(endpoint, receiver, photo, owner):
    rendition = make_rendition(photo, requested_by=owner, preset="amazon_main")
    ended(rendition)

    assert webhooks_send() == 1
    heads, body = receiver.got[0]
    said = json.loads(body)

    assert heads["Content-Type"] == "application/json"
    assert said["type"] == "rendition.ready"
    assert said["data"] == {
        "shop": "teashop",
        "rendition": rendition.pk,
        "product": photo.product_id,
        "url": f"http://localhost:8000/api/v1/renditions/{rendition.pk}/",
        "page": f"http://localhost:8000{rendition.get_absolute_url()}",
        "photo": photo.pk,
        "job": str(rendition.job_id),
        "recipe": "main-image",
        "preset": "amazon_main",
        "error_code": "",
    }
    assert b"@" not in body
    delivery = WebhookDelivery.objects.get()
    assert (delivery.status, delivery.attempts) == ("delivered", 1)
    assert (delivery.answer_status, delivery.answer) == (200, "thank you")


def test_a_failed_picture_is_told_with_its_code_and_a_cancelled_one_not_at_all(endpoint, photo):
    failed = make_rendition(photo, Job.Status.FAILED)
    cancelled = make_rendition(photo, Job.Status.CANCELLED, preset="walmart")
    for one in (failed, cancelled):
        ended(one)

    delivery = WebhookDelivery.objects.get()

    assert delivery.type == "rendition.failed"
    assert json.loads(delivery.body)["data"]["error_code"] == "no_product"


def test_a_job_told_twice_is_one_message(endpoint, photo):
    rendition = make_rendition(photo)
    ended(rendition)
    OutboxEntry.objects.update(consumed_at=None)
    consume_finished_job(rendition.job_id)

    assert WebhookDelivery.objects.count() == 1


def test_a_decision_is_told_without_the_moderator_and_the_note(endpoint, submitted, moderator):
    said = Decision(Review.Verb.REJECTED, ("other",), "Ask Bo.")
    review = decide(submitted, moderator, said)

    said = json.loads(WebhookDelivery.objects.get(type="review.decided").body)["data"]

    assert (said["verb"], said["reasons"], said["review"]) == ("rejected", ["other"], review.pk)
    assert "Bo" not in str(said)


def test_only_what_was_chosen_and_only_the_shops_own_is_told(receiver, photo, owner):
    add = {"url": receiver.url, "by": owner}
    wants = endpoints.webhook_create(shop=photo.shop, events=["rendition.ready"], **add)[0]
    endpoints.webhook_create(shop=photo.shop, events=["import.ended"], **add)
    endpoints.webhook_create(shop=make_shop(owner=make_user()), events=EVENTS, **add)
    ended(make_rendition(photo))

    assert [one.endpoint for one in WebhookDelivery.objects.all()] == [wants]


def test_the_snippet_of_the_guide_accepts_what_is_sent_and_nothing_else(endpoint, receiver):
    guide = (Path(__file__).resolve().parents[2] / "docs/api.md").read_text("utf-8")
    code = next(
        one for one in re.findall(r"```python\n(.*?)```", guide, re.S) if "def verified" in one
    )
    names: dict = {}
    exec(code, names)  # the very lines that the guide tells people to copy
    secret = endpoint.secrets.get().secret
    endpoints.webhook_test(endpoint=endpoint)
    webhooks_send()
    heads, body = receiver.got[0]

    def verified(body: bytes = body, secret: str = secret, **other: str) -> bool:
        return bool(names["verified"](heads | other, body, secret))

    assert verified()
    assert not verified(body + b" ")
    assert not verified(secret=secret_new())
    stale = str(int(heads["webhook-timestamp"]) - 301)
    assert not verified(**{"webhook-timestamp": stale})
    signed = f"{heads['webhook-id']}.{stale}.".encode() + body
    sign = hmac.digest(base64.b64decode(secret[6:]), signed, hashlib.sha256)
    replay = {
        "webhook-timestamp": stale,
        "webhook-signature": "v1," + base64.b64encode(sign).decode(),
    }
    assert not verified(**replay)  # well signed, five minutes old


def test_during_a_rotation_both_secrets_sign_and_afterwards_the_new_one(endpoint, receiver):
    old = endpoint.secrets.get().secret
    new = endpoints.webhook_secret_rotate(endpoint=endpoint)
    endpoints.webhook_test(endpoint=endpoint)
    webhooks_send()
    WebhookSecret.objects.filter(secret=old).update(ends_at=timezone.now())
    endpoints.webhook_test(endpoint=endpoint)
    webhooks_send()

    def signs(secret: str, got) -> bool:
        heads, body = got
        said = f"{heads['webhook-id']}.{heads['webhook-timestamp']}.".encode() + body
        made = hmac.digest(base64.b64decode(secret[6:]), said, hashlib.sha256)
        return "v1," + base64.b64encode(made).decode() in heads["webhook-signature"].split()

    assert [(signs(old, got), signs(new, got)) for got in receiver.got] == [
        (True, True),
        (False, True),
    ]


def test_what_fails_is_tried_again_as_the_schedule_says_and_given_up_at_last(
    endpoint, receiver, monkeypatch
):
    monkeypatch.setattr(webhooks.random, "uniform", lambda low, high: 1.0)
    receiver.status, receiver.text = 500, b"out of order"
    endpoints.webhook_test(endpoint=endpoint)
    waits = []
    for _ in range(9):
        before = timezone.now()
        webhooks_send()
        delivery = WebhookDelivery.objects.get()
        waits.append(round((delivery.next_try_at - before).total_seconds()))
        later(hours=11)

    assert waits[:6] == [5, 300, 1_800, 7_200, 18_000, 36_000]
    assert (delivery.status, delivery.attempts) == ("failed", 7)
    assert (delivery.answer_status, delivery.answer) == (500, "out of order")
    assert len(receiver.got) == 7
    assert len({heads["webhook-id"] for heads, _ in receiver.got}) == 1


def test_waits_are_spread_by_a_tenth(endpoint, receiver):
    receiver.status = 500
    for _ in range(6):
        endpoints.webhook_test(endpoint=endpoint)
    for _ in range(6):
        webhooks_send()
    now = timezone.now()

    waits = [(one.next_try_at - now).total_seconds() for one in WebhookDelivery.objects.all()]

    assert all(4 <= wait <= 5.5 for wait in waits)
    assert len({round(wait, 3) for wait in waits}) == 6


def test_a_receiver_that_says_when_to_come_back_is_asked_then(endpoint, receiver, monkeypatch):
    monkeypatch.setattr(webhooks.random, "uniform", lambda low, high: 1.0)
    receiver.host.pages["/hook"] = lambda page: page.answer(429, Retry_After="120")
    endpoints.webhook_test(endpoint=endpoint)
    webhooks_send()

    wait = WebhookDelivery.objects.get().next_try_at - timezone.now()

    assert 118 < wait.total_seconds() <= 120


def test_an_address_that_is_gone_is_switched_off_at_once(endpoint, receiver):
    receiver.status = 410
    endpoints.webhook_test(endpoint=endpoint)
    webhooks_send()
    endpoint.refresh_from_db()

    assert endpoint.off_because == "gone"
    with pytest.raises(CatalogError, match="switched off"):
        endpoints.webhook_test(endpoint=endpoint)


def test_an_address_that_fails_for_days_is_switched_off_and_one_success_forgives(
    endpoint, receiver
):
    receiver.status = 503
    endpoints.webhook_test(endpoint=endpoint)
    webhooks_send()
    endpoint.refresh_from_db()
    assert endpoint.failing_since
    assert not endpoint.off_at

    receiver.status = 204
    later(hours=1)
    webhooks_send()
    endpoint.refresh_from_db()
    assert endpoint.failing_since is None

    receiver.status = 503
    WebhookEndpoint.objects.update(failing_since=timezone.now() - timedelta(days=5, minutes=1))
    endpoints.webhook_test(endpoint=endpoint)
    webhooks_send()
    endpoint.refresh_from_db()
    assert endpoint.off_because == "failing"


def test_switched_off_nothing_is_written_or_sent_and_on_again_what_waited_goes(
    endpoint, receiver, photo
):
    endpoints.webhook_test(endpoint=endpoint)
    endpoints.webhook_switch_off(endpoint=endpoint)
    ended(make_rendition(photo))
    webhooks_send()
    assert (receiver.got, WebhookDelivery.objects.count()) == ([], 1)

    endpoints.webhook_switch_on(endpoint=endpoint)
    assert webhooks_send() == 1


def test_a_message_is_sent_again_as_the_same_message(endpoint, receiver):
    endpoints.webhook_test(endpoint=endpoint)
    webhooks_send()
    delivery = WebhookDelivery.objects.get()
    endpoints.delivery_again(delivery=delivery)
    webhooks_send()

    (first, body), (again, same) = receiver.got
    assert (first["webhook-id"], body) == (again["webhook-id"], same)


def test_a_private_address_is_never_opened_whatever_its_name(endpoint, receiver, settings):
    settings.FETCH_ALLOW = []
    WebhookEndpoint.objects.update(url="http://127.0.0.1/hook")
    endpoints.webhook_test(endpoint=endpoint)
    webhooks_send()

    delivery = WebhookDelivery.objects.get()
    assert (delivery.problem["code"], delivery.answer_status) == ("address_private", None)
    assert receiver.got == []


@pytest.mark.parametrize(
    "url", ["http://example.com/", "ftp://x.example/", "https://u:p@x.example"]
)
def test_an_address_that_cannot_be_used_is_refused_when_it_is_typed(shop, owner, url):
    with pytest.raises(CatalogError):
        endpoints.webhook_create(shop=shop, url=url, events=EVENTS, by=owner)
    assert not shop.webhooks.exists()


def test_a_shop_has_at_most_ten_webhooks_and_each_wants_something(shop, owner):
    add = {"shop": shop, "url": "https://x.example/hook", "by": owner}
    with pytest.raises(CatalogError, match="at least one event"):
        endpoints.webhook_create(events=["nonsense"], **add)
    for _ in range(10):
        endpoints.webhook_create(events=EVENTS, **add)
    with pytest.raises(CatalogError, match="at most 10"):
        endpoints.webhook_create(events=EVENTS, **add)


def test_one_address_that_fails_costs_the_others_one_try(endpoint, receiver, shop, owner):
    broken = endpoints.webhook_create(
        shop=shop, url=receiver.host.address("/broken"), events=EVENTS, by=owner
    )[0]
    for _ in range(3):
        endpoints.webhook_test(endpoint=broken)
        endpoints.webhook_test(endpoint=endpoint)

    assert webhooks_send() == 3
    assert receiver.host.asked["/broken"] == 1


def test_a_crash_over_one_address_does_not_take_the_others_turns(
    endpoint, receiver, shop, owner, monkeypatch
):
    other = endpoints.webhook_create(shop=shop, url=receiver.url, events=EVENTS, by=owner)[0]
    for one in (endpoint, other):
        endpoints.webhook_test(endpoint=one)

    def crash(*args, **options):
        raise RuntimeError("broken")

    with monkeypatch.context() as broken:
        broken.setattr(webhooks, "send", crash)
        with pytest.raises(RuntimeError):
            webhooks_send()

    assert webhooks_send() == 1
    assert other.deliveries.get().status == "delivered"


def test_a_claimed_message_is_left_alone_until_its_lease_ends(endpoint, receiver):
    endpoints.webhook_test(endpoint=endpoint)
    delivery = WebhookDelivery.objects.get()
    assert webhooks.delivery_claim(delivery)
    assert not webhooks.delivery_claim(WebhookDelivery(pk=delivery.pk, next_try_at=timezone.now()))

    assert webhooks_send() == 0
    later(seconds=61)
    assert webhooks_send() == 1


def test_one_sweep_runs_at_a_time(endpoint, receiver):
    endpoints.webhook_test(endpoint=endpoint)
    cache.add(webhooks.RUNNING, True)

    assert webhooks_send() == 0
    cache.delete(webhooks.RUNNING)
    assert webhooks_send() == 1


def test_old_messages_are_forgotten_and_waiting_ones_kept(endpoint, receiver):
    for _ in range(2):
        endpoints.webhook_test(endpoint=endpoint)
    WebhookDelivery.objects.update(created_at=timezone.now() - timedelta(days=31))
    delivered = WebhookDelivery.objects.first()
    WebhookDelivery.objects.filter(pk=delivered.pk).update(status="delivered")

    assert deliveries_forget() == 1
    assert WebhookDelivery.objects.get().status == "waiting"
