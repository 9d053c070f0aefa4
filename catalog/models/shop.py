"""The tenant and the people in it."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

INVITATION_LASTS = timedelta(days=14)


def invitation_end() -> datetime:
    return timezone.now() + INVITATION_LASTS


class Shop(models.Model):
    """A tenant. `presets` are the keys of the channels it sells on, the first is its default."""

    slug = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=80)
    presets = models.JSONField(default=list)
    # Off until a person of the shop gives it: may pictures and corrections train models?
    training_consent_at = models.DateTimeField(null=True, blank=True)
    # Whether what its people keep and reject shapes what it is offered.
    is_taste_used = models.BooleanField(default=True)
    # Whether attributes are read from every new photo.
    are_photos_read = models.BooleanField(default=True)
    # Brands whose names its pictures may show: its own, and those it may sell.
    brand_words = models.JSONField(default=list, blank=True)
    # What it says of its products in feeds: catalog.exporting.model.FeedSetting.
    feed = models.JSONField(default=dict, blank=True)
    keep_deleted_days = models.PositiveSmallIntegerField(default=30)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalog:product_list", args=[self.slug])

    @property
    def tenant(self) -> str:
        """The opaque key imaging knows this shop by."""
        return f"shop-{self.pk}"


class Membership(models.Model):
    """A person's role in a shop: owners manage it, editors make pictures, viewers look."""

    class Role(models.TextChoices):
        OWNER = "owner"
        EDITOR = "editor"
        VIEWER = "viewer"

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role, default=Role.EDITOR)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "user"], name="membership_once"),
            models.CheckConstraint(
                name="membership_role_known",
                condition=models.Q(role__in=["owner", "editor", "viewer"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.shop}: {self.role}"


class Invitation(models.Model):
    """An open offer to join; whoever opens its address signed in with that mail address joins."""

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=8, choices=Membership.Role, default=Membership.Role.EDITOR)
    token = models.CharField(max_length=64, unique=True, default=secrets.token_urlsafe)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=invitation_end)
    accepted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.email} to {self.shop}"

    def get_absolute_url(self) -> str:
        return reverse("catalog:invitation", args=[self.token])


class ApiToken(models.Model):
    """A shop's key to the REST API. Only its hash is kept; people tell keys apart by `prefix`."""

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    # Set by an operator; empty means what the settings say for all.
    calls_a_minute = models.PositiveIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.prefix}… {self.name}"
