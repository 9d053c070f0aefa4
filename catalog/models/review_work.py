"""What moderators leave on an item beside decisions. Nothing of it is for shops."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from catalog.models.rendition import Rendition
from catalog.models.user import User


class ReviewComment(models.Model):
    """Words among moderators, never changed."""

    rendition = models.ForeignKey(Rendition, models.CASCADE, related_name="review_comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(max_length=2_000)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.by} on {self.rendition_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Comments are append-only.")
        super().save(*args, **kwargs)


class ReviewSkip(models.Model):
    """A moderator left an item to others, and said why; never changed.

    Until the day ends it is not offered to that person again.
    """

    class Reason(models.TextChoices):
        UNSURE = "unsure"
        SPECIALIST = "specialist"
        LANGUAGE = "language"
        DISTRESSING = "distressing"
        TECHNICAL = "technical"

    rendition = models.ForeignKey(Rendition, models.CASCADE, related_name="review_skips")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=12, choices=Reason)
    note = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["by", "-created_at"], name="review_skip_of_person")]
        constraints = [
            models.CheckConstraint(
                name="review_skip_reason_known",
                condition=models.Q(
                    reason__in=["unsure", "specialist", "language", "distressing", "technical"]
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.by} skipped {self.rendition_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Skips are append-only.")
        super().save(*args, **kwargs)


def day_began() -> datetime:
    """Midnight of today, where the platform is."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def not_skipped_today(renditions: QuerySet[Rendition], moderator: User) -> QuerySet[Rendition]:
    """Those of `renditions` that `moderator` did not leave to others since midnight."""
    skipped = ReviewSkip.objects.filter(by=moderator, created_at__gte=day_began())
    return renditions.exclude(pk__in=skipped.values("rendition"))
