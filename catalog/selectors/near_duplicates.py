"""Submitted pictures that are nearly the same as a new one."""

from dataclasses import dataclass

from django.db.models import Q

from catalog.models import Photo, PictureHash, Rendition, Review
from catalog.models.review_queue import with_review_verb

REJECTED = Review.Verb.REJECTED


@dataclass(frozen=True)
class Near:
    """A submitted rendition that a picture nearly is. apart: bits of 64 that differ."""

    rendition: Rendition
    apart: int
    was_rejected: bool


def renditions_near(*, rendition: Rendition, hashes: tuple[int, ...]) -> list[Near]:
    """Rejected ones, and ones of other shops, that any of `hashes` is near to, the nearest first.

    Those of the same product in the same shop say nothing but that it was submitted before, unless
    they were rejected.
    """
    rows: dict[int, int] = {}
    for bits in hashes:
        for pk, apart in PictureHash.objects.near(bits).items():
            rows[pk] = min(apart, rows.get(pk, apart))
    nearest = _by_rendition(rows)
    others = with_review_verb(Rendition.objects.filter(pk__in=nearest).exclude(pk=rendition.pk))
    telling = others.filter(~Q(shop=rendition.shop_id) | Q(review_verb=REJECTED))
    near = [
        Near(one, nearest[one.pk], was_rejected=one.review_verb == REJECTED)  # type: ignore[attr-defined]  # annotated
        for one in telling.select_related("shop")
    ]
    return sorted(near, key=lambda one: (one.apart, one.rendition.pk))


def _by_rendition(rows: dict[int, int]) -> dict[int, int]:
    """The least distance of each rendition, from those of its hashes."""
    nearest: dict[int, int] = {}
    of_rows = PictureHash.objects.filter(pk__in=rows).values_list("pk", "rendition")
    for pk, rendition in of_rows:
        nearest[rendition] = min(rows[pk], nearest.get(rendition, rows[pk]))
    return nearest


def rejection_reasons(rendition: Rendition) -> list[str]:
    """The reason codes of its last rejection; empty where it never was rejected."""
    rejected = rendition.reviews.filter(verb=REJECTED).order_by("-pk")
    return rejected.values_list("reasons", flat=True).first() or []


def shops_with_photo(photo: Photo) -> int:
    """How many other shops have the very same file as a photo."""
    same = Photo.objects.filter(sha256=photo.sha256, deleted_at=None, made_from=None)
    return same.exclude(shop=photo.shop_id).values("shop").distinct().count()
