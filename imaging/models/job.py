"""One run of one recipe."""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from imaging.models.turn import Turn

Running = list[tuple[str, int, int]]  # tenant, priority, how many of its jobs run


def has_room(running: Running, *, tenant: str, priority: int) -> bool:
    """Whether `tenant` may start one more job of `priority`: less urgent ones do not count."""
    counts = (count for whose, other, count in running if whose == tenant and other <= priority)
    return sum(counts) < settings.IMAGING_MAX_RUNNING


class JobQuerySet(models.QuerySet["Job"]):
    def of_tenant(self, tenant: str) -> "JobQuerySet":
        return self.filter(tenant=tenant)

    def unfinished(self) -> "JobQuerySet":
        return self.filter(status__in=Job.UNFINISHED)

    def expired(self) -> "JobQuerySet":
        return self.filter(status=Job.Status.RUNNING, lease_until__lt=timezone.now())

    def claim_next(self, *, queue: str, worker: str) -> "Job | None":
        """Move the next fair queued job to RUNNING for `worker`; None when nothing may run now.

        A person goes before bulk; among tenants the one served longest ago goes first; a job
        waits while its tenant runs as many as it may that are no less urgent, so that its bulk
        never holds up its people. Two workers that see the same job: the conditional
        update lets one win, the other looks again.
        """
        while True:
            fair = self._next_fair(queue)
            if fair is None:
                return None
            if job := self._claim(*fair, queue=queue, worker=worker):
                return job

    def _next_fair(self, queue: str) -> tuple[uuid.UUID, str, int] | None:
        """The job that should run next, its tenant and its priority."""
        waiting = (
            self.filter(status=Job.Status.QUEUED, queue=queue)
            .values_list("priority", "tenant")
            .order_by("priority", "tenant")
            .distinct()
        )
        running = self._running(queue)
        free = [one for one in waiting if has_room(running, tenant=one[1], priority=one[0])]
        if not free:
            return None
        served = dict(Turn.objects.filter(queue=queue).values_list("tenant", "served_at"))
        never = timezone.now() - timedelta(days=36_500)
        priority, tenant = min(free, key=lambda one: (one[0], served.get(one[1], never), one[1]))
        oldest = (
            self.filter(status=Job.Status.QUEUED, queue=queue, priority=priority, tenant=tenant)
            .order_by("created_at", "pk")
            .values_list("pk", flat=True)
            .first()
        )
        return (oldest, tenant, priority) if oldest else None

    def _running(self, queue: str) -> Running:
        rows = self.filter(status=Job.Status.RUNNING, queue=queue).values("tenant", "priority")
        counted = rows.annotate(count=models.Count("pk"))
        return list(counted.values_list("tenant", "priority", "count"))

    @transaction.atomic
    def _claim(
        self, job_id: uuid.UUID, tenant: str, priority: int, *, queue: str, worker: str
    ) -> "Job | None":
        # The tenant's row is the lock under which its running jobs are counted and grow.
        turn, _ = Turn.objects.select_for_update().get_or_create(tenant=tenant, queue=queue)
        if not has_room(self._running(queue), tenant=tenant, priority=priority):
            return None
        now = timezone.now()
        won = self.filter(pk=job_id, status=Job.Status.QUEUED).update(
            status=Job.Status.RUNNING,
            worker=worker,
            attempt=uuid.uuid4(),
            attempts=models.F("attempts") + 1,
            started_at=now,
            lease_until=now + timedelta(seconds=settings.IMAGING_LEASE_S),
            progress=0,
            step=0,
        )
        if not won:
            return None
        turn.served_at = now
        turn.save(update_fields=["served_at"])
        return self.get(pk=job_id)


class Job(models.Model):
    """One run of one recipe: the queue of record. Celery only wakes workers.

    QUEUED → RUNNING (claim) → DONE | FAILED (an error a person can read) | CANCELLED
    RUNNING → QUEUED (lease expired, attempts left) | DEAD (lease expired too often, or a crash)
    FAILED | DEAD | CANCELLED → QUEUED (retry)

    Every write of a worker names its `attempt`; one that lost its lease writes nothing.
    """

    class Status(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"
        DEAD = "dead"

    UNFINISHED = (Status.QUEUED, Status.RUNNING)
    FAILURES = (Status.FAILED, Status.DEAD)
    WITHOUT_RESULT = (*FAILURES, Status.CANCELLED)  # these may be tried again

    class Priority(models.IntegerChoices):
        """Who waits: a person, one who sees the first of several already, an import, nobody."""

        PERSON = 0
        MORE = 5
        BULK = 10
        LATER = 20

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.CharField(max_length=64)
    requested_by = models.CharField(max_length=64, blank=True)
    recipe = models.CharField(max_length=40)
    steps = models.JSONField()
    export = models.JSONField(default=dict)
    inputs = models.JSONField()
    outputs = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    report = models.JSONField(default=list)

    queue = models.CharField(max_length=16, default="cpu")
    priority = models.SmallIntegerField(choices=Priority, default=Priority.PERSON)
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    attempt = models.UUIDField(null=True, editable=False)
    worker = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    cancel_requested = models.BooleanField(default=False)
    step = models.PositiveSmallIntegerField(default=0)
    progress = models.FloatField(default=0)
    error_code = models.CharField(max_length=40, blank=True)
    error_arguments = models.JSONField(default=dict)
    error_detail = models.TextField(blank=True)

    created_at = models.DateTimeField(default=timezone.now)
    woken_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["queue", "priority", "tenant", "created_at"],
                condition=models.Q(status="queued"),
                name="job_waiting",
            ),
            models.Index(
                fields=["queue", "tenant", "lease_until"],
                condition=models.Q(status="running"),
                name="job_running",
            ),
            models.Index(fields=["tenant", "-created_at"], name="job_of_tenant"),
            models.Index(
                fields=["status", "tenant", "-created_at"], name="job_of_tenant_by_status"
            ),
            models.Index(fields=["status", "-finished_at"], name="job_by_status"),
        ]
        constraints = [
            models.CheckConstraint(
                name="job_running_has_lease_and_attempt",
                condition=~models.Q(status="running")
                | models.Q(lease_until__isnull=False, attempt__isnull=False),
            ),
            models.CheckConstraint(
                name="job_ended_has_a_time",
                condition=models.Q(status__in=["queued", "running"])
                | models.Q(finished_at__isnull=False),
            ),
            models.CheckConstraint(
                name="job_failed_has_a_reason",
                condition=~models.Q(status__in=["failed", "dead"]) | ~models.Q(error_code=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipe} {self.pk}"

    @property
    def is_ended(self) -> bool:
        return self.status not in self.UNFINISHED

    def held(self) -> JobQuerySet:
        """This job, if the attempt in hand still holds it: what every write of a worker goes to."""
        return Job.objects.filter(pk=self.pk, attempt=self.attempt, status=self.Status.RUNNING)

    def output_file(self, role: str = "picture") -> str | None:
        """Storage name of an output, None when it was not made."""
        output: dict[str, Any] | None = self.outputs.get(role)
        return output["file"] if output else None
