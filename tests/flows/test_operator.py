"""The operator sees queues, workers, failures with reasons and room, and retries."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from catalog.views import operator as views
from imaging.models import Job, OutboxEntry, Worker
from imaging.selectors import workers_overview
from tests.factories import make_job


def page(client):
    return client.get(reverse("catalog:operator"))


def retry(client, **fields):
    return client.post(reverse("catalog:operator_retry"), fields)


def failed(**fields):
    return make_job("shop-1", **{"status": Job.Status.FAILED, "error_code": "no_product", **fields})


def crashed(**fields):
    return failed(
        status=Job.Status.DEAD, error_code="crashed", error_detail="ValueError: x", **fields
    )


def test_the_page_shows_what_waits_who_polls_and_what_failed(client_of, operator):
    make_job("shop-1")
    make_job("shop-1", priority=Job.Priority.BULK)
    now = timezone.now()
    Worker.objects.create(name="cpu@a:1", queue="cpu", polled_at=now - timedelta(seconds=3))
    Worker.objects.create(name="cpu@b:2", queue="cpu", polled_at=now - timedelta(minutes=9))
    crashed()

    shown = page(client_of(operator)).content.decode()

    for words in ("people", "bulk", "cpu@a:1", "cpu@b:2", "free of"):
        assert words in shown
    lately, long_ago = sorted(int(seconds) for seconds in re.findall(r"polled (\d+) s ago", shown))
    assert 3 <= lately < 60 <= 540 <= long_ago < 600
    assert "Something broke on our side" in shown
    assert "ValueError: x" in shown
    assert shown.count("badge--danger") >= 2  # the worker that stopped asking, and the dead job


def test_each_worker_shows_what_it_runs_at_the_price_of_one(db, django_assert_num_queries):
    now = timezone.now()
    for name in ("cpu@a:1", "cpu@b:2", "cpu@c:3"):
        Worker.objects.create(name=name, queue="cpu", polled_at=now)
    held = {"status": Job.Status.RUNNING, "lease_until": now, "attempt": uuid.uuid4()}
    before, current, other = (
        make_job("shop-1", worker=worker, started_at=now - timedelta(seconds=ago), **held)
        for worker, ago in (("cpu@a:1", 90), ("cpu@a:1", 5), ("cpu@b:2", 9))
    )

    with django_assert_num_queries(2):
        told = {worker["name"]: worker["runs"] for worker in workers_overview()}

    assert told == {"cpu@a:1": current, "cpu@b:2": other, "cpu@c:3": None}
    assert before not in told.values()


def test_no_worker_and_no_failure_are_said(client_of, operator):
    shown = page(client_of(operator)).content.decode()

    assert "No worker has asked for work" in shown
    assert "No job has failed." in shown


def test_too_little_room_is_an_alarm(client_of, operator, monkeypatch):
    usage = views.shutil.disk_usage("/")
    monkeypatch.setattr(views.shutil, "disk_usage", lambda path: usage._replace(free=10))

    shown = page(client_of(operator)).content.decode()

    assert "Uploads and new pictures are refused" in shown


def test_one_job_is_retried(client_of, operator):
    job, other = crashed(), crashed()
    OutboxEntry.objects.create(job=job)

    answer = retry(client_of(operator), job=job.pk)

    assert answer.url == reverse("catalog:operator")
    job.refresh_from_db()
    other.refresh_from_db()
    assert (job.status, job.error_detail, other.status) == ("queued", "", "dead")
    assert not OutboxEntry.objects.exists()


def test_all_with_one_reason_are_retried_and_the_others_left(client_of, operator):
    for _ in range(3):
        crashed()
    failed()
    done = make_job("shop-1", status=Job.Status.DONE)

    shown = page(client_of(operator)).content.decode()
    retry(client_of(operator), code="crashed")

    assert "Retry all with this reason" in shown
    assert Job.objects.filter(status="queued").count() == 3
    assert Job.objects.filter(status="failed").count() == 1
    done.refresh_from_db()
    assert done.status == "done"


@pytest.mark.parametrize("fields", [{"job": "nonsense"}, {"code": "unheard_of"}, {}])
def test_nothing_is_retried_when_nothing_fits(client_of, operator, fields):
    crashed()

    retry(client_of(operator), **fields)

    assert Job.objects.get().status == "dead"


def test_only_staff_operates(client_of, owner, moderator, client):
    job = crashed()

    for person in (owner, moderator):
        assert page(client_of(person)).status_code == 403
        assert retry(client_of(person), job=job.pk).status_code == 403
    assert page(client).status_code == 302
    assert retry(client, job=job.pk).status_code == 302
    job.refresh_from_db()
    assert job.status == "dead"
