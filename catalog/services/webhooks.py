"""Sending webhooks: claimed, signed, tried again later and later, given up. Never in a transaction.

A sweep has its own short time, and one runs at a time: receivers that hang hold up each other for
a moment, and nobody else. Addresses have turns, the one tried longest ago first.
"""

import random
import time
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from catalog.fetching.connection import Limits, send
from catalog.fetching.errors import FetchError
from catalog.models import WebhookDelivery, WebhookEndpoint
from catalog.services.webhook_endpoints import webhook_switch_off
from catalog.services.webhook_signing import signature_heads

SWEEP_S = 10.0
AT_ONCE = 50  # messages to one address in one sweep
LIMITS = Limits(max_bytes=10_000, total_s=10, wait_s=5)
LEASE = timedelta(seconds=60)  # far longer than one try
RUNNING, RUNS_AT_MOST_S = "webhooks-are-sent", 30
WAITS = (  # after each try that failed; then it is given up
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
)
JITTER = 0.1  # so that what failed together does not come back together
FAILING = timedelta(days=5)
KEPT = timedelta(days=30)
GONE = 410
Status, Off = WebhookDelivery.Status, WebhookEndpoint.Off


def webhooks_send() -> int:
    """Send what is due, until a sweep's time is up; how many arrived."""
    if not cache.add(RUNNING, True, RUNS_AT_MOST_S):
        return 0
    until, arrived = time.monotonic() + SWEEP_S, 0
    try:
        for endpoint in endpoints_due():
            arrived += endpoint_serve(endpoint, until)
            if time.monotonic() >= until:
                break
    finally:
        cache.delete(RUNNING)
    return arrived


def deliveries_forget() -> int:
    """Remove messages whose story ended long ago; how many."""
    ended = WebhookDelivery.objects.exclude(status=Status.WAITING)
    return ended.filter(created_at__lt=timezone.now() - KEPT).delete()[0]


def endpoints_due() -> list[WebhookEndpoint]:
    waiting = Q(deliveries__status=Status.WAITING, deliveries__next_try_at__lte=timezone.now())
    due = WebhookEndpoint.objects.filter(waiting, off_at=None).distinct()
    return list(due.order_by(F("tried_at").asc(nulls_first=True), "pk"))


def endpoint_serve(endpoint: WebhookEndpoint, until: float) -> int:
    """Send to one address until a try fails or time is up; how many arrived."""
    # Before anything is tried: whatever happens to it, the others have their turns.
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(tried_at=timezone.now())
    due = endpoint.deliveries.filter(status=Status.WAITING, next_try_at__lte=timezone.now())
    arrived = 0
    for delivery in list(due.order_by("next_try_at", "pk")[:AT_ONCE]):
        if time.monotonic() >= until:
            break
        if not delivery_claim(delivery):
            continue
        if not delivery_try(delivery, endpoint):
            break
        arrived += 1
    return arrived


def delivery_claim(delivery: WebhookDelivery) -> bool:
    """Whether it is ours to try now; a process that dies with it leaves it to be tried again."""
    now = timezone.now()
    mine = WebhookDelivery.objects.filter(
        pk=delivery.pk, status=Status.WAITING, next_try_at=delivery.next_try_at
    ).update(attempts=F("attempts") + 1, next_try_at=now + LEASE, tried_at=now)
    delivery.attempts, delivery.tried_at = delivery.attempts + 1, now
    return bool(mine)


def delivery_try(delivery: WebhookDelivery, endpoint: WebhookEndpoint) -> bool:
    """One try, and what follows from it; whether it arrived."""
    body, now = delivery.body.encode(), timezone.now()
    known = endpoint.secrets.filter(Q(ends_at=None) | Q(ends_at__gt=now)).order_by("-pk")
    heads = signature_heads(
        known.values_list("secret", flat=True),
        message=delivery.event,
        timestamp=int(now.timestamp()),
        body=body,
    )
    heads["Content-Type"] = "application/json"
    try:
        answer = send(endpoint.url, body=body, heads=heads, limits=LIMITS)
    except FetchError as error:
        problem = {"code": error.code, "arguments": error.arguments}
        failed(delivery, endpoint, problem=problem, answer_status=None, answer="")
        return False
    said: dict[str, Any] = {"answer_status": answer.status, "answer": shown(answer.text)}
    if 200 <= answer.status < 300:
        arrived(delivery, endpoint, said)
        return True
    failed(delivery, endpoint, wait_s=answer.retry_after_s or 0, problem={}, **said)
    return False


def shown(text: bytes) -> str:
    """The beginning of an answer as people can read it; a database takes no NUL."""
    return text.decode(errors="replace").replace("\0", "\ufffd")[:500]


def arrived(delivery: WebhookDelivery, endpoint: WebhookEndpoint, said: dict[str, Any]) -> None:
    held(delivery).update(status=Status.DELIVERED, problem={}, **said)
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(failing_since=None)


def failed(
    delivery: WebhookDelivery, endpoint: WebhookEndpoint, wait_s: float = 0, **said: Any
) -> None:
    """Try again later, or never; an address that is gone or fails for days is switched off."""
    if delivery.attempts > len(WAITS):
        held(delivery).update(status=Status.FAILED, **said)
    else:
        wait = max(WAITS[delivery.attempts - 1], min(timedelta(seconds=wait_s), WAITS[-1]))
        wait *= random.uniform(1 - JITTER, 1 + JITTER)
        held(delivery).update(next_try_at=timezone.now() + wait, **said)
    now = timezone.now()
    since = endpoint.failing_since or now
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(failing_since=since)
    if said["answer_status"] == GONE:
        webhook_switch_off(endpoint=endpoint, because=Off.GONE)
    elif now - since > FAILING:
        webhook_switch_off(endpoint=endpoint, because=Off.FAILING)


def held(delivery: WebhookDelivery) -> QuerySet[WebhookDelivery]:
    """The row, unless somebody had it sent again meanwhile or the lease ran out."""
    return WebhookDelivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts)
