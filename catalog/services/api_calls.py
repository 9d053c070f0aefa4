"""How often tokens call: counted in the cache, written down once a minute."""

from datetime import date, timedelta

from django.db.models import F
from django.utils import timezone

from catalog.counters import counted, taken
from catalog.models import ApiCalls, ApiToken

NOTED_EVERY = timedelta(minutes=1)  # often enough for people to see; spares a write on every call
KEEP_S = 2 * 24 * 3600
KEPT = timedelta(days=400)


def call_note(*, token: ApiToken) -> None:
    """One more call of `token` today."""
    now = timezone.now()
    counted(key_of(token, now.date()), keep_s=KEEP_S)
    if token.used_at and now - token.used_at <= NOTED_EVERY:
        return
    # Of calls that come together one writes down what was counted.
    if ApiToken.objects.filter(pk=token.pk, used_at=token.used_at).update(used_at=now):
        for day in (now.date() - timedelta(days=1), now.date()):
            calls_write(token=token, day=day)


def calls_write(*, token: ApiToken, day: date) -> None:
    """Add what was counted of one day to its row."""
    if count := taken(key_of(token, day)):
        row, _ = ApiCalls.objects.get_or_create(token=token, day=day)
        ApiCalls.objects.filter(pk=row.pk).update(calls=F("calls") + count)


def calls_forget() -> int:
    """Forget days long ago; how many."""
    return ApiCalls.objects.filter(day__lt=timezone.now().date() - KEPT).delete()[0]


def key_of(token: ApiToken, day: date) -> str:
    return f"api-calls-{token.pk}-{day.isoformat()}"
