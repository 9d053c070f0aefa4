"""What finished and still has to be told to the rest of the studio."""

from django.db import models
from django.utils import timezone

from imaging.models.job import Job


class OutboxEntry(models.Model):
    """One ended job to be consumed by the task that settings name; consumed at most once."""

    job = models.OneToOneField(Job, models.CASCADE, related_name="outbox_entry")
    created_at = models.DateTimeField(default=timezone.now)
    consumed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "outbox entries"
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(consumed_at=None),
                name="outbox_open",
            )
        ]

    def __str__(self) -> str:
        return str(self.job_id)
