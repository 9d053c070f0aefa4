"""Looks that a shop brought along as .cube files."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from catalog.models.shop import Shop


class OwnLook(models.Model):
    """A checked upload, never changed, known by the SHA-256 of its bytes, and its name.

    Options of better photos name it by that hash. Deleting hides it (`deleted_at`) and can be
    undone until the clean-up removes the file, which stays as long as a job was given it.
    """

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="own_looks")
    name = models.CharField(max_length=60)
    file = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["shop", "sha256"], name="own_look_once_per_shop"),
        ]

    def __str__(self) -> str:
        return self.name
