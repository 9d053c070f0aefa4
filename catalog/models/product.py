"""What a shop sells."""

import re
import unicodedata

from django.db import models
from django.urls import reverse
from django.utils import timezone

from catalog.models.shop import Shop

OWN_KEY = "product-"


def normalised(*texts: str) -> str:
    """Text as search compares it: NFKC (full-width forms folded), lower case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", " ".join(texts)).lower().split())


# Chinese, Japanese, Korean: every character between two of these letters, which nobody writes, so
# that an index of three characters at a time finds single ones and pairs.
BETWEEN = "\u01c0"
UNSPACED = re.compile("[\u2e80-\uffef\U00020000-\U0003ffff]+")


def spread(word: str) -> str:
    return UNSPACED.sub(lambda run: BETWEEN + "".join(f"{one}{BETWEEN}" for one in run[0]), word)


def searchable(*texts: str) -> str:
    """What search looks in: every word once, a space before and after it.

    Words of one or two letters stand by themselves too where they are part of another: "(xl)".
    """
    words = [spread(word) for word in normalised(*texts).split()]
    parts = [part for word in words for part in re.findall(r"[a-z0-9]+", word) if len(part) < 3]
    return f" {' '.join(dict.fromkeys([*words, *parts]))} " if words else ""


def needles(query: str) -> list[str]:
    """The words of a search as `searchable` holds them, of three characters or more."""
    words = [spread(word) for word in dict.fromkeys(normalised(query).split())]
    return [{1: f" {word} ", 2: f" {word}"}.get(len(word), word) for word in words]


class Product(models.Model):
    """A thing a shop sells, with one or more variants. Archived is how a product is deleted."""

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="products")
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True, max_length=10_000)
    category = models.CharField(max_length=120, blank=True)
    # What a shop system that was imported from calls it: a handle, a parent's SKU, a group's id.
    group_key = models.CharField(max_length=200, blank=True, editable=False)
    # Title, description, category, SKUs and attributes, `searchable`. Written by the services.
    search_text = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            # With the column of the condition: SQLite counts without looking at the rows then.
            models.Index(
                fields=["shop", "-created_at", "-id", "archived_at"],
                condition=models.Q(archived_at=None),
                name="product_newest",
            ),
            models.Index(
                fields=["shop", "-created_at", "-id", "archived_at"],
                condition=models.Q(archived_at__isnull=False),
                name="product_archived",
            ),
            models.Index(
                fields=["shop", "category", "-created_at", "-id"], name="product_of_category"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["shop", "group_key"],
                condition=~models.Q(group_key=""),
                name="product_group_once_per_shop",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """What holds its variants together in exports; without a shop system's key one of ours."""
        return self.group_key or f"{OWN_KEY}{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("catalog:product_detail", args=[self.shop.slug, self.pk])


class Variant(models.Model):
    """One buyable form of a product. With a single variant the pages hide it."""

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, models.CASCADE, related_name="variants")
    sku = models.CharField(max_length=80, blank=True)
    price = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    options = models.JSONField(default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["shop", "sku"],
                condition=~models.Q(sku=""),
                name="variant_sku_once_per_shop",
            ),
            models.CheckConstraint(
                name="variant_price_not_negative",
                condition=models.Q(price=None) | models.Q(price__gte=0),
            ),
            models.CheckConstraint(
                name="variant_price_has_currency",
                condition=models.Q(price=None) | ~models.Q(currency=""),
            ),
        ]

    def __str__(self) -> str:
        return self.sku or f"variant {self.pk}"
