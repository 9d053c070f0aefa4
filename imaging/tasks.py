"""What Celery carries: wake-ups without content. Losing one or getting it twice changes nothing."""

import logging
import os
import socket
import uuid

from celery import current_app, shared_task
from django.conf import settings

logger = logging.getLogger(__name__)


@shared_task(name="imaging.run_next_job", bind=True)
def run_next_job(self) -> str | None:  # type: ignore[no-untyped-def]
    """Run the next fair job of the queue this wake-up came through; the job's id, or None."""
    from imaging import runner  # imports engines: kept out of the web process

    queue = self.request.delivery_info["routing_key"]
    job = runner.run_next(queue=queue, worker=worker_name(queue))
    if job is None:
        return None
    tell_job_ended(job.pk)
    return str(job.pk)


def worker_name(queue: str) -> str:
    """This process as the operator page shows it."""
    return f"{queue}@{socket.gethostname()}:{os.getpid()}"


def tell_job_ended(job_id: uuid.UUID) -> None:
    """Send the task named in settings; a failed send is logged, and the sweep sends again."""
    try:
        current_app.send_task(settings.IMAGING_OUTBOX_TASK, args=[str(job_id)], queue="catalog")
    except Exception as error:
        logger.warning("end of job %s not told: %s", job_id, error)
