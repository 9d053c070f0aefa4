"""What a seller thought of a picture: what a shop's taste is learned from."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from catalog.models.rendition import Rendition
from catalog.models.shop import Shop


class Choice(models.Model):
    """One opinion shown by an act, never changed; a shop may forget all of them.

    kept: chosen, or made for channels. edited: refined in words or moved, so not yet right.
    unfavourited and restored take back the favourited and rejected before them.
    """

    class Verb(models.TextChoices):
        KEPT = "kept"
        FAVOURITED = "favourited"
        UNFAVOURITED = "unfavourited"
        REJECTED = "rejected"
        RESTORED = "restored"
        EDITED = "edited"
        MORE_LIKE_THIS = "more_like_this"

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="choices")
    rendition = models.ForeignKey(Rendition, models.CASCADE, related_name="choices")
    verb = models.CharField(max_length=16, choices=Verb)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["shop", "-id"], name="choice_latest_of_shop")]

    def __str__(self) -> str:
        return f"{self.verb} {self.rendition_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Choices are append-only.")
        super().save(*args, **kwargs)
