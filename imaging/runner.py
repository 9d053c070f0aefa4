"""Run claimed jobs: the only place that joins the job table, the stored files and the pipeline."""

import hashlib
import logging
import traceback

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from imaging.disk import is_full
from imaging.errors import EngineError
from imaging.finishing import Output
from imaging.heartbeat import Heartbeat, LeaseLost
from imaging.job_files import attempt_folder, attempt_remove, attempts_stored
from imaging.models import Job, OutboxEntry, Worker
from imaging.origin import origin
from imaging.pipeline import Made, Run
from imaging.recipe import Export, Recipe, Step
from imaging.step_cache import TenantCache

logger = logging.getLogger(__name__)


def run_next(*, queue: str, worker: str) -> Job | None:
    """Claim and run the next fair job of `queue`; None when there is none to run now."""
    polled(worker, queue)
    job = Job.objects.claim_next(queue=queue, worker=worker)
    if job is not None:
        run(job)
    return job


def polled(worker: str, queue: str) -> None:
    """Note that `worker` asks for work: one write, but for its first time."""
    now = timezone.now()
    if not Worker.objects.filter(name=worker).update(queue=queue, polled_at=now):
        Worker.objects.update_or_create(name=worker, defaults={"queue": queue, "polled_at": now})


def run(job: Job) -> None:
    """Run a claimed job to its end.

    An EngineError ends it as FAILED with its code. A crash ends it as DEAD with the traceback for
    the operator. A lost lease writes nothing: somebody else has the job.
    """
    try:
        with Heartbeat(job) as heartbeat:
            made = make(job, heartbeat)
            finish(job, made)
    except LeaseLost:
        logger.warning("job %s: lease lost, result dropped", job.pk)
    except EngineError as error:
        status = Job.Status.CANCELLED if error.code == "cancelled" else Job.Status.FAILED
        end(job, status=status, error=error)
    except OSError as error:
        if not is_full(error):
            # The storage is away: the lease runs out, others try, and the operator sees why.
            job.held().update(error_detail=traceback.format_exc())
            raise
        end(job, status=Job.Status.FAILED, error=EngineError("disk_full"))
    except OperationalError:
        raise  # the database is away: the lease runs out and the sweep puts the job back
    except Exception:
        logger.exception("job %s crashed", job.pk)
        end(
            job, status=Job.Status.DEAD, error=EngineError("crashed"), detail=traceback.format_exc()
        )


def make(job: Job, heartbeat: Heartbeat) -> Made:
    """The files and facts of `job`, nothing written yet."""
    recipe = Recipe(
        key=job.recipe,
        steps=tuple(Step(**step) for step in job.steps),
        export=Export(**job.export),
    )
    inputs = {role: stored(role, item["file"]) for role, item in job.inputs.items()}
    return Run(
        recipe=recipe,
        on_progress=heartbeat.progress,
        is_cancelled=heartbeat.is_cancelled,
        cache=TenantCache(job.tenant),
        origin=origin(job.pk),
    ).make(inputs)


def stored(role: str, name: str) -> bytes:
    """The bytes of a stored file. Raises EngineError("input_missing")."""
    try:
        with default_storage.open(name) as file:
            return bytes(file.read())
    except FileNotFoundError as error:
        raise EngineError("input_missing", role=role) from error


def finish(job: Job, made: Made) -> None:
    """Write the files, then the job and its outbox row in one transaction.

    The files' names hold the attempt, so two attempts never write the same file; the files of
    an attempt that lost its lease, or could not write all of them, are removed.
    """
    try:
        outputs = {role: saved(job, role, output) for role, output in made.outputs.items()}
    except Exception:
        attempt_remove(job, job.attempt)
        raise
    with transaction.atomic():
        won = job.held().update(
            status=Job.Status.DONE,
            outputs=outputs,
            facts=dict(made.facts),
            report=made.report,
            error_detail="",
            progress=1,
            step=len(job.steps),
            lease_until=None,
            finished_at=timezone.now(),
        )
        if won:
            OutboxEntry.objects.create(job=job)
            Worker.objects.filter(name=job.worker).update(jobs_done=F("jobs_done") + 1)
    if not won:
        attempt_remove(job, job.attempt)
        raise LeaseLost
    if job.attempts > 1:
        remove_other_attempts(job)


def remove_other_attempts(job: Job) -> None:
    """Drop what killed attempts left behind; nothing points at it."""
    for attempt in attempts_stored(job):
        if attempt != str(job.attempt):
            attempt_remove(job, attempt)


def saved(job: Job, role: str, output: Output) -> dict[str, str | int]:
    """Store one output; the JSON that the job keeps of it."""
    name = default_storage.save(
        f"{attempt_folder(job, job.attempt)}/{role}.{output.extension}",
        ContentFile(output.data),
    )
    return {
        "file": name,
        "sha256": hashlib.sha256(output.data).hexdigest(),
        "bytes": len(output.data),
        "media_type": output.media_type,
        "width": output.width,
        "height": output.height,
    }


def end(job: Job, *, status: str, error: EngineError, detail: str = "") -> None:
    """End a held job without a result; an attempt that lost its lease writes nothing."""
    with transaction.atomic():
        won = job.held().update(
            status=status,
            error_code=error.code,
            error_arguments=error.arguments,
            error_detail=detail,
            lease_until=None,
            finished_at=timezone.now(),
        )
        if won:
            OutboxEntry.objects.create(job=job)
