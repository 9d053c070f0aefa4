"""Everything that writes jobs from outside a worker."""

import logging
from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from imaging import tasks
from imaging.errors import EngineError
from imaging.job_files import attempt_remove, attempts_stored
from imaging.models import Job, OutboxEntry, StepResult, Worker
from imaging.recipe import Recipe

logger = logging.getLogger(__name__)

WAKE_AT_ONCE = 100  # wake-ups one sweep sends; workers take the next fair job, not a named one
WORKER_FORGOTTEN = timedelta(hours=1)
# Further pictures of what a person sees already, and long jobs nobody waits for, have workers of
# their own that give way: else one of them would keep a person's from starting.
OWN_QUEUES: dict[int, str] = {Job.Priority.MORE: "more", Job.Priority.LATER: "later"}
MOST_DOUBLINGS = 11  # an ended job that nobody consumes is told again about every hour in the end


@transaction.atomic
def job_create(
    *,
    tenant: str,
    recipe: Recipe,
    inputs: Mapping[str, Mapping[str, str]],
    requested_by: str = "",
    priority: int = Job.Priority.PERSON,
) -> Job:
    """Queue one run of `recipe` on `inputs` (role → {"file", "sha256"}) and wake a worker.

    Raises EngineError("too_many_jobs") when the tenant already has its share waiting; what is less
    urgent does not count: nobody's click is refused for an import.
    """
    waiting = Job.objects.of_tenant(tenant).filter(status=Job.Status.QUEUED, priority__lte=priority)
    if waiting.count() >= settings.IMAGING_MAX_QUEUED:
        raise EngineError("too_many_jobs", limit=settings.IMAGING_MAX_QUEUED)
    job = Job.objects.create(
        tenant=tenant,
        requested_by=requested_by,
        recipe=recipe.key,
        steps=[step.model_dump(mode="json") for step in recipe.steps],
        export=recipe.export.model_dump(mode="json"),
        inputs={role: dict(item) for role, item in inputs.items()},
        queue=queue_of(recipe, priority),
        priority=priority,
        woken_at=timezone.now(),
    )
    transaction.on_commit(lambda: wake(job.queue))
    return job


def queue_of(recipe: Recipe, priority: int) -> str:
    """The queue whose workers run `recipe`; on CPUs, jobs that can wait have their own."""
    return OWN_QUEUES.get(priority, "cpu") if recipe.queue == "cpu" else recipe.queue


def wake(queue: str) -> None:
    """Ask any worker of `queue` to look at the job table; a failed send is logged, not raised.

    Workers go on from job to job and leave wake-ups over: old ones are dropped, the sweep sends
    new ones for what waits.
    """
    try:
        tasks.run_next_job.apply_async(queue=queue, expires=settings.IMAGING_LEASE_S)
    except Exception as error:  # any broker failure: the sweep wakes again, a person never sees it
        logger.warning("wake-up for %s not sent: %s", queue, error)


@transaction.atomic
def job_cancel(*, job: Job) -> bool:
    """Stop a job: at once while it waits, within a step while it runs. False when it had ended."""
    stopped = Job.objects.filter(pk=job.pk, status=Job.Status.QUEUED).update(
        status=Job.Status.CANCELLED,
        error_code="cancelled",
        finished_at=timezone.now(),
    )
    if stopped:
        OutboxEntry.objects.get_or_create(job=job)
        return True
    asked = Job.objects.filter(pk=job.pk, status=Job.Status.RUNNING).update(cancel_requested=True)
    return bool(asked)


@transaction.atomic
def job_retry(*, job: Job) -> bool:
    """Queue an ended job without a result again, as if it were new. False when it cannot be."""
    again = Job.objects.filter(pk=job.pk, status__in=Job.WITHOUT_RESULT).update(
        status=Job.Status.QUEUED,
        attempts=0,
        attempt=None,
        cancel_requested=False,
        error_code="",
        error_arguments={},
        error_detail="",
        step=0,
        progress=0,
        finished_at=None,
        woken_at=timezone.now(),
    )
    if again:
        OutboxEntry.objects.filter(job=job).delete()
        transaction.on_commit(lambda: wake(job.queue))
    return bool(again)


def job_delete_files(*, job: Job) -> int:
    """Remove an ended job's files, those of killed attempts too; the bytes of its outputs."""
    freed = 0
    for item in job.outputs.values():
        default_storage.delete(item["file"])
        freed += int(item["bytes"])
    for attempt in attempts_stored(job):
        attempt_remove(job, attempt)
    Job.objects.filter(pk=job.pk).update(outputs={})
    return freed


def sweep() -> None:
    """Put the world right: expired leases back, forgotten jobs woken, finished jobs told again."""
    leases_expire()
    Worker.objects.filter(polled_at__lt=timezone.now() - WORKER_FORGOTTEN).delete()
    for queue in queues_in_use():
        queue_wake(queue=queue)
    outbox_send()


def queues_in_use() -> set[str]:
    """The queues that jobs wait in or workers ask."""
    waiting = Job.objects.filter(status=Job.Status.QUEUED).values_list("queue", flat=True)
    return {*waiting.distinct(), *Worker.objects.values_list("queue", flat=True)}


def queue_wake(*, queue: str) -> None:
    """Send the wake-ups that a queue lacks.

    Never more than WAKE_AT_ONCE lie in the broker because of us: a day without workers, or jobs
    slower than the sweep, must not fill its memory.
    """
    try:
        waiting = tasks.wake_ups_waiting(queue)
    except Exception as error:  # any broker failure: the next sweep asks again
        logger.warning("wake-ups of %s not counted, none sent: %s", queue, error)
        return
    jobs_wake_forgotten(queue=queue, limit=max(0, WAKE_AT_ONCE - waiting))
    if not waiting:
        workers_ping(queue=queue)


def leases_expire() -> int:
    """Give back the jobs of workers that died; after the last attempt a job is dead-lettered."""
    ended = 0
    for job in Job.objects.expired():
        ended += _lease_expire(job)
    return ended


def _lease_expire(job: Job) -> int:
    now = timezone.now()
    held = job.held().filter(lease_until__lt=now)
    if job.cancel_requested:
        changes = {"status": Job.Status.CANCELLED, "error_code": "cancelled", "finished_at": now}
    elif job.attempts >= settings.IMAGING_MAX_ATTEMPTS:
        arguments = {"attempts": job.attempts}
        changes = {
            "status": Job.Status.DEAD,
            "error_code": "worker_lost",
            "error_arguments": arguments,
            "finished_at": now,
        }
    else:
        changes = {"status": Job.Status.QUEUED, "attempt": None, "woken_at": None}
    with transaction.atomic():
        won = held.update(lease_until=None, **changes)
        if won and "finished_at" in changes:
            OutboxEntry.objects.get_or_create(job=job)
    return won


def jobs_wake_forgotten(*, queue: str, limit: int = WAKE_AT_ONCE) -> int:
    """Send wake-ups for jobs that wait although they were woken a while ago, or never were."""
    before = timezone.now() - timedelta(seconds=settings.IMAGING_WAKE_AGAIN_S)
    waiting = Job.objects.filter(status=Job.Status.QUEUED, queue=queue)
    forgotten = list(
        waiting.exclude(woken_at__gte=before)
        .order_by("priority", "created_at")
        .values_list("pk", flat=True)[:limit]
    )
    Job.objects.filter(pk__in=forgotten).update(woken_at=timezone.now())
    for _ in forgotten:
        wake(queue)
    return len(forgotten)


def workers_ping(*, queue: str) -> int:
    """Let idle workers poll, so that "polled in the last seconds" means able to take work.

    Each is asked once in a while: one that was killed never answers, and its pings would only
    keep the others busy.
    """
    now = timezone.now()
    before = now - timedelta(seconds=settings.IMAGING_WAKE_AGAIN_S)
    quiet = Worker.objects.filter(queue=queue, polled_at__lt=before).exclude(pinged_at__gte=before)
    asked = quiet.update(pinged_at=now)
    for _ in range(asked):
        wake(queue)
    return asked


def outbox_send() -> int:
    """Tell the rest of the studio again about ended jobs that nobody consumed yet.

    The wait doubles each time: an entry whose consumer always fails does not crowd out others.
    """
    now = timezone.now()
    entries = OutboxEntry.objects.filter(consumed_at=None, tell_at__lt=now)
    due = list(entries.order_by("tell_at")[:WAKE_AT_ONCE])
    for entry in due:
        wait = timedelta(seconds=settings.IMAGING_SWEEP_S * 2**entry.tellings)
        entry.tell_at, entry.tellings = now + wait, min(entry.tellings + 1, MOST_DOUBLINGS)
        entry.save(update_fields=["tellings", "tell_at"])
        tasks.tell_job_ended(entry.job_id)
    return len(due)


def step_results_delete_unused(*, unused_for: timedelta) -> int:
    """Forget step results nobody used for that long; how many went."""
    old = list(StepResult.objects.filter(used_at__lt=timezone.now() - unused_for))
    for kept in old:
        default_storage.delete(kept.file)
        kept.delete()
    return len(old)
