"""Cut-outs made once and reused."""

from django.db import models
from django.utils import timezone


class StepResult(models.Model):
    """A cacheable step's alpha and facts, for one tenant and one key.

    `key` hashes the input's content, the engine, its version and model, and the parameters.
    The tenant is part of it, so deleting one shop's files never breaks another's.
    """

    tenant = models.CharField(max_length=64)
    key = models.CharField(max_length=64)
    file = models.CharField(max_length=200)
    bytes = models.PositiveBigIntegerField()
    facts = models.JSONField(default=dict)
    used_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "key"], name="step_result_once_per_tenant")
        ]

    def __str__(self) -> str:
        return f"{self.tenant} {self.key[:12]}"
