"""A picture of a product as one recipe made it."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from catalog.models.brief import Brief
from catalog.models.photo import Photo
from catalog.models.product import Product
from catalog.models.shop import Shop
from imaging.models import Job


class Rendition(models.Model):
    """A picture of a product. It is ready when its job is done; its last Review is its state.

    One that was made from a preview plate is made again in the background by `better_job`; when
    that is done it becomes `job`, and the job of the preview stays as `preview_job` until the
    clean-up.
    """

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="renditions")
    product = models.ForeignKey(Product, models.CASCADE, related_name="renditions")
    photo = models.ForeignKey(
        Photo, models.SET_NULL, null=True, blank=True, related_name="renditions"
    )
    parents = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="children")
    job = models.OneToOneField(Job, models.PROTECT, related_name="+")
    better_job = models.OneToOneField(
        Job, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    preview_job = models.OneToOneField(
        Job, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    recipe = models.CharField(max_length=40)
    preset = models.CharField(max_length=40, blank=True)
    # What the recipe was built with: "theme" or "brief", "seed", "spot" …
    options = models.JSONField(default=dict, blank=True)
    brief = models.ForeignKey(
        Brief, models.SET_NULL, null=True, blank=True, related_name="renditions"
    )
    is_favourite = models.BooleanField(default=False)
    # "1080x1350" where no channel decides it: what the recipe was built for; "" as the photo is.
    size = models.CharField(max_length=12, blank=True, editable=False)
    # The one the seller picked of its kind: of this product, recipe, and channel or size.
    is_chosen = models.BooleanField(default=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["shop", "-created_at", "-id"], name="rendition_newest"),
            models.Index(fields=["product", "-created_at"], name="rendition_of_product"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "recipe", "preset", "size"],
                condition=models.Q(is_chosen=True),
                name="rendition_one_chosen_of_a_kind",
            ),
            models.CheckConstraint(
                name="rendition_chosen_is_not_deleted",
                condition=models.Q(is_chosen=False) | models.Q(deleted_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipe} of {self.product_id}"

    @property
    def kind(self) -> models.Q:
        """What it competes with for being chosen, itself among it."""
        return models.Q(
            product=self.product_id, recipe=self.recipe, preset=self.preset, size=self.size
        )

    @property
    def seed(self) -> int:
        """What makes this variant differ from the others of its look."""
        return int(self.options.get("seed", 0))

    def get_absolute_url(self) -> str:
        return reverse("catalog:rendition_detail", args=[self.shop.slug, self.pk])
