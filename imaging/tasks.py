"""What Celery carries: wake-ups without content. Losing one or getting it twice changes nothing."""

import logging
import os
import socket
import time
import uuid

from celery import current_app, shared_task
from celery.signals import worker_process_shutdown
from django.conf import settings
from django.db import DatabaseError

logger = logging.getLogger(__name__)

# A woken worker goes on to further jobs without asking the broker for so long: less than a stop
# waits for, and nothing beside the time that one job may take.
GOES_ON_S = 2.0


@shared_task(name="imaging.run_next_job", bind=True)
def run_next_job(self) -> str | None:  # type: ignore[no-untyped-def]
    """Run the next fair jobs of the queue this wake-up came through; the last one's id, or None.

    Quick jobs are claimed one after the other for a while: their own wake-ups find nothing left.
    """
    from imaging import runner  # imports engines: kept out of the web process

    queue = self.request.delivery_info["routing_key"]
    until = time.monotonic() + GOES_ON_S
    ended = None
    while job := runner.run_next(queue=queue, worker=worker_name(queue)):
        ended = str(job.pk)
        tell_job_ended(job.pk)
        if time.monotonic() >= until:
            break
    return ended


def worker_name(queue: str) -> str:
    """This process as the operator page shows it."""
    return f"{queue}@{socket.gethostname()}:{os.getpid()}"


def wake_ups_waiting(queue: str) -> int:
    """How many wake-ups of `queue` lie in the broker. Raises what a broker that is away raises."""
    with current_app.connection_for_write(connect_timeout=2) as broker:
        broker.ensure_connection(max_retries=1, timeout=2)
        declared = current_app.amqp.queues[queue].bind(broker.channel()).queue_declare()
        return int(declared.message_count)  # type: ignore[union-attr]


@worker_process_shutdown.connect
def forget_this_process(**_: object) -> None:
    """A process that ends in good order is not shown as one that stopped asking for work."""
    from imaging.models import Worker

    try:
        Worker.objects.filter(name__endswith=worker_name("")).delete()
    except DatabaseError as error:
        logger.warning("this worker is shown until it is forgotten: %s", error)


def tell_job_ended(job_id: uuid.UUID) -> None:
    """Send the task named in settings; a failed send is logged, and the sweep sends again."""
    try:
        current_app.send_task(settings.IMAGING_OUTBOX_TASK, args=[str(job_id)], queue="catalog")
    except Exception as error:
        logger.warning("end of job %s not told: %s", job_id, error)
