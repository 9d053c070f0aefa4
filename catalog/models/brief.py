"""What a seller asked for in words."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from catalog.models.photo import Photo
from catalog.models.product import Product
from catalog.models.shop import Shop

MAX_TEXT = 2_000  # characters a seller may type at once


class Brief(models.Model):
    """One thing asked for a photo: a theme, a sentence, chips, a change of an earlier brief, or a
    plain backdrop.

    `scene` is what came of it: a whole `SceneBrief` as JSON, after reading `text` and after the
    seller's own changes. Its pictures are the renditions that name it. Deleting hides it and
    can be undone.
    """

    class Reader(models.TextChoices):
        GRAMMAR = "grammar"
        LANGUAGE_MODEL = "language model"

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="briefs")
    product = models.ForeignKey(Product, models.CASCADE, related_name="briefs")
    photo = models.ForeignKey(Photo, models.SET_NULL, null=True, blank=True, related_name="briefs")
    # The brief that this one changes.
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="follow_ups"
    )
    text = models.TextField(blank=True, max_length=MAX_TEXT)
    # Key of the theme it began with, inherited by follow-ups.
    theme = models.CharField(max_length=40, blank=True)
    scene = models.JSONField(default=dict)
    # What stands behind the product where no scene was asked for, as the backdrop recipe takes it.
    backdrop = models.JSONField(default=dict, blank=True)
    # Words of `text` that were not understood.
    unknown = models.JSONField(default=list, blank=True)
    # Who read `text`, and what that reader had to say; both empty where there was none.
    reader = models.CharField(max_length=16, choices=Reader, blank=True)
    remark = models.TextField(blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["product", "-created_at", "-id"], name="brief_of_product"),
        ]

    def __str__(self) -> str:
        return self.text or self.theme or f"brief {self.pk}"

    def get_absolute_url(self) -> str:
        page = reverse("catalog:studio", args=[self.shop.slug, self.product_id])
        return f"{page}?brief={self.pk}"
