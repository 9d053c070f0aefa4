"""Decisions: append-only and chained, the current state is the last row that decides."""

import uuid
from typing import Any, NoReturn

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from catalog.models.desk_item import DeskItem
from catalog.models.published_picture import PublishedPicture
from catalog.models.rendition import Rendition
from catalog.models.review_chain import ReviewChain, chained_hash


class ReviewQuerySet(models.QuerySet["Review"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("Reviews are append-only.")

    def delete(self) -> NoReturn:
        raise TypeError("Reviews are append-only.")

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Reviews are chained one by one.")

    def that_decide(self) -> "ReviewQuerySet":
        """Without re-reviews, which never change what is."""
        return self.exclude(verb__in=Review.RE_REVIEWS)


class Review(models.Model):
    """One event in a rendition's review, never changed, chained to the one before it.

    (draft) → submitted → approved | needs_changes | rejected; submitted → withdrawn;
    needs_changes | rejected | withdrawn → submitted again. Of a risky picture the first approval
    is approved_once: somebody else approves or refuses. needs_changes | rejected → appealed →
    upheld (what was decided stands) | overturned, which an approval follows. `re_…` are second
    opinions on a decision: they change nothing. WAITING is what reaches a moderator.
    """

    class Verb(models.TextChoices):
        SUBMITTED = "submitted"
        WITHDRAWN = "withdrawn"
        APPROVED_ONCE = "approved_once"
        APPROVED = "approved"
        NEEDS_CHANGES = "needs_changes"
        REJECTED = "rejected"
        APPEALED = "appealed"
        UPHELD = "upheld"
        OVERTURNED = "overturned"
        RE_APPROVED = "re_approved"
        RE_NEEDS_CHANGES = "re_needs_changes"
        RE_REJECTED = "re_rejected"

    DECISIONS = (Verb.APPROVED, Verb.NEEDS_CHANGES, Verb.REJECTED)
    REFUSALS = (Verb.NEEDS_CHANGES, Verb.REJECTED)
    WAITING = (Verb.SUBMITTED, Verb.APPROVED_ONCE, Verb.APPEALED)
    APPEAL_ANSWERS = (Verb.UPHELD, Verb.OVERTURNED)
    RE_REVIEWS = (Verb.RE_APPROVED, Verb.RE_NEEDS_CHANGES, Verb.RE_REJECTED)
    # What the shop is not told.
    UNTOLD = (Verb.APPROVED_ONCE, *RE_REVIEWS)

    rendition = models.ForeignKey(Rendition, models.PROTECT, related_name="reviews")
    verb = models.CharField(max_length=16, choices=Verb)
    # None: the platform's rules approved it, no person did.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The decision that an appeal, its answer or a re-review is about.
    about = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="answers")
    # Codes of catalog.reasons.REASONS; the words are rendered for each reader.
    reasons = models.JSONField(default=list)
    note = models.TextField(blank=True, max_length=2_000)
    # Decided by a member of the shop, which only SINGLE_OPERATOR_APPROVES allows.
    by_member = models.BooleanField(default=False)
    # SHA-256 of the very file that was looked at.
    picture = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    # Unique: two rows can neither follow the same one nor stand in the same place.
    previous_hash = models.CharField(max_length=64, unique=True, editable=False)
    hash = models.CharField(max_length=64, unique=True, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["rendition", "-id"], name="review_latest"),
            models.Index(fields=["created_at"], name="review_when"),
        ]
        constraints = [
            models.CheckConstraint(
                name="review_refusal_has_reasons",
                condition=~models.Q(verb__in=["needs_changes", "rejected"]) | ~models.Q(reasons=[]),
            ),
            models.CheckConstraint(
                name="review_rules_only_approve",
                condition=models.Q(by__isnull=False) | models.Q(verb="approved"),
            ),
            models.CheckConstraint(
                name="review_answers_name_a_decision",
                condition=models.Q(
                    about__isnull=False,
                    verb__in=[
                        "appealed",
                        "upheld",
                        "overturned",
                        "re_approved",
                        "re_needs_changes",
                        "re_rejected",
                    ],
                )
                | models.Q(
                    about=None,
                    verb__in=[
                        "submitted",
                        "withdrawn",
                        "approved_once",
                        "approved",
                        "needs_changes",
                        "rejected",
                    ],
                ),
            ),
            models.UniqueConstraint(
                fields=["about"],
                condition=models.Q(verb="appealed"),
                name="review_one_appeal_of_a_decision",
            ),
            models.UniqueConstraint(
                fields=["about"],
                condition=models.Q(verb__in=["re_approved", "re_needs_changes", "re_rejected"]),
                name="review_one_re_review_of_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.rendition_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Append it to the chain; one writer at a time."""
        if self.pk is not None:
            raise TypeError("Reviews are append-only.")
        with transaction.atomic():
            chain = ReviewChain.locked()
            self.picture = self.rendition.job.outputs.get("picture", {}).get("sha256", "")
            self.previous_hash = chain.head
            self.hash = chain.head = chained_hash(self, chain.head)
            chain.length += 1
            super().save(*args, **kwargs)
            chain.save()
            DeskItem.follow(self)
            PublishedPicture.follow(self)

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
