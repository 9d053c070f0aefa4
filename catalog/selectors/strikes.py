"""Strikes of a shop: rejections that still count against it. Derived, never stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from catalog.models import Review, Shop
from catalog.reasons import REASONS, Reason, reasons_of

LONGEST = timedelta(days=max(reason.strike_days for reason in REASONS.values()))


@dataclass(frozen=True)
class Strike:
    """One rejection, the reasons for which it counts, and until when it does."""

    review: Review
    reasons: tuple[Reason, ...]
    until: datetime


def strikes_of(shop: Shop) -> list[Strike]:
    """What counts against the shop now, newest first."""
    return strikes_of_shops([shop.pk])[shop.pk]


def strikes_of_shops(shops: Iterable[int]) -> dict[int, list[Strike]]:
    """The same of several shops, by id, in one query; every shop asked for has its list.

    A rejection that an appeal overturned counts no more.
    """
    now = timezone.now()
    taken_away = Review.objects.filter(about=OuterRef("pk"), verb=Review.Verb.OVERTURNED)
    found: dict[int, list[Strike]] = {shop: [] for shop in shops}
    rejections = Review.objects.filter(
        ~Exists(taken_away),
        rendition__shop__in=list(found),
        verb=Review.Verb.REJECTED,
        created_at__gt=now - LONGEST,
    )
    for review in rejections.select_related("rendition__product").order_by("-pk"):
        strike = _strike(review)
        if strike and strike.until > now:
            found[review.rendition.shop_id].append(strike)
    return found


def _strike(review: Review) -> Strike | None:
    """The strike that a rejection was; None where no reason of it counts."""
    reasons = tuple(one for one in reasons_of(review.reasons) if one.strike_days)
    if not reasons:
        return None
    days = max(one.strike_days for one in reasons)
    return Strike(review, reasons, review.created_at + timedelta(days=days))
