"""Perceptual hashes of what was submitted, found again by what they nearly are."""

from django.db import models
from django.utils import timezone

from catalog.models.rendition import Rendition
from catalog.models.shop import Shop

BANDS = ("band_0", "band_1", "band_2", "band_3")
BAND_BITS = 16


class PictureHash(models.Model):
    """64 bits of a submitted picture, or of the photo behind it, and its four bands of 16.

    Multi-index hashing (Norouzi, Punjani and Fleet 2012): hashes that differ in at most 7 bits
    differ in at most one bit of one band, so looking up each band and its 16 neighbours misses
    none. Every index holds what a look-up reads, so that it never goes to the table.
    `bits` is signed, as databases have no other: two's complement of the hash.
    """

    class Kind(models.TextChoices):
        PICTURE = "picture"
        PHOTO = "photo"

    rendition = models.ForeignKey(Rendition, models.CASCADE, related_name="picture_hashes")
    shop = models.ForeignKey(Shop, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind)
    bits = models.BigIntegerField()
    band_0 = models.PositiveIntegerField()
    band_1 = models.PositiveIntegerField()
    band_2 = models.PositiveIntegerField()
    band_3 = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=[band, "kind", "bits", "id"], name=f"hash_by_{band}")
            for band in BANDS
        ]
        constraints = [
            models.UniqueConstraint(fields=["rendition", "kind"], name="hash_once_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.bits & (2**64 - 1):016x}"
