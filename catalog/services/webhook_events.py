"""What a shop's own systems are told: written where it happens, sent after the commit.

Ids, kinds and addresses only: nothing of a person, and nothing that a receiver could not read with
its token anyway.
"""

import json
import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from catalog.models import Import, Rendition, Review, Shop, WebhookDelivery, WebhookEndpoint
from catalog.services.waking import task_wake
from imaging.models import Job

IMPORT_CHECKED, IMPORT_ENDED = "import.checked", "import.ended"
READY, FAILED, DECIDED = "rendition.ready", "rendition.failed", "review.decided"
EVENTS = (IMPORT_CHECKED, IMPORT_ENDED, READY, FAILED, DECIDED)
TEST = "endpoint.test"
SEND_TASK = "catalog.send_webhooks"
WOKEN_S = 2  # one wake-up is enough for what happens within
NAMES = uuid.UUID("6a0a4c0e-3c53-4e0c-9b0e-2f3d3f4c8f11")  # what message ids are made from


def job_told(job: Job) -> None:
    """Consume an ended job: tell that its picture is ready, or cannot be made.

    A finer picture that takes the place of a preview is told as ready once more.
    """
    kind = READY if job.status == Job.Status.DONE else FAILED
    rendition = Rendition.objects.filter(job=job, deleted_at=None).select_related("shop").first()
    if rendition is None or job.status == Job.Status.CANCELLED:
        return
    data = of_rendition(rendition) | {
        "photo": rendition.photo_id,
        "job": str(job.pk),
        "recipe": rendition.recipe,
        "preset": rendition.preset,
        "error_code": job.error_code,
    }
    event_write(shop=rendition.shop, kind=kind, what=f"{job.pk}/{job.finished_at}", data=data)


def review_told(review: Review) -> None:
    """Tell of a decision, in its transaction."""
    data = of_rendition(review.rendition) | {
        "review": review.pk,
        "verb": review.verb,
        "about": review.about_id,
        "reasons": review.reasons,
    }
    event_write(shop=review.rendition.shop, kind=DECIDED, what=str(review.pk), data=data)


def import_told(source: Import, kind: str) -> None:
    """Tell that an import was checked or has ended, in the transaction that says so."""
    data = {
        "import": str(source.pk),
        "status": source.status,
        "url": settings.SITE_URL + reverse("api:import-detail", args=[source.pk]),
        "page": settings.SITE_URL + source.get_absolute_url(),
    }
    event_write(shop=source.shop, kind=kind, what=str(uuid.uuid4()), data=data)


def of_rendition(rendition: Rendition) -> dict[str, Any]:
    return {
        "rendition": rendition.pk,
        "product": rendition.product_id,
        "url": settings.SITE_URL + reverse("api:rendition-detail", args=[rendition.pk]),
        "page": settings.SITE_URL + rendition.get_absolute_url(),
    }


def event_write(*, shop: Shop, kind: str, what: str, data: dict[str, Any]) -> None:
    """Write a message to every address of the shop that wants `kind`, and wake the sender.

    `what` names this one happening: written twice, it is one message.
    """
    on = WebhookEndpoint.objects.filter(shop=shop, off_at=None)
    wanted = [one for one in on if kind in one.events]
    if wanted:
        deliveries_write(wanted, kind, what, {"shop": shop.slug, **data})


def deliveries_write(
    endpoints: list[WebhookEndpoint], kind: str, what: str, data: dict[str, Any]
) -> None:
    now = timezone.now()
    message, body = f"msg_{uuid.uuid5(NAMES, f'{kind}/{what}').hex}", body_of(kind, now, data)
    rows = [
        WebhookDelivery(endpoint=one, event=message, type=kind, body=body, created_at=now)
        for one in endpoints
    ]
    WebhookDelivery.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(wake)


def body_of(kind: str, when: datetime, data: dict[str, Any]) -> str:
    said = {"type": kind, "timestamp": when.isoformat(timespec="seconds"), "data": data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def wake() -> None:
    """Have what waits sent at once; a bulk import's thousand pictures wake the sender once."""
    if cache.add("webhooks-woken", True, WOKEN_S):
        task_wake(SEND_TASK)
