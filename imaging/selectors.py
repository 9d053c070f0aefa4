"""What pages read of the queue."""

from datetime import timedelta
from typing import Any

from django.db.models import Avg, Count, F, Min
from django.utils import timezone
from django.utils.translation import get_language

from imaging.engines.registry import ENGINES
from imaging.errors import sentence
from imaging.models import Job, Worker

POLLED_RECENTLY = timedelta(seconds=60)
RECENT_JOBS = 20


def job_step_label(job: Job) -> str:
    """The verb of the step that runs now, in the reader's language; "" while none does."""
    if job.status != Job.Status.RUNNING or job.step >= len(job.steps):
        return ""
    return ENGINES[job.steps[job.step]["engine"]].label.in_language(get_language() or "en")


def job_error(job: Job) -> str:
    """Why the job ended without a result, in the reader's language; "" when it has none."""
    if not job.error_code:
        return ""
    return sentence(job.error_code, job.error_arguments, get_language() or "en")


def typical_seconds(*, recipe: str) -> float | None:
    """Mean running time of the recipe's latest finished jobs; None before the first."""
    latest = Job.objects.filter(recipe=recipe, status=Job.Status.DONE).order_by("-finished_at")
    mean = Job.objects.filter(pk__in=latest.values("pk")[:RECENT_JOBS]).aggregate(
        mean=Avg(F("finished_at") - F("started_at"))
    )["mean"]
    return mean.total_seconds() if mean else None


def job_remaining_s(job: Job) -> float | None:
    """Seconds until the job ends, from what its recipe took lately and who is ahead of it."""
    if job.is_ended:
        return 0.0
    each = typical_seconds(recipe=job.recipe)
    if each is None:
        return None
    if job.status == Job.Status.RUNNING:
        return each * (1 - job.progress)
    workers = max(1, workers_polling(queue=job.queue))
    ahead = Job.objects.filter(
        status=Job.Status.QUEUED,
        queue=job.queue,
        priority__lte=job.priority,
        created_at__lt=job.created_at,
    ).count()
    return each * (ahead / workers + 1)


def workers_polling(*, queue: str) -> int:
    """How many workers asked `queue` for work recently."""
    return Worker.objects.filter(
        queue=queue, polled_at__gte=timezone.now() - POLLED_RECENTLY
    ).count()


def job_progress(job: Job) -> dict[str, Any]:
    """What a page shows of a job while it is watched."""
    return {
        "id": str(job.pk),
        "status": job.status,
        "progress": round(job.progress, 3),
        "step_label": job_step_label(job),
        "remaining_s": job_remaining_s(job),
        "error": job_error(job),
    }


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
    return [
        {
            "name": worker.name,
            "queue": worker.queue,
            "jobs_done": worker.jobs_done,
            "polled_s_ago": round((now - worker.polled_at).total_seconds()),
            "is_polling": now - worker.polled_at < POLLED_RECENTLY,
            "runs": Job.objects.filter(worker=worker.name, status=Job.Status.RUNNING).first(),
        }
        for worker in Worker.objects.order_by("queue", "name")
    ]


def jobs_failed(*, limit: int = 100) -> list[Job]:
    """The latest jobs that ended without a result, newest first."""
    failed = Job.objects.filter(status__in=[Job.Status.FAILED, Job.Status.DEAD])
    return list(failed.order_by("-finished_at")[:limit])
