"""Submitted pictures that are nearly the same as a new one."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from catalog.models import Photo, PictureHash, Rendition, Review
from catalog.models.review_queue import with_review_verb
from catalog.risk.hashes import Fingerprint
from imaging.screening.looks import ALIKE, looks_apart

REJECTED = Review.Verb.REJECTED


@dataclass(frozen=True)
class Near:
    """A submitted rendition that a picture nearly is. apart: bits of 64 that differ."""

    rendition: Rendition
    apart: int
    was_rejected: bool


def renditions_near(*, rendition: Rendition, prints: tuple[Fingerprint, ...]) -> list[Near]:
    """Rejected ones, and ones of other shops, that any of `prints` is near to, the nearest first.

    Those of the same product in the same shop say nothing but that it was submitted before, unless
    they were rejected.
    """
    nearest: dict[int, int] = {}
    for one in prints:
        for other, apart in _alike(one):
            nearest[other] = min(apart, nearest.get(other, apart))
    others = with_review_verb(Rendition.objects.filter(pk__in=nearest).exclude(pk=rendition.pk))
    telling = others.filter(~Q(shop=rendition.shop_id) | Q(review_verb=REJECTED))
    near = [
        Near(one, nearest[one.pk], was_rejected=one.review_verb == REJECTED)  # type: ignore[attr-defined]  # annotated
        for one in telling.select_related("shop")
    ]
    return sorted(near, key=lambda one: (one.apart, one.rendition.pk))


def _alike(one: Fingerprint) -> Iterator[tuple[int, int]]:
    """Renditions with a hash near to that of `one` and its look, and how many bits are apart."""
    rows = PictureHash.objects.near(one.bits)
    found = PictureHash.objects.filter(pk__in=rows).values_list("pk", "rendition", "look")
    for pk, rendition, look in found:
        is_known = one.look and look  # rows of before looks were kept have none
        if not is_known or looks_apart(one.look, bytes(look)) <= ALIKE:
            yield rendition, rows[pk]


def rejection_reasons(rendition: Rendition) -> list[str]:
    """The reason codes of its last rejection; empty where it never was rejected."""
    rejected = rendition.reviews.filter(verb=REJECTED).order_by("-pk")
    return rejected.values_list("reasons", flat=True).first() or []


def shops_with_photo(photo: Photo) -> int:
    """How many other shops have the very same file as a photo."""
    same = Photo.objects.filter(sha256=photo.sha256, deleted_at=None, made_from=None)
    return same.exclude(shop=photo.shop_id).values("shop").distinct().count()
