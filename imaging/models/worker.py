"""Who asks the job table for work."""

from django.db import models
from django.utils import timezone


class Worker(models.Model):
    """A worker process by name; `polled_at` is when it last asked for a job.

    `pinged_at` is when an idle one was last sent a wake-up so that it asks.
    """

    name = models.CharField(max_length=120, primary_key=True)
    queue = models.CharField(max_length=16)
    polled_at = models.DateTimeField(default=timezone.now)
    pinged_at = models.DateTimeField(null=True, blank=True)
    jobs_done = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name
