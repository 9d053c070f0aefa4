"""One job from the queue to its end."""

import errno
import threading
import uuid
from datetime import timedelta

import numpy as np
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone, translation

from imaging import codec, runner, selectors, services
from imaging.errors import EngineError
from imaging.heartbeat import Heartbeat, LeaseLost
from imaging.models import Job, OutboxEntry, Worker
from imaging.origin import signers
from imaging.provenance.read import read

pytestmark = pytest.mark.django_db


def run_one() -> Job | None:
    job = runner.run_next(queue="cpu", worker="test")
    return Job.objects.get(pk=job.pk) if job else None


def test_a_job_runs_to_a_stored_picture_with_facts_and_an_outbox_row(make_job, picture):
    make_job()

    job = run_one()

    assert job.status == Job.Status.DONE
    with default_storage.open(job.output_file()) as file:
        made = codec.decode(file.read())
    assert (made.image == 255 - codec.decode(picture).image).all()
    assert job.facts["quick"] == {"done": True}
    done = [note["step"] for note in job.report]
    assert done == ["decode", "quick", "watermark", "lock", "encode", "stamp"]
    assert job.progress == 1
    assert OutboxEntry.objects.get().job_id == job.pk
    assert Worker.objects.get(name="test").jobs_done == 1
    assert run_one() is None


def test_a_changed_product_is_measured_as_not_locked(make_job):
    make_job()
    assert run_one().facts["pixel_locked"] is False


def test_a_finished_file_names_its_job_and_is_signed_by_this_studio(make_job):
    make_job()
    job = run_one()
    with default_storage.open(job.output_file()) as file:
        told = read(file.read(), signers())
    assert told.is_ours
    assert told.produce_id == str(job.pk)
    assert job.facts["marks"]["signed"] is True


def test_a_job_whose_file_cannot_be_marked_fails_and_hands_out_nothing(
    make_job, settings, tmp_path
):
    settings.IMAGING_SIGNING_FILE = tmp_path / "gone.pem"
    make_job()

    job = run_one()

    assert (job.status, job.error_code) == (Job.Status.FAILED, "stamp_failed")
    assert job.outputs == {}
    assert "gone.pem" in job.error_arguments["reason"]
    with translation.override("zh-hans"):
        assert "来源信息" in selectors.job_error(job)


def test_an_engine_error_ends_the_job_with_its_sentence_in_both_languages(make_job):
    make_job(fail="no_product")

    job = run_one()

    assert job.status == Job.Status.FAILED
    with translation.override("en"):
        assert selectors.job_error(job).startswith("No product found")
    with translation.override("zh-hans"):
        assert selectors.job_error(job).startswith("没有在照片中找到商品")


def test_a_crash_is_dead_lettered_with_its_traceback_for_the_operator(make_job):
    make_job(crash=True)

    job = run_one()

    assert job.status == Job.Status.DEAD
    assert "a bug in an engine" in job.error_detail
    assert "bug" not in selectors.job_error(job)


def test_a_missing_photo_is_said_not_crashed(make_job):
    default_storage.delete(make_job().inputs["photo"]["file"])
    assert run_one().error_code == "input_missing"


def test_a_waiting_job_is_cancelled_at_once(make_job):
    job = make_job()

    assert services.job_cancel(job=job)

    job.refresh_from_db()
    assert job.status == Job.Status.CANCELLED
    assert run_one() is None
    assert not services.job_cancel(job=job)


def test_a_running_job_hears_a_cancel_within_a_step(make_job):
    job = make_job()
    job = Job.objects.claim_next(queue="cpu", worker="test")
    assert services.job_cancel(job=job)

    runner.run(job)

    job.refresh_from_db()
    assert job.status == Job.Status.CANCELLED
    assert job.outputs == {}


def test_a_retry_runs_the_job_again_as_if_new(make_job):
    job = make_job(fail="no_product")
    failed = run_one()
    Job.objects.filter(pk=job.pk).update(steps=[{"engine": "quick", "params": {}}])

    assert services.job_retry(job=failed)

    done = run_one()
    assert (done.status, done.attempts, done.error_code) == (Job.Status.DONE, 1, "")
    assert OutboxEntry.objects.filter(job=job, consumed_at=None).count() == 1
    assert not services.job_retry(job=done)


def test_an_attempt_that_lost_its_lease_writes_nothing(make_job):
    make_job()
    slow = Job.objects.claim_next(queue="cpu", worker="slow")
    with Heartbeat(slow) as heartbeat:
        made = runner.make(slow, heartbeat)
    Job.objects.filter(pk=slow.pk).update(status=Job.Status.QUEUED, lease_until=None, attempt=None)
    quick = run_one()

    with pytest.raises(LeaseLost):
        runner.finish(slow, made)

    assert Job.objects.get(pk=slow.pk).outputs == quick.outputs
    assert len(files_of(slow)) == len(quick.outputs)
    assert default_storage.exists(quick.output_file())


def test_a_lost_lease_stops_the_work_at_its_next_question(make_job):
    make_job()
    job = Job.objects.claim_next(queue="cpu", worker="test")
    heartbeat = Heartbeat(job)
    Job.objects.filter(pk=job.pk).update(attempt=uuid.uuid4())

    heartbeat.progress(0, 0.5)

    with pytest.raises(LeaseLost):
        heartbeat.is_cancelled()


def test_a_database_away_for_a_moment_loses_neither_the_lease_nor_the_work(
    make_job, settings, monkeypatch
):
    settings.IMAGING_LEASE_S = 0.2
    make_job()
    job = Job.objects.claim_next(queue="cpu", worker="test")
    beats, beaten = [], threading.Event()

    def held(self: Job) -> object:
        beats.append(self.pk)
        if len(beats) == 3:
            beaten.set()
        raise OperationalError("database is locked")

    monkeypatch.setattr(Job, "held", held)
    with Heartbeat(job) as heartbeat:
        heartbeat.progress(0, 0.5)
        assert beaten.wait(5), "the thread ended with the first error"
        assert heartbeat.is_cancelled() is False


def test_a_disk_that_runs_full_leaves_no_half_result_and_says_so(make_job, monkeypatch):
    make_job()
    written = default_storage.save

    def save(name: str, content: object) -> str:
        if "thumbnail" in name:
            raise OSError(errno.ENOSPC, "No space left on device")
        return written(name, content)

    monkeypatch.setattr(default_storage, "save", save)

    job = run_one()

    assert (job.status, job.error_code) == (Job.Status.FAILED, "disk_full")
    assert files_of(job) == []


def test_a_storage_that_is_away_keeps_the_job_and_shows_the_operator_why(make_job, monkeypatch):
    make_job()

    def refuse(name: str, content: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(default_storage, "save", refuse)
    with pytest.raises(PermissionError):
        runner.run_next(queue="cpu", worker="test")
    job = Job.objects.get()
    assert job.status == Job.Status.RUNNING
    assert "Permission denied" in job.error_detail


def test_deleting_the_files_of_a_job_takes_those_of_killed_attempts_too(make_job):
    make_job()
    job = run_one()
    default_storage.save(f"jobs/shop-1/{job.pk}/{uuid.uuid4()}/picture.png", ContentFile(b"half"))

    services.job_delete_files(job=job)

    assert files_of(job) == []


def files_of(job: Job) -> list[str]:
    """Every file in storage that any attempt of `job` wrote."""
    folder = f"jobs/{job.tenant}/{job.pk}"
    attempts = default_storage.listdir(folder)[0]
    return [name for one in attempts for name in default_storage.listdir(f"{folder}/{one}")[1]]


def test_an_expired_lease_puts_the_job_back_until_its_attempts_are_spent(make_job, settings):
    job = make_job()
    for attempt in range(1, settings.IMAGING_MAX_ATTEMPTS + 1):
        assert Job.objects.claim_next(queue="cpu", worker="test").attempts == attempt
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        assert services.leases_expire() == 1

    job.refresh_from_db()
    assert job.status == Job.Status.DEAD
    with translation.override("en"):
        assert "3 times" in selectors.job_error(job)
    assert OutboxEntry.objects.filter(job=job).exists()


def test_a_live_lease_is_left_alone(make_job):
    make_job()
    Job.objects.claim_next(queue="cpu", worker="test")
    assert services.leases_expire() == 0


def test_a_cancelled_job_whose_worker_died_ends_cancelled(make_job):
    make_job()
    job = Job.objects.claim_next(queue="cpu", worker="test")
    services.job_cancel(job=job)
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    services.leases_expire()

    job.refresh_from_db()
    assert job.status == Job.Status.CANCELLED


def test_a_shop_has_a_cap_on_waiting_jobs(make_job, settings):
    settings.IMAGING_MAX_QUEUED = 2
    make_job()
    make_job()
    with pytest.raises(EngineError, match="already has 2 pictures waiting"):
        make_job()
    make_job("shop-2")


@pytest.mark.parametrize(
    "impossible",
    [
        {"status": "running", "lease_until": None},
        {"status": "done", "finished_at": None},
        {"status": "failed", "finished_at": timezone.now(), "error_code": ""},
    ],
)
def test_the_table_refuses_impossible_states(make_job, impossible):
    job = make_job()
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**impossible)


@pytest.mark.django_db(transaction=True)
def test_the_heartbeat_keeps_a_long_job_from_being_taken(make_job, settings):
    settings.IMAGING_LEASE_S = 0.4
    make_job(seconds=1.2)
    job = Job.objects.claim_next(queue="cpu", worker="test")
    worker = threading.Thread(target=runner.run, args=[job])
    worker.start()
    worker.join(timeout=0.8)

    assert services.leases_expire() == 0

    worker.join(timeout=10)
    job.refresh_from_db()
    assert (job.status, job.attempts) == (Job.Status.DONE, 1)


def test_facts_survive_as_json(make_job):
    make_job()
    facts = run_one().facts
    assert np.isscalar(facts["lock"]["max_difference"])
