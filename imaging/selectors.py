"""What pages read of the queue."""

import uuid
from bisect import bisect_left
from collections.abc import Sequence
from datetime import timedelta
from statistics import median
from typing import Any

from django.db.models import Avg, Count, F, Min, Q
from django.utils import timezone

from imaging.engines.registry import ENGINES
from imaging.errors import sentence
from imaging.models import Job, Worker
from imaging.reader import language

POLLED_RECENTLY = timedelta(seconds=60)
RECENT_JOBS = 20


def job_step_label(job: Job) -> str:
    """The verb of the step that runs now, in the reader's language; "" while none does."""
    if job.status != Job.Status.RUNNING or job.step >= len(job.steps):
        return ""
    return ENGINES[job.steps[job.step]["engine"]].label.in_language(language())


def job_error(job: Job) -> str:
    """Why the job ended without a result, in the reader's language; "" when it has none."""
    if not job.error_code:
        return ""
    return sentence(job.error_code, job.error_arguments, language())


def typical_seconds(*, recipe: str, queue: str) -> float | None:
    """Mean running time of the recipe's latest finished jobs in `queue`; None before the first."""
    done = Job.objects.filter(recipe=recipe, queue=queue, status=Job.Status.DONE)
    latest = done.order_by("-finished_at").values("pk")[:RECENT_JOBS]
    mean = Job.objects.filter(pk__in=latest).aggregate(
        mean=Avg(F("finished_at") - F("started_at"))
    )["mean"]
    return mean.total_seconds() if mean else None


def median_seconds(*, recipe: str, having: Q | None = None) -> float | None:
    """Median running time of the recipe's latest finished jobs, of those that fit `having`; None
    before the first."""
    done = Job.objects.filter(having or Q(), recipe=recipe, status=Job.Status.DONE)
    took = done.annotate(took=F("finished_at") - F("started_at")).order_by("-finished_at")
    seconds = [one.total_seconds() for one in took.values_list("took", flat=True)[:RECENT_JOBS]]
    return median(seconds) if seconds else None


def job_remaining_s(job: Job) -> float | None:
    """Seconds until the job ends, from what its recipe took lately and who is ahead of it."""
    return jobs_remaining_s([job])[job.pk]


def jobs_remaining_s(jobs: Sequence[Job]) -> dict[uuid.UUID, float | None]:
    """`job_remaining_s` of many jobs by id; what they share is asked of the database once."""
    kinds = {(job.recipe, job.queue) for job in unended(jobs)}
    each = {kind: typical_seconds(recipe=kind[0], queue=kind[1]) for kind in kinds}
    ahead = jobs_ahead([job for job in jobs if job.status == Job.Status.QUEUED])
    workers = {job.queue: 0 for job in jobs if job.pk in ahead}
    workers = {queue: max(1, workers_polling(queue=queue)) for queue in workers}

    def remaining(job: Job) -> float | None:
        typical = 0.0 if job.is_ended else each[job.recipe, job.queue]
        if not typical:
            return typical
        if job.status == Job.Status.RUNNING:
            return typical * (1 - job.progress)
        return typical * (ahead[job.pk] / workers[job.queue] + 1)

    return {job.pk: remaining(job) for job in jobs}


def unended(jobs: Sequence[Job]) -> list[Job]:
    return [job for job in jobs if not job.is_ended]


def jobs_ahead(queued: Sequence[Job]) -> dict[uuid.UUID, int]:
    """How many waiting jobs of their queue are older than each of `queued`, and as urgent.

    Two queries for each queue and priority: those before the oldest are only counted.
    """
    groups: dict[tuple[str, int], list[Job]] = {}
    for job in queued:
        groups.setdefault((job.queue, job.priority), []).append(job)
    places: dict[uuid.UUID, int] = {}
    for (queue, priority), jobs in groups.items():
        waiting = Job.objects.filter(
            status=Job.Status.QUEUED, queue=queue, priority__lte=priority
        ).order_by("created_at")
        oldest, newest = (pick(job.created_at for job in jobs) for pick in (min, max))
        before = waiting.filter(created_at__lt=oldest).count()
        among = waiting.filter(created_at__gte=oldest, created_at__lt=newest)
        times = list(among.values_list("created_at", flat=True))
        places |= {job.pk: before + bisect_left(times, job.created_at) for job in jobs}
    return places


def workers_polling(*, queue: str) -> int:
    """How many workers asked `queue` for work recently."""
    return Worker.objects.filter(
        queue=queue, polled_at__gte=timezone.now() - POLLED_RECENTLY
    ).count()


def jobs_progress(jobs: Sequence[Job]) -> list[dict[str, Any]]:
    """What a page shows of jobs while they are watched, in their order."""
    remaining = jobs_remaining_s(jobs)
    return [
        {
            "id": str(job.pk),
            "status": job.status,
            "progress": round(job.progress, 3),
            "step_label": job_step_label(job),
            "remaining_s": remaining[job.pk],
            "error": job_error(job),
        }
        for job in jobs
    ]


def queues_overview() -> list[dict[str, Any]]:
    """Each queue with what waits, runs and since when, for the operator."""
    counts = (
        Job.objects.unfinished()
        .values("queue", "status", "priority")
        .annotate(count=Count("pk"), oldest=Min("created_at"))
        .order_by("queue", "status", "priority")
    )
    return [dict(count) for count in counts]


def workers_overview() -> list[dict[str, Any]]:
    """Each worker with the seconds since it last polled and whether that is recent."""
    now = timezone.now()
    claimed = Job.objects.filter(status=Job.Status.RUNNING).order_by("started_at")
    runs = {job.worker: job for job in claimed}
    return [
        {
            "name": worker.name,
            "queue": worker.queue,
            "jobs_done": worker.jobs_done,
            "polled_s_ago": round((now - worker.polled_at).total_seconds()),
            "is_polling": now - worker.polled_at < POLLED_RECENTLY,
            "runs": runs.get(worker.name),
        }
        for worker in Worker.objects.order_by("queue", "name")
    ]


def jobs_failed(*, limit: int = 100) -> list[Job]:
    """The latest jobs that ended without a result, newest first."""
    failed = Job.objects.filter(status__in=Job.FAILURES)
    return list(failed.order_by("-finished_at")[:limit])
