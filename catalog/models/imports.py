"""Bulk imports: a file of rows, each claimed on its own."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from catalog.models.photo import Photo
from catalog.models.product import Product
from catalog.models.rendition import Rendition
from catalog.models.shop import Shop
from imaging.models import Job


class Import(models.Model):
    """A file of products and optionally a ZIP of photos.

    MAPPING (its columns are not known: the seller says what they mean) → CHECKING
    CHECKED → CHECKING (read in another way)
    CHECKING → CHECKED (every row's report is there, nothing written) → RUNNING → DONE
    RUNNING ⇄ PAUSED (no row is taken, no picture begun; those that waited are asked for again)
    CHECKING → UNREADABLE (the table breaks off: `problem` says where; no row is kept)
    CHECKING | CHECKED | RUNNING | PAUSED → CANCELLED · DONE | CANCELLED → RUNNING (retry)

    Whoever carries it on holds `lease_until`; a time in the past tells when it last had its turn.
    `started_at` is moved on by every rest: the time since then is the time that it worked.
    """

    class Policy(models.TextChoices):
        """What happens to the others when a row cannot be imported."""

        SKIP = "skip"
        STOP = "stop"
        ALL = "all"

    class Status(models.TextChoices):
        MAPPING = "mapping"
        CHECKING = "checking"
        CHECKED = "checked"
        RUNNING = "running"
        PAUSED = "paused"
        DONE = "done"
        CANCELLED = "cancelled"
        UNREADABLE = "unreadable"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    shop = models.ForeignKey(Shop, models.CASCADE, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=200)
    file = models.CharField(max_length=200)
    photos = models.CharField(max_length=200, blank=True)
    # What is made of every row, as `catalog.importing.making` types it.
    makings = models.JSONField(default=list, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.CHECKING)
    problem = models.JSONField(default=dict)
    encoding = models.CharField(max_length=20, blank=True)
    # The format it is in, the heads that told, and what the seller said of how to read it.
    format = models.CharField(max_length=20, blank=True)
    evidence = models.JSONField(default=list)
    reading = models.JSONField(default=dict)
    policy = models.CharField(max_length=4, choices=Policy, default=Policy.SKIP)
    # Sent by a program that does not wait to look at the report of the check.
    starts_itself = models.BooleanField(default=False)
    # Pairs in the file's order: its own heading, the column meant ("": not understood, left out).
    columns = models.JSONField(default=list)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Who wants all its pictures before the moderators, until they are; the last one looked at.
    submitter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    submitted_up_to = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["shop", "-created_at"], name="import_newest")]
        constraints = [
            models.CheckConstraint(
                name="import_ended_has_a_time",
                condition=models.Q(
                    status__in=["mapping", "checking", "checked", "running", "paused"]
                )
                | models.Q(finished_at__isnull=False),
            ),
            models.CheckConstraint(
                name="import_paused_has_a_time",
                condition=~models.Q(status="paused") | models.Q(paused_at__isnull=False),
            ),
            models.CheckConstraint(
                name="import_unreadable_has_a_problem",
                condition=~models.Q(status="unreadable") | ~models.Q(problem={}),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalog:import_detail", args=[self.shop.slug, self.pk])


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    def unfinished(self) -> "ImportRowQuerySet":
        return self.exclude(status__in=[ImportRow.Status.DONE, ImportRow.Status.ERROR])

    def claimable(self) -> "ImportRowQuerySet":
        """Rows that wait, or whose writer died."""
        lost = models.Q(status=ImportRow.Status.CLAIMED, lease_until__lt=timezone.now())
        return self.filter(models.Q(status=ImportRow.Status.WAITING) | lost)

    def worth_retrying(self, unread: models.QuerySet[Photo]) -> "ImportRowQuerySet":
        """Rows that were good when checked but failed since, or whose pictures were not made, or
        could not even be asked for, or which have one of the photos `unread`.

        Rows whose cells are wrong would fail the same way: they need a corrected file.
        """
        unmade = Rendition.objects.filter(
            import_rows=models.OuterRef("pk"), deleted_at=None, job__status__in=Job.WITHOUT_RESULT
        )
        failed = models.Q(status=ImportRow.Status.ERROR) & ~models.Q(outcome="")
        asked = [ImportRow.Status.JOBS, ImportRow.Status.DONE]
        unread_too = models.Q(product__in=unread.values("product"))
        without = ~models.Q(unmade=[]) | models.Exists(unmade) | unread_too
        return self.filter(failed | (models.Q(status__in=asked) & without))


class ImportRow(models.Model):
    """One row of the file, known by its number; `key` is its SKU, `group` its product's key.

    FETCHING (names pictures at addresses, not all of which have ended) → WAITING
    WAITING → CLAIMED (lease) → WRITTEN (product and photos are there) → JOBS (asked for) → DONE
    CLAIMED | WRITTEN → ERROR (problems say why) · a lease that ran out is claimed again
    A row in JOBS is done when its renditions' jobs have ended; where nothing is made, WRITTEN is.
    `outcome` is what the check foresees until the row is written, and then what happened.
    """

    class Status(models.TextChoices):
        FETCHING = "fetching"
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
    group = models.CharField(max_length=200, blank=True)
    cells = models.JSONField()
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    problems = models.JSONField(default=list)
    # What was left out of a row that is imported all the same.
    notes = models.JSONField(default=list)
    # What could not be asked for, such as an advert whose words do not fit; the rest is made.
    unmade = models.JSONField(default=list)
    photo_count = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    token = models.UUIDField(null=True, editable=False)
    product = models.ForeignKey(Product, models.SET_NULL, null=True, related_name="+")
    renditions = models.ManyToManyField(Rendition, related_name="import_rows")

    objects = ImportRowQuerySet.as_manager()

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


class ImportMapping(models.Model):
    """How a shop's files with these heads are read, remembered from the last time."""

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64)
    reading = models.JSONField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shop", "fingerprint"], name="import_mapping_once_per_heads"
            )
        ]

    def __str__(self) -> str:
        return f"mapping {self.fingerprint[:8]} of {self.shop_id}"
