"""What the seller uploaded."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from catalog.models.product import Product, Variant
from catalog.models.shop import Shop
from imaging.models import Job


class Photo(models.Model):
    """An upload, never changed, known by the SHA-256 of its bytes.

    Deleting hides it (`deleted_at`) and can be undone until the clean-up removes the file.
    """

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="photos")
    product = models.ForeignKey(Product, models.CASCADE, related_name="photos")
    variant = models.ForeignKey(
        Variant, models.SET_NULL, null=True, blank=True, related_name="photos"
    )
    name = models.CharField(max_length=200)
    file = models.CharField(max_length=200)
    thumbnail = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    bytes = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=40)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    # The better picture that it is, where it was made here: its pixels are not a camera's.
    made_from = models.ForeignKey(
        "catalog.Rendition", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Its attributes are read by a job of its own, which waits while the shop has many already.
    tags_wanted_at = models.DateTimeField(null=True, blank=True)
    tags_job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    position = models.PositiveIntegerField(default=0)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["shop", "sha256"], name="photo_by_content"),
            models.Index(fields=["sha256"], name="photo_of_any_shop"),
            models.Index(
                fields=["shop", "tags_wanted_at"],
                condition=models.Q(tags_wanted_at__isnull=False),
                name="photo_waiting_for_tags",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "sha256"],
                condition=models.Q(deleted_at=None),
                name="photo_once_per_product",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{self.product.get_absolute_url()}#photo-{self.pk}"

    def thumbnail_url(self) -> str:
        return reverse("catalog:photo_thumbnail", args=[self.shop.slug, self.pk])
