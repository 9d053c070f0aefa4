"""The public address of an approved picture."""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from catalog.models.rendition import Rendition

if TYPE_CHECKING:
    from catalog.models.review import Review


class PublishedPicture(models.Model):
    """Where an approved rendition lies for everybody, and the very file that is handed out there.

    The row is made with the first approval, its file a moment later: `is_waiting` says so. Whether
    the address answers is asked of the reviews each time: what is withdrawn or refused is gone, and
    approved again it is back where it was. `id` cannot be guessed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rendition = models.OneToOneField(Rendition, models.CASCADE, related_name="published")
    # The last part of the address; it stays, whatever the product's SKU becomes.
    name = models.CharField(max_length=200, blank=True)
    file = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    media_type = models.CharField(max_length=40, blank=True)
    bytes = models.PositiveBigIntegerField(default=0)
    # The IPTC digital source type that stands in the file.
    source = models.CharField(max_length=60, blank=True)
    # Whether the file is a copy with the visible label, which belongs to this row alone.
    is_labelled = models.BooleanField(default=False)
    is_waiting = models.BooleanField(default=True)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(
                fields=["updated_at"],
                condition=models.Q(is_waiting=True),
                name="published_waiting",
            ),
            models.Index(fields=["sha256"], name="published_by_content"),
        ]

    def __str__(self) -> str:
        return self.name or str(self.pk)

    @classmethod
    def follow(cls, review: "Review") -> None:
        """Give what `review` approves an address, unless it has one."""
        if review.verb == review.Verb.APPROVED:
            cls.objects.get_or_create(rendition=review.rendition)
