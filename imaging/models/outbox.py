"""What finished and still has to be told to the rest of the studio."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from imaging.models.job import Job


def first_telling() -> datetime:
    """A sweep later: whoever ended the job tells of it at once."""
    return timezone.now() + timedelta(seconds=settings.IMAGING_SWEEP_S)


class OutboxEntry(models.Model):
    """One ended job to be consumed by the task that settings name; consumed at most once.

    At `tell_at` the sweep tells of it again, each time after a longer wait.
    """

    job = models.OneToOneField(Job, models.CASCADE, related_name="outbox_entry")
    created_at = models.DateTimeField(default=timezone.now)
    tellings = models.PositiveSmallIntegerField(default=0)
    tell_at = models.DateTimeField(default=first_telling)
    consumed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "outbox entries"
        indexes = [
            models.Index(
                fields=["tell_at"],
                condition=models.Q(consumed_at=None),
                name="outbox_open",
            )
        ]

    def __str__(self) -> str:
        return str(self.job_id)
