"""Pictures at addresses that the rows of an import name."""

import hashlib

from django.db import models
from django.utils import timezone

from catalog.models.imports import Import, ImportRow


class FetchQuerySet(models.QuerySet["Fetch"]):
    def unfinished(self) -> "FetchQuerySet":
        return self.filter(status__in=[Fetch.Status.WAITING, Fetch.Status.FETCHING])

    def due(self) -> "FetchQuerySet":
        """What may be fetched now: it waits, or whoever fetched it died; its import is running."""
        now = timezone.now()
        waits = models.Q(status=Fetch.Status.WAITING, not_before__lte=now)
        lost = models.Q(status=Fetch.Status.FETCHING, lease_until__lt=now)
        return self.filter(waits | lost, source__status=Import.Status.RUNNING)


class Fetch(models.Model):
    """A picture at an address, fetched once for all rows of an import that name it.

    WAITING → FETCHING (lease, token) → DONE (its file is kept until all its rows are written)
    FETCHING → WAITING (failed: again, not before …) | FAILED (for good: `problem` says why)
    FAILED → WAITING (somebody asks for another try) · a lease that ran out is claimed again
    `number` is that of the first row that names it: of two imports neither waits for the other.
    """

    class Status(models.TextChoices):
        WAITING = "waiting"
        FETCHING = "fetching"
        DONE = "done"
        FAILED = "failed"

    source = models.ForeignKey(Import, models.CASCADE, related_name="fetches")
    rows = models.ManyToManyField(ImportRow, related_name="fetches")
    number = models.PositiveIntegerField()
    address = models.TextField()
    key = models.CharField(max_length=64, editable=False)  # of the address: an index has a limit
    host = models.CharField(max_length=255)
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    token = models.UUIDField(null=True, editable=False)
    problem = models.JSONField(default=dict)
    file = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    # What the host calls just these bytes: asked for again, it may say that they are still so.
    tag = models.CharField(max_length=200, blank=True)

    objects = FetchQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["host", "status", "number"], name="fetch_next_of_host"),
            models.Index(fields=["key"], name="fetch_of_address"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="fetch_once_per_address"),
            models.CheckConstraint(
                name="fetch_failed_has_a_problem",
                condition=~models.Q(status="failed") | ~models.Q(problem={}),
            ),
            models.CheckConstraint(
                name="fetch_in_hand_has_a_lease",
                condition=~models.Q(status="fetching")
                | models.Q(lease_until__isnull=False, token__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.address


class FetchHost(models.Model):
    """A host that pictures come from. Whoever claims one of its pictures locks this row, so that
    its limits hold over all workers.
    """

    host = models.CharField(max_length=255, primary_key=True)
    next_at = models.DateTimeField(default=timezone.now)
    failures = models.PositiveIntegerField(default=0)  # one after another, of any picture

    def __str__(self) -> str:
        return self.host


def address_key(address: str) -> str:
    """What an address is known by within an import."""
    return hashlib.sha256(address.encode()).hexdigest()
