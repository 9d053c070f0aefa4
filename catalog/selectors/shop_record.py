"""How a shop's pictures fared before: what a moderator weighs a new one with."""

from dataclasses import dataclass

from django.db.models import Count, Q

from catalog.models import Review, Shop
from catalog.selectors.strikes import Strike, strikes_of


@dataclass(frozen=True)
class ShopRecord:
    """Decisions on the shop's pictures so far, and the rejections that count against it now."""

    approved: int
    refused: int
    appealed: int
    overturned: int
    strikes: list[Strike]


def shop_record(shop: Shop) -> ShopRecord:
    """The record of one shop, in two queries."""
    verb = Review.Verb
    counts = Review.objects.filter(rendition__shop=shop).aggregate(
        approved=Count("pk", filter=Q(verb=verb.APPROVED)),
        refused=Count("pk", filter=Q(verb__in=Review.REFUSALS)),
        appealed=Count("pk", filter=Q(verb=verb.APPEALED)),
        overturned=Count("pk", filter=Q(verb=verb.OVERTURNED)),
    )
    return ShopRecord(strikes=strikes_of(shop), **counts)
