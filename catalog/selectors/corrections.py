"""What sellers said of photos, where their shops agreed that it trains models."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from catalog.models import AttributeDecision, Photo, Shop

Verb = AttributeDecision.Verb


@dataclass(frozen=True)
class Labelled:
    """A photo with what was decided of the product in it, by attribute."""

    photo: Photo
    decisions: dict[str, AttributeDecision]

    @property
    def category(self) -> str:
        """The category that was decided, "" without one."""
        decision = self.decisions.get("category")
        return (decision.value or "") if decision else ""

    def labels(self) -> dict[str, dict[str, Any]]:
        """The decisions as JSON; value None: the product has no such attribute."""
        return {
            name: {"value": one.value, "verb": one.verb, "before": one.before, "model": one.model}
            for name, one in self.decisions.items()
        }


def corrections() -> Iterator[Labelled]:
    """Every photo with labels, of shops whose consent stands, each content once.

    Of a shop only what was photographed and decided since it agreed. A decision is about the
    photo that it was made on, else about the product's cover.
    """
    seen: set[str] = set()
    for shop in Shop.objects.exclude(training_consent_at=None).order_by("pk"):
        for one in corrections_of(shop):
            if one.photo.sha256 not in seen:
                seen.add(one.photo.sha256)
                yield one


def corrections_of(shop: Shop) -> Iterator[Labelled]:
    agreed_at = shop.training_consent_at
    if agreed_at is None:
        return iter(())
    latest = {
        (one.product_id, one.name): one
        for one in AttributeDecision.objects.filter(product__shop=shop).order_by("pk")
    }
    live = Photo.objects.filter(
        shop=shop, created_at__gte=agreed_at, deleted_at=None, made_from=None
    )
    photos = {photo.pk: photo for photo in live.order_by(F("position").desc(), "-pk")}
    covers = {photo.product_id: photo for photo in photos.values()}
    found: dict[int, dict[str, AttributeDecision]] = {}
    for (product, name), one in latest.items():
        photo = photos.get(one.photo_id) if one.photo_id else covers.get(product)
        counts = one.verb != Verb.WITHDRAWN and one.created_at >= agreed_at
        if photo is not None and counts:
            found.setdefault(photo.pk, {})[name] = one
    return (Labelled(photos[pk], found[pk]) for pk in sorted(found))
