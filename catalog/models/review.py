"""Decisions: append-only, the current state is the last row."""

import uuid
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone

from catalog.models.rendition import Rendition


class ReviewQuerySet(models.QuerySet["Review"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("Reviews are append-only.")

    def delete(self) -> NoReturn:
        raise TypeError("Reviews are append-only.")


class Review(models.Model):
    """One event in a rendition's review, never changed.

    (draft) → submitted → approved | needs_changes | rejected; submitted → withdrawn;
    needs_changes | rejected | withdrawn → submitted again. Only `submitted` reaches a moderator.
    """

    class Verb(models.TextChoices):
        SUBMITTED = "submitted"
        WITHDRAWN = "withdrawn"
        APPROVED = "approved"
        NEEDS_CHANGES = "needs_changes"
        REJECTED = "rejected"

    DECISIONS = (Verb.APPROVED, Verb.NEEDS_CHANGES, Verb.REJECTED)

    rendition = models.ForeignKey(Rendition, models.CASCADE, related_name="reviews")
    verb = models.CharField(max_length=16, choices=Verb)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Codes of catalog.reasons.REASONS; the words are rendered for each reader.
    reasons = models.JSONField(default=list)
    note = models.TextField(blank=True, max_length=2_000)
    # Decided by a member of the shop, which only SINGLE_OPERATOR_APPROVES allows.
    by_member = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["rendition", "-id"], name="review_latest")]
        constraints = [
            models.CheckConstraint(
                name="review_refusal_has_reasons",
                condition=~models.Q(verb__in=["needs_changes", "rejected"]) | ~models.Q(reasons=[]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.rendition_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Reviews are append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Reviews are append-only.")


class ReviewClaim(models.Model):
    """A moderator's expiring lock on one submitted rendition."""

    rendition = models.OneToOneField(Rendition, models.CASCADE, related_name="claim")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.moderator} on {self.rendition_id}"

    @property
    def is_live(self) -> bool:
        return self.expires_at > timezone.now()
