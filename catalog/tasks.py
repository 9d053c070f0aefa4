"""What Celery carries for the catalog: ids only, and safe to deliver twice."""

import uuid
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from catalog.services import (
    api_calls,
    attribute_jobs,
    decision_mails,
    fetches,
    idempotent_calls,
    import_advance,
    import_submit,
    imports,
    outbox,
    planner,
    publishing,
    screening,
    storage,
    webhooks,
)

FETCHERS, FETCHING = 4, timedelta(seconds=20)  # woken at once; how long each works


@shared_task(name="catalog.consume_finished_job")
def consume_finished_job(job_id: str) -> None:
    """Tell the catalog that a job has ended."""
    outbox.consume_finished_job(uuid.UUID(job_id))


@shared_task(name="catalog.clean_up")
def clean_up() -> None:
    """Remove what nobody can want back any more."""
    storage.clean_up()
    imports.import_files_forget()
    idempotent_calls.calls_forget()
    webhooks.deliveries_forget()
    api_calls.calls_forget()
    planner.planner_inform()


@shared_task(name="catalog.send_decision_mail")
def send_decision_mail(review_id: int) -> None:
    """Mail one decision to those it concerns."""
    decision_mails.decision_mails_send(review_id=review_id)


@shared_task(name="catalog.send_decision_mails")
def send_decision_mails() -> None:
    """Mail what was not sent yet: lost wake-ups, mail servers that were away."""
    decision_mails.decision_mails_send()


@shared_task(name="catalog.read_waiting_photos")
def read_waiting_photos() -> None:
    """Queue photos whose attributes wait to be read: full queues, killed processes."""
    attribute_jobs.photos_read_waiting()


@shared_task(name="catalog.screen_waiting")
def screen_waiting() -> None:
    """Have submitted pictures looked at whose shop's queue was full."""
    screening.screenings_ask_waiting()


@shared_task(name="catalog.advance_imports")
def advance_imports() -> None:
    """Carry every running import on for a while, and those that are being submitted."""
    import_advance.imports_advance()
    import_submit.imports_submit()


@shared_task(name="catalog.wake_fetching")
def wake_fetching() -> None:
    """Wake those who fetch pictures, where any is due."""
    if fetches.is_any_due():
        for _ in range(FETCHERS):
            fetch_pictures.apply_async(queue="fetch", expires=FETCHING.total_seconds())


@shared_task(name="catalog.fetch_pictures")
def fetch_pictures() -> None:
    """Fetch pictures that rows of imports wait for, for a while."""
    fetches.fetches_work(until=timezone.now() + FETCHING)


@shared_task(name="catalog.publish_approved")
def publish_approved() -> None:
    """Make approved pictures ready for their public address."""
    publishing.published_prepare_waiting()


@shared_task(name="catalog.send_webhooks")
def send_webhooks() -> None:
    """Tell shops' own systems what is due: new messages, and those that did not arrive before."""
    webhooks.webhooks_send()
