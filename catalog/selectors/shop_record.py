"""How a shop's pictures fared before: what a moderator weighs a new one with."""

from dataclasses import dataclass

from django.db.models import Count, Q

from catalog.models import Rendition, Review, Shop
from catalog.selectors.strikes import Strike, strikes_of

LAST = 2_000  # pictures: the record is read with every item of the desk


@dataclass(frozen=True)
class ShopRecord:
    """Decisions on the shop's pictures, and the rejections that count against it now.

    is_part: whether the decisions are those on its LAST newest pictures alone.
    """

    approved: int
    refused: int
    appealed: int
    overturned: int
    strikes: list[Strike]
    is_part: bool


def shop_record(shop: Shop) -> ShopRecord:
    """The record of one shop, in three queries."""
    verb = Review.Verb
    pictures = Rendition.objects.filter(shop=shop).order_by("-created_at", "-id").values("pk")
    counts = Review.objects.filter(rendition__in=pictures[:LAST]).aggregate(
        approved=Count("pk", filter=Q(verb=verb.APPROVED)),
        refused=Count("pk", filter=Q(verb__in=Review.REFUSALS)),
        appealed=Count("pk", filter=Q(verb=verb.APPEALED)),
        overturned=Count("pk", filter=Q(verb=verb.OVERTURNED)),
    )
    is_part = pictures[LAST : LAST + 1].exists()
    return ShopRecord(strikes=strikes_of(shop), is_part=is_part, **counts)
