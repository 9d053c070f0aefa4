"""A bulk job of a thousand rows delays a person's click by one job at most."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from imaging import runner
from imaging.errors import EngineError
from imaging.models import Job

Priority = Job.Priority
Many = Callable[..., list[Job]]


@pytest.fixture
def make_many(make_job) -> Many:
    """Queue `count` jobs that are all alike, quickly: make_many(1_000, tenant, priority=…)."""

    def make(count: int, tenant: str = "bulk", queue: str = "cpu", **options) -> list[Job]:
        one = make_job(tenant, **options)
        names = ("tenant", "recipe", "steps", "export", "inputs", "priority", "created_at")
        alike = {name: getattr(one, name) for name in names}
        one.delete()
        return Job.objects.bulk_create([Job(**alike, queue=queue) for _ in range(count)])

    return make


def claim(queue: str = "cpu") -> Job | None:
    return Job.objects.claim_next(queue=queue, worker="test")


@pytest.mark.parametrize("tenant", ["bulk", "other"])
def test_a_click_is_next_after_a_thousand_bulk_jobs_with_later_ones_among_them(
    make_job, make_many, tenant
):
    make_many(1_000, priority=Priority.BULK)
    make_many(100, priority=Priority.LATER)  # as on a queue of GPUs, which all share
    make_many(100, "third", priority=Priority.BULK)
    assert [claim().priority for _ in range(3)] == [Priority.BULK] * 3

    click = make_job(tenant)

    assert claim() == click
    assert claim().priority == Priority.BULK


def test_a_click_does_not_wait_for_its_own_shops_bulk_at_the_cap(make_job, make_many, settings):
    make_many(20, priority=Priority.BULK)
    for _ in range(settings.IMAGING_MAX_RUNNING):
        assert claim()
    assert claim() is None

    click = make_job("bulk")

    assert claim() == click
    assert claim() is None  # its bulk stays at the cap


def test_people_of_one_shop_stay_at_its_cap_and_leave_its_bulk_waiting(make_many, settings):
    settings.IMAGING_MAX_RUNNING = 2
    make_many(3, priority=Priority.PERSON)
    make_many(3, priority=Priority.BULK)
    assert [claim().priority, claim().priority] == [Priority.PERSON] * 2
    assert claim() is None


def test_a_shop_whose_bulk_fills_its_share_of_waiting_jobs_can_still_click(
    make_job, make_many, settings
):
    settings.IMAGING_MAX_QUEUED = 50
    make_many(50, priority=Priority.BULK)
    with pytest.raises(EngineError):
        make_job("bulk", priority=Priority.BULK)
    assert make_job("bulk") == claim()


def test_tags_and_checks_of_a_whole_import_wait_in_queues_of_their_own(make_job, make_many):
    make_many(1_000, queue="later", priority=Priority.LATER)
    make_many(100, queue="more", priority=Priority.MORE)
    assert claim() is None
    assert make_job("bulk") == claim()


def test_a_claim_asks_as_often_among_a_thousand_as_among_ten(make_job, make_many):
    make_many(10, priority=Priority.BULK)
    claim()  # the shop's turn is made
    with CaptureQueriesContext(connection) as few:
        claim()
    make_many(1_000, priority=Priority.BULK)
    with CaptureQueriesContext(connection) as many:
        claim()
    assert len(many) == len(few)


@pytest.mark.django_db(transaction=True)
def test_a_worker_among_a_thousand_bulk_jobs_ends_one_at_most_before_a_click(make_job, make_many):
    make_many(1_000, priority=Priority.BULK, seconds=0.05)
    busy, stop = threading.Event(), threading.Event()

    def work() -> None:
        while not stop.is_set() and runner.run_next(queue="cpu", worker="test"):
            busy.set()
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    busy.wait(10)
    click = make_job("other")
    until_ended(click)
    stop.set()
    worker.join()

    click.refresh_from_db()
    between = {"started_at__gt": click.created_at, "started_at__lt": click.started_at}
    assert click.status == Job.Status.DONE
    assert Job.objects.filter(**between, priority=Priority.BULK).count() <= 1


def until_ended(job: Job) -> None:
    pause = threading.Event()
    for _ in range(400):
        job.refresh_from_db()
        if job.is_ended:
            return
        pause.wait(0.05)
