"""Who is next: fairness, caps, wake-ups."""

import threading
from datetime import timedelta

import pytest
from celery.signals import worker_process_shutdown
from django.db import connection
from django.utils import timezone

from imaging import runner, selectors, services, tasks
from imaging.models import Job, OutboxEntry, Worker

pytestmark = pytest.mark.django_db


def claim() -> Job | None:
    return Job.objects.claim_next(queue="cpu", worker="test")


@pytest.fixture
def wakes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queues that were woken; the broker holds nothing else."""
    sent: list[str] = []
    monkeypatch.setattr(services, "wake", sent.append)
    monkeypatch.setattr(tasks, "wake_ups_waiting", lambda queue: 0)
    return sent


def test_one_job_of_a_new_shop_goes_before_the_rest_of_a_shop_that_queued_many(make_job):
    many = [make_job("shop-1") for _ in range(5)]
    assert claim() == many[0]
    single = make_job("shop-2")

    assert claim() == single
    assert claim() == many[1]


def test_shops_take_turns(make_job):
    for tenant in ("a", "a", "a", "b", "b", "b"):
        make_job(tenant)
    order = [claim().tenant for _ in range(6)]
    assert order == ["a", "b", "a", "b", "a", "b"]


def test_a_person_goes_before_bulk_even_of_another_shop(make_job):
    make_job("shop-1", priority=Job.Priority.BULK)
    person = make_job("shop-2")
    make_job("shop-3", priority=Job.Priority.BULK)
    assert claim() == person


def test_a_shop_at_its_cap_of_running_jobs_waits(make_job, settings):
    settings.IMAGING_MAX_RUNNING = 1
    make_job("shop-1")
    make_job("shop-1")
    other = make_job("shop-2")

    claim()

    assert claim() == other
    assert claim() is None


def test_jobs_of_another_queue_are_not_taken(make_job):
    Job.objects.filter(pk=make_job().pk).update(queue="gpu")
    assert claim() is None


def test_the_oldest_of_a_shop_goes_first(make_job):
    first, second = make_job(), make_job()
    Job.objects.filter(pk=second.pk).update(created_at=timezone.now() - timedelta(hours=1))
    assert claim() == second
    assert claim() == first


@pytest.mark.django_db(transaction=True)
def test_racing_workers_never_claim_one_job_twice(make_job):
    made = {make_job(f"shop-{number % 3}").pk for number in range(30)}
    claimed: list[object] = []

    def work() -> None:
        while job := Job.objects.claim_next(queue="cpu", worker=threading.current_thread().name):
            claimed.append(job.pk)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    # Caps on running jobs stop the claiming; nothing ends in this test.
    assert len(claimed) == len(set(claimed)) == 24
    assert set(claimed) <= made


def test_a_broker_that_is_away_never_reaches_the_person(make_job, monkeypatch, caplog):
    def refuse(**options: object) -> None:
        raise ConnectionRefusedError("no broker")

    monkeypatch.setattr(tasks.run_next_job, "apply_async", refuse)
    services.wake("cpu")
    assert "no broker" in caplog.text


def test_the_sweep_wakes_jobs_that_nobody_was_woken_for(make_job, wakes, settings):
    job = make_job()
    Job.objects.filter(pk=job.pk).update(
        woken_at=timezone.now() - timedelta(seconds=settings.IMAGING_WAKE_AGAIN_S + 1)
    )

    services.sweep()
    services.sweep()

    assert wakes == ["cpu"]


def test_an_expired_job_is_woken_by_the_same_sweep(make_job, wakes):
    make_job()
    claim()
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    services.sweep()
    assert wakes == ["cpu"]


def test_quiet_workers_are_asked_to_poll_and_vanished_ones_forgotten(wakes):
    ago = timezone.now() - timedelta(seconds=40)
    Worker.objects.create(name="quiet", queue="gpu", polled_at=ago)
    Worker.objects.create(name="gone", queue="gpu", polled_at=ago - timedelta(days=1))

    services.sweep()

    assert wakes == ["gpu"]
    assert [worker.name for worker in Worker.objects.all()] == ["quiet"]


def test_a_killed_workers_row_is_not_pinged_by_every_sweep(wakes):
    ago = timezone.now() - timedelta(minutes=10)
    Worker.objects.create(name="killed", queue="cpu", polled_at=ago)
    for _ in range(5):
        services.sweep()
    assert wakes == ["cpu"]


def test_a_woken_worker_goes_on_from_job_to_job(make_job, monkeypatch):
    told: list[object] = []
    monkeypatch.setattr(tasks, "tell_job_ended", told.append)
    made = [make_job().pk for _ in range(3)]

    last = tasks.run_next_job.apply(routing_key="cpu").get()

    assert (told, last) == (made, str(made[-1]))
    assert tasks.run_next_job.apply(routing_key="cpu").get() is None


def test_a_worker_that_went_on_long_enough_asks_the_broker_again(make_job, monkeypatch):
    monkeypatch.setattr(tasks, "tell_job_ended", lambda job_id: None)
    monkeypatch.setattr(tasks, "GOES_ON_S", 0)
    first, second = make_job(), make_job()

    assert tasks.run_next_job.apply(routing_key="cpu").get() == str(first.pk)
    assert Job.objects.get(pk=second.pk).status == Job.Status.QUEUED


def test_a_process_that_ends_in_good_order_leaves_no_row(db):
    Worker.objects.create(name=tasks.worker_name("cpu"), queue="cpu")
    Worker.objects.create(name="cpu@elsewhere:7", queue="cpu")
    worker_process_shutdown.send(sender=None, pid=1, exitcode=0)
    assert Worker.objects.get().name == "cpu@elsewhere:7"


def test_a_day_without_workers_does_not_fill_the_broker(make_job, wakes, monkeypatch, settings):
    make_job()
    make_job()
    monkeypatch.setattr(tasks, "wake_ups_waiting", lambda queue: services.WAKE_AT_ONCE - 1)
    Job.objects.update(woken_at=None)
    services.sweep()
    assert wakes == ["cpu"]

    wakes.clear()
    monkeypatch.setattr(tasks, "wake_ups_waiting", lambda queue: services.WAKE_AT_ONCE + 1)
    Job.objects.update(woken_at=None)
    services.sweep()
    assert wakes == []


def test_wake_ups_in_the_broker_are_counted(db):
    before = tasks.wake_ups_waiting("gpu")
    services.wake("gpu")
    assert tasks.wake_ups_waiting("gpu") == before + 1


def test_a_broker_that_is_away_does_not_stop_the_sweep(make_job, monkeypatch, caplog):
    make_job()
    claim()
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    def away(queue: str) -> int:
        raise ConnectionRefusedError("no broker")

    monkeypatch.setattr(tasks, "wake_ups_waiting", away)
    services.sweep()
    assert Job.objects.get().status == Job.Status.QUEUED
    assert "no broker" in caplog.text


def test_a_poll_without_work_is_seen_by_the_operator(make_job):
    assert runner.run_next(queue="cpu", worker="idle") is None
    (row,) = selectors.workers_overview()
    assert (row["name"], row["is_polling"], row["polled_s_ago"]) == ("idle", True, 0)


def test_ended_jobs_are_told_again_until_somebody_consumed_them(make_job, monkeypatch):
    told: list[object] = []
    monkeypatch.setattr(tasks, "tell_job_ended", told.append)
    job = make_job()
    runner.run_next(queue="cpu", worker="test")
    make_due()

    assert services.outbox_send() == 1
    OutboxEntry.objects.update(consumed_at=timezone.now())
    assert services.outbox_send() == 0
    assert told == [job.pk]


def test_an_entry_whose_consumer_always_fails_waits_longer_each_time(make_job, monkeypatch):
    monkeypatch.setattr(tasks, "tell_job_ended", lambda job_id: None)
    make_job()
    runner.run_next(queue="cpu", worker="test")
    waits = []
    for _ in range(60):
        make_due()
        now = timezone.now()
        services.outbox_send()
        waits.append((OutboxEntry.objects.get().tell_at - now).total_seconds())
    assert [round(wait) for wait in waits[:4]] == [2, 4, 8, 16]
    assert round(waits[-1]) == 4096


def make_due() -> None:
    OutboxEntry.objects.update(tell_at=timezone.now() - timedelta(seconds=1))


def test_remaining_time_counts_who_is_ahead(make_job):
    assert selectors.job_remaining_s(make_job("shop-0")) is None
    runner.run_next(queue="cpu", worker="test")
    Job.objects.update(
        started_at=timezone.now() - timedelta(seconds=10), finished_at=timezone.now()
    )
    waiting = [make_job() for _ in range(3)]
    seconds = [round(selectors.job_remaining_s(job)) for job in waiting]
    assert seconds == [10, 20, 30]


def test_watching_many_jobs_asks_the_database_as_often_as_watching_one(
    make_job, django_assert_num_queries
):
    make_job("shop-0")
    runner.run_next(queue="cpu", worker="test")
    jobs = [make_job() for _ in range(6)]
    runs = claim()
    jobs[jobs.index(runs)] = runs
    with django_assert_num_queries(4):  # typical time, workers, before the oldest, between
        shown = selectors.jobs_progress(jobs)
    each = shown[1]["remaining_s"]
    assert each > 0
    assert [round(one["remaining_s"] / each) for one in shown[1:]] == [1, 2, 3, 4, 5]
