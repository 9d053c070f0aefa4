"""Calls that are made once however often they are sent."""

import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from catalog.models import IdempotentCall, Shop

KEPT = timedelta(hours=24)
# Longer than receiving the largest upload takes; until then a call whose process died looks alive.
DEAD_AFTER = timedelta(minutes=15)
TRIES = 10


def call_begin(*, shop: Shop, key: str, fingerprint: str, attempt: uuid.UUID) -> IdempotentCall:
    """The call that `key` stands for: `attempt` may make it now if the row is its own.

    Else the row is another attempt's, which is at it or was answered.
    """
    said = {"fingerprint": fingerprint, "attempt": attempt}
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return IdempotentCall.objects.create(shop=shop, key=key, **said)
        except IntegrityError:
            same = IdempotentCall.objects.filter(shop=shop, key=key)
        same.filter(stale()).update(started_at=timezone.now(), status=None, content="", **said)
        if call := same.first():
            return call  # none: whoever was first failed and let go of the key
    raise RuntimeError(f"the key {key} is let go of again and again")


def call_answer(*, call: IdempotentCall, status: int, content: str) -> None:
    """Keep what a call was answered, unless it was taken for dead meanwhile."""
    _held(call).update(status=status, content=content)


def call_let_go(*, call: IdempotentCall) -> None:
    """Forget a call that came to nothing: the same key may try again."""
    _held(call).delete()


def calls_forget() -> int:
    """Forget answers nobody asks for any more; how many."""
    return IdempotentCall.objects.filter(started_at__lt=timezone.now() - KEPT).delete()[0]


def stale() -> Q:
    now = timezone.now()
    dead = Q(status=None, started_at__lt=now - DEAD_AFTER)
    return dead | Q(started_at__lt=now - KEPT)


def _held(call: IdempotentCall) -> QuerySet[IdempotentCall]:
    return IdempotentCall.objects.filter(pk=call.pk, attempt=call.attempt)
