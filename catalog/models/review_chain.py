"""The chain that ties every review to the one before it."""

import hashlib
import json
from datetime import UTC
from typing import Any, Self

from django.db import models

GENESIS = "0" * 64  # what stands before the first row


def content_of(review: Any) -> dict[str, Any]:
    """What a review's hash vouches for. Never changed: the hashes of old rows stand on it.

    People are named by number alone, so making a person anonymous breaks nothing.
    """
    return {
        "rendition": review.rendition_id,
        "picture": review.picture,
        "verb": review.verb,
        "by": review.by_id,
        "by_member": review.by_member,
        "about": review.about_id,
        "reasons": review.reasons,
        "note": review.note,
        "created_at": review.created_at.astimezone(UTC).isoformat(timespec="microseconds"),
    }


def chained_hash(review: Any, previous: str) -> str:
    """SHA-256, 64 hex digits, over the review's content and the hash of the row before it.

    The content as JSON: keys sorted, no spaces, UTF-8.
    """
    content = {**content_of(review), "previous_hash": previous}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


class ReviewChain(models.Model):
    """The end of the chain: one row, locked by whoever appends.

    Without it nobody would notice that the newest reviews were removed.
    """

    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        constraints = [models.CheckConstraint(name="review_chain_is_one", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return f"{self.length} reviews, {self.head[:12]}…"

    @classmethod
    def locked(cls) -> Self:
        """The row, and nobody else appends until the transaction ends."""
        cls.objects.bulk_create([cls(pk=1)], ignore_conflicts=True)
        return cls.objects.select_for_update().get(pk=1)
