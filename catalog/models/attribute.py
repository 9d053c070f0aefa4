"""What machines found of a product and what its seller decided: the first is replaced, the second
only grows."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone

from catalog.models.photo import Photo
from catalog.models.product import Product
from catalog.models.shop import Shop
from imaging.attributes import Finding

VALUE_LENGTH = 120


class AttributeFinding(models.Model):
    """One value of one source, as `imaging.attributes.Finding` tells it.

    `value` None: looked for and not visible. `rank` 0 is what its source holds for likeliest. A
    newer reading of a photo, or of the seller's own words, replaces all of an older one.
    """

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, models.CASCADE, related_name="findings")
    photo = models.ForeignKey(Photo, models.CASCADE, null=True, blank=True, related_name="findings")
    photo_sha256 = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=16)
    value = models.CharField(max_length=VALUE_LENGTH, null=True, blank=True)
    confidence = models.FloatField()
    evidence = models.JSONField(default=dict)
    source = models.CharField(max_length=16)
    model = models.CharField(max_length=120)
    details = models.JSONField(default=dict)
    rank = models.PositiveSmallIntegerField(default=0)
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["product", "name"], name="finding_of_product")]
        constraints = [
            models.CheckConstraint(
                name="finding_confidence_is_a_share",
                condition=models.Q(confidence__gte=0, confidence__lte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.value} ({self.source})"

    @property
    def found(self) -> Finding:
        """The row as engines tell it."""
        names = ("value", "confidence", "evidence", "source", "model", "details")
        return Finding.model_validate({name: getattr(self, name) for name in names})


class AttributeDecisionQuerySet(models.QuerySet["AttributeDecision"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("Decisions are append-only.")


class AttributeDecision(models.Model):
    """What a seller said of one attribute, never changed: the last one counts.

    confirmed: a source said so too. corrected: none did. dismissed: the product has no such
    attribute. withdrawn: nothing is decided any more, as before the first one.
    """

    class Verb(models.TextChoices):
        CONFIRMED = "confirmed"
        CORRECTED = "corrected"
        DISMISSED = "dismissed"
        WITHDRAWN = "withdrawn"

    WITH_A_VALUE = (Verb.CONFIRMED, Verb.CORRECTED)

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, models.CASCADE, related_name="attribute_decisions")
    name = models.CharField(max_length=16)
    verb = models.CharField(max_length=10, choices=Verb)
    value = models.CharField(max_length=VALUE_LENGTH, null=True, blank=True)
    # What the machine held for likeliest then, in which photo: the label's other half.
    before = models.CharField(max_length=VALUE_LENGTH, null=True, blank=True)
    photo = models.ForeignKey(Photo, models.SET_NULL, null=True, blank=True, related_name="+")
    photo_sha256 = models.CharField(max_length=64, blank=True)
    model = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = AttributeDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["product", "name", "-id"], name="decision_latest")]
        constraints = [
            models.CheckConstraint(
                name="decision_has_a_value_or_none",
                condition=models.Q(verb__in=["confirmed", "corrected"], value__isnull=False)
                | models.Q(verb__in=["dismissed", "withdrawn"], value__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.verb}: {self.value}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Decisions are append-only.")
        super().save(*args, **kwargs)


class ProductAttribute(models.Model):
    """A value that a product has now, derived from the rows above so that lists can filter by it.

    Written by `catalog.services.attribute_values` alone; a colour may have several.
    """

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, models.CASCADE, related_name="attributes")
    name = models.CharField(max_length=16)
    value = models.CharField(max_length=VALUE_LENGTH)
    # Whether the seller said so; else it waits to be confirmed.
    is_decided = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["shop", "name", "value", "product"], name="attribute_of_shop"),
            models.Index(
                fields=["shop", "product"],
                condition=models.Q(is_decided=False),
                name="attribute_to_confirm",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["product", "name", "value"], name="attribute_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"
