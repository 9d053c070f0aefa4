"""What the catalog does when a job has ended: once per job, however often it is told."""

import uuid
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from catalog.services.attribute_findings import attributes_take
from catalog.services.better_pictures import picture_improve
from catalog.services.harmless import harmless_approve
from catalog.services.import_jobs import import_job_ended
from catalog.services.relit import relit_submit
from catalog.services.screening import screening_take
from catalog.services.webhook_events import job_told
from imaging.models import Job, OutboxEntry

# Called in this order inside the transaction that marks the entry consumed. One that raises leaves
# the entry open, and the sweep tells again.
CONSUMERS: tuple[Callable[[Job], None], ...] = (
    picture_improve,
    relit_submit,
    attributes_take,
    screening_take,
    harmless_approve,
    job_told,
    import_job_ended,
)


@transaction.atomic
def consume_finished_job(job_id: uuid.UUID) -> bool:
    """Hand an ended job to every consumer; False when that was done before, or it was retried."""
    entry = (
        OutboxEntry.objects.select_for_update()
        .select_related("job")
        .filter(job_id=job_id, consumed_at=None)
        .first()
    )
    if entry is None:
        return False
    for consume in CONSUMERS:
        consume(entry.job)
    entry.consumed_at = timezone.now()
    entry.save(update_fields=["consumed_at"])
    return True
