"""What Celery carries for the catalog: ids only, and safe to deliver twice."""

import uuid

from celery import shared_task

from catalog.services import outbox, storage


@shared_task(name="catalog.consume_finished_job")
def consume_finished_job(job_id: str) -> None:
    """Tell the catalog that a job has ended."""
    outbox.consume_finished_job(uuid.UUID(job_id))


@shared_task(name="catalog.clean_up")
def clean_up() -> None:
    """Remove what nobody can want back any more."""
    storage.clean_up()
