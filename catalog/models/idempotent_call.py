"""Calls of the API that name a key, so that sending them twice does them once."""

import uuid

from django.db import models
from django.utils import timezone

from catalog.models.shop import Shop


class IdempotentCall(models.Model):
    """One call by its shop's key, and what it was answered; `status` is empty while it runs.

    The row is written before the call does anything: of two calls with one key, one cannot write
    it. Whoever makes the call is its `attempt`; one that takes too long is taken for dead.
    """

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    # SHA-256 of method, address and body: the same key may not stand for something else.
    fingerprint = models.CharField(max_length=64)
    attempt = models.UUIDField(default=uuid.uuid4)
    started_at = models.DateTimeField(default=timezone.now)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    content = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["started_at"], name="idempotent_call_oldest")]
        constraints = [
            models.UniqueConstraint(fields=["shop", "key"], name="idempotent_call_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.shop_id}"
