"""Bulk imports: a file of rows, each claimed on its own."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from catalog.models.product import Product
from catalog.models.rendition import Rendition
from catalog.models.shop import Shop


class Import(models.Model):
    """A CSV of products and optionally a ZIP of photos.

    CHECKED (dry run kept, nothing written) → RUNNING → DONE | CANCELLED
    UNREADABLE: the file could not be read at all; `problem` says why.
    """

    class Status(models.TextChoices):
        CHECKED = "checked"
        RUNNING = "running"
        DONE = "done"
        CANCELLED = "cancelled"
        UNREADABLE = "unreadable"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    shop = models.ForeignKey(Shop, models.CASCADE, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=200)
    file = models.CharField(max_length=200)
    photos = models.CharField(max_length=200, blank=True)
    recipe = models.CharField(max_length=40, blank=True)
    presets = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=Status, default=Status.CHECKED)
    problem = models.TextField(blank=True)
    encoding = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["shop", "-created_at"], name="import_newest")]

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """One row of the file, known by its number; `key` is its SKU.

    WAITING → CLAIMED (lease) → WRITTEN (product and photos are there) → JOBS (asked for) → DONE
    CLAIMED → ERROR (problems say why; nothing was written) · a lease that ran out is claimed again
    A row in JOBS is done when its renditions' jobs have ended; without a recipe WRITTEN is done.
    `outcome` is what the check foresees until the row is written, and then what happened.
    """

    class Status(models.TextChoices):
        WAITING = "waiting"
        CLAIMED = "claimed"
        WRITTEN = "written"
        JOBS = "jobs"
        DONE = "done"
        ERROR = "error"

    class Outcome(models.TextChoices):
        CREATED = "created"
        CHANGED = "changed"
        SKIPPED = "skipped"

    source = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=80, blank=True)
    cells = models.JSONField()
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    problems = models.JSONField(default=list)
    lease_until = models.DateTimeField(null=True, blank=True)
    token = models.UUIDField(null=True, editable=False)
    product = models.ForeignKey(Product, models.SET_NULL, null=True, related_name="+")
    renditions = models.ManyToManyField(Rendition, related_name="import_rows")

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["source", "status", "number"], name="import_row_next"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="import_row_once"),
            models.CheckConstraint(
                name="import_row_error_has_problems",
                condition=~models.Q(status="error") | ~models.Q(problems=[]),
            ),
            models.CheckConstraint(
                name="import_row_claimed_has_lease",
                condition=~models.Q(status="claimed")
                | models.Q(lease_until__isnull=False, token__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"row {self.number} of {self.source_id}"
