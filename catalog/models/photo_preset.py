"""What a shop does to its photos again and again, by name."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from catalog.models.shop import Shop


class PhotoPreset(models.Model):
    """Options of the recipe `enhance` under a name of the shop's own."""

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="photo_presets")
    name = models.CharField(max_length=60)
    options = models.JSONField(default=dict, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["shop", "name"], name="photo_preset_once_per_shop"),
        ]

    def __str__(self) -> str:
        return self.name
