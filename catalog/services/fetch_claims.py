"""Whose turn it is among pictures at addresses: a few of a host at once, whatever fetches them."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from catalog.models import Fetch, FetchHost
from catalog.models.fetch import FetchQuerySet

# Over a fetch's time limit by what the name service and a slow store may take.
LEASE = timedelta(seconds=settings.FETCH_TIME_LIMIT_S + 120)
HOSTS_TRIED = 20
Status = Fetch.Status


def fetch_claim() -> Fetch | None:
    """Take a picture for this process alone; None when no host may be asked for one now."""
    now = timezone.now()
    in_hand = fetches_in_hand(now).values("host").annotate(count=Count("pk"))
    full = in_hand.filter(count__gte=settings.FETCH_PER_HOST).values("host")
    due = Fetch.objects.due().filter(host=OuterRef("host"))
    hosts = FetchHost.objects.filter(Exists(due), next_at__lte=now).exclude(host__in=full)
    for name in list(hosts.order_by("next_at").values_list("host", flat=True)[:HOSTS_TRIED]):
        if fetch := fetch_claim_of(name):
            return fetch
    return None


@transaction.atomic
def fetch_claim_of(name: str) -> Fetch | None:
    """The host's next picture, unless others were faster. Its row is locked: only one looks."""
    host = FetchHost.objects.select_for_update().get(pk=name)
    now = timezone.now()
    busy = fetches_in_hand(now).filter(host=name).count()
    due = Fetch.objects.due().filter(host=name)
    # One status after the other: asked for both, a database would sort all that waits.
    found = first_of(due.filter(status=Status.WAITING)) or first_of(due)
    if found is None or host.next_at > now or busy >= settings.FETCH_PER_HOST:
        return None
    found.status, found.token, found.lease_until = Status.FETCHING, uuid.uuid4(), now + LEASE
    found.attempts += 1
    taken = due.filter(pk=found.pk).update(
        status=found.status,
        token=found.token,
        lease_until=found.lease_until,
        attempts=found.attempts,
    )
    host.next_at = now + timedelta(seconds=settings.FETCH_INTERVAL_S)
    host.save(update_fields=["next_at"])
    return found if taken else None


def first_of(fetches: FetchQuerySet) -> Fetch | None:
    return fetches.order_by("number", "pk").select_related("source__shop").first()


def fetches_in_hand(now: datetime) -> FetchQuerySet:
    """What is being fetched by somebody who may still be alive."""
    return Fetch.objects.filter(status=Status.FETCHING, lease_until__gte=now)
