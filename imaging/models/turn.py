"""When each tenant was last served: what makes the queue fair."""

from django.db import models
from django.utils import timezone


class Turn(models.Model):
    """The moment a tenant last got a worker, for one queue."""

    tenant = models.CharField(max_length=64)
    queue = models.CharField(max_length=16)
    served_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "queue"], name="turn_one_per_tenant_and_queue"
            )
        ]

    def __str__(self) -> str:
        return f"{self.tenant} on {self.queue}"
