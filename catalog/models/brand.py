"""How a shop looks in its adverts."""

from django.db import models
from django.utils import timezone

from catalog.models.shop import Shop


class Brand(models.Model):
    """A shop's brand kit. Every part may be empty: then an advert's layout chooses for itself.

    Colours are "#RRGGBB"; fonts and tone are keys of `imaging.adverts.brand`. `logo` is the
    storage name of the tidied picture, which the brand service wrote under its hash.
    """

    shop = models.OneToOneField(Shop, models.CASCADE, related_name="brand")
    primary = models.CharField(max_length=7, blank=True)
    accent = models.CharField(max_length=7, blank=True)
    text = models.CharField(max_length=7, blank=True)
    heading_font = models.CharField(max_length=16, blank=True)
    body_font = models.CharField(max_length=16, blank=True)
    tone = models.CharField(max_length=16, blank=True)
    logo = models.CharField(max_length=200, blank=True)
    logo_sha256 = models.CharField(max_length=64, blank=True)
    logo_width = models.PositiveIntegerField(default=0)
    logo_height = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="brand_logo_is_whole",
                condition=models.Q(logo="", logo_sha256="", logo_width=0, logo_height=0)
                | (~models.Q(logo="") & ~models.Q(logo_sha256="") & models.Q(logo_width__gt=0)),
            ),
        ]

    def __str__(self) -> str:
        return f"brand of {self.shop_id}"
