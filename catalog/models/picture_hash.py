"""Perceptual hashes of what was submitted, found again by what they nearly are."""

from typing import Any

from django.db import models
from django.utils import timezone

from catalog.models.rendition import Rendition
from catalog.models.shop import Shop
from catalog.risk.hashes import MOST_APART, apart, bands, neighbours, signed
from imaging.screening.looks import LOOK_BYTES

BANDS = ("band_0", "band_1", "band_2", "band_3")


class PictureHashQuerySet(models.QuerySet["PictureHash"]):
    def near(self, bits: int) -> dict[int, int]:
        """Ids of all hashes within MOST_APART bits of `bits`, unsigned, with their distances."""
        # A query for each band, so that each is read from its own index alone.
        first, *others = (
            self.filter(**{f"{name}__in": neighbours(band)}).order_by().values_list("pk", "bits")
            for name, band in zip(BANDS, bands(bits), strict=True)
        )
        candidates = first.union(*others, all=True)
        near = ((pk, apart(bits, other)) for pk, other in candidates.iterator())
        return {pk: distance for pk, distance in near if distance <= MOST_APART}


class PictureHash(models.Model):
    """64 bits of a submitted picture, or of the photo behind it, and its four bands of 16.

    Multi-index hashing (Norouzi, Punjani and Fleet 2012): hashes that differ in at most 7 bits
    differ in at most one bit of one band, so looking up each band and its 16 neighbours misses
    none. Every index holds what a look-up reads, so that it never goes to the table.
    `bits` is signed, as databases have no other: two's complement of the hash. `look` is what tells
    those apart that have the same broad strokes of light and dark; rows of before it have none.
    """

    class Kind(models.TextChoices):
        PICTURE = "picture"
        PHOTO = "photo"

    rendition = models.ForeignKey(Rendition, models.CASCADE, related_name="picture_hashes")
    shop = models.ForeignKey(Shop, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind)
    bits = models.BigIntegerField()
    look = models.BinaryField(default=b"", max_length=LOOK_BYTES)
    band_0 = models.PositiveIntegerField()
    band_1 = models.PositiveIntegerField()
    band_2 = models.PositiveIntegerField()
    band_3 = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    objects = PictureHashQuerySet.as_manager()

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

    @classmethod
    def of(cls, bits: int, **fields: Any) -> "PictureHash":
        """An unsaved row for `bits`, unsigned, with its bands."""
        cut = dict(zip(BANDS, bands(bits), strict=True))
        return cls(bits=signed(bits), **cut, **fields)
