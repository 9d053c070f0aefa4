"""Addresses of other systems that are told what happens, and every message to them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from catalog.models.shop import Shop


class WebhookEndpoint(models.Model):
    """An address of a shop's own system. Switched off, nothing is written for it or sent to it.

    `failing_since` is when it last stopped taking messages; `tried_at` tells whose turn is next.
    """

    class Off(models.TextChoices):
        """Why nothing is sent."""

        PERSON = "person"
        GONE = "gone"
        FAILING = "failing"

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="webhooks")
    url = models.CharField(max_length=2_048)
    # Names of services.webhook_events.EVENTS.
    events = models.JSONField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    off_at = models.DateTimeField(null=True, blank=True)
    off_because = models.CharField(max_length=8, choices=Off, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="webhook_off_has_a_reason",
                condition=Q(off_at=None, off_because="")
                | (Q(off_at__isnull=False) & ~Q(off_because="")),
            )
        ]

    def __str__(self) -> str:
        return self.url


class WebhookSecret(models.Model):
    """What messages are signed with; after a rotation the old one signs too, until its end."""

    endpoint = models.ForeignKey(WebhookEndpoint, models.CASCADE, related_name="secrets")
    secret = models.CharField(max_length=80)
    created_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint"], condition=Q(ends_at=None), name="webhook_one_secret_to_stay"
            )
        ]

    def __str__(self) -> str:
        return f"secret {self.pk} of {self.endpoint_id}"


class WebhookDelivery(models.Model):
    """One message to one address: WAITING → DELIVERED | FAILED; either → WAITING (sent again).

    `event` is the same on every try, and for every address: receivers know by it what they have.
    Whoever sends a waiting one first moves `next_try_at`: that is the claim, and its lease.
    """

    class Status(models.TextChoices):
        WAITING = "waiting"
        DELIVERED = "delivered"
        FAILED = "failed"

    endpoint = models.ForeignKey(WebhookEndpoint, models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=40)
    type = models.CharField(max_length=40)
    body = models.TextField()
    status = models.CharField(max_length=9, choices=Status, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(null=True, blank=True)
    # What came back last: a status and the beginning of the body, or why there was no answer.
    answer_status = models.PositiveSmallIntegerField(null=True, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    problem = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(status="waiting"), name="webhook_delivery_due"
            ),
            models.Index(fields=["endpoint", "-created_at"], name="webhook_delivery_newest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event"], name="webhook_delivery_once"),
        ]

    def __str__(self) -> str:
        return f"{self.type} to {self.endpoint_id}"
