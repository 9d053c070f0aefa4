"""Decisions drawn by chance for a second opinion, and how often it is the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from catalog.models import Review, User

WITHIN = timedelta(days=30)  # older decisions are not looked at again


def decisions_drawn() -> QuerySet[Review]:
    """RE_REVIEW_SHARE of the last decisions, by their hashes: anybody can check who was drawn.

    Nobody chooses a hash: it stands on the one before it and on the second of the decision.
    """
    drawn = Review.objects.filter(verb__in=Review.DECISIONS, created_at__gt=timezone.now() - WITHIN)
    return drawn_by_hash(drawn, settings.RE_REVIEW_SHARE)


def drawn_by_hash(reviews: QuerySet[Review], share: float) -> QuerySet[Review]:
    """About `share`, in [0, 1], of `reviews`: always the same ones, as by chance as hashes are."""
    return reviews if share >= 1 else reviews.filter(hash__lt=f"{round(share * 16**8):08x}")


def decisions_to_re_review(*, moderator: User) -> QuerySet[Review]:
    """Those that wait for somebody like `moderator`, oldest first.

    Not of an own shop, not of a picture that `moderator` had a say in, not of deleted ones.
    """
    done = Review.objects.filter(about=OuterRef("pk"), verb__in=Review.RE_REVIEWS)
    own = Review.objects.filter(rendition=OuterRef("rendition"), by=moderator)
    waiting = decisions_drawn().filter(~Exists(done), ~Exists(own), rendition__deleted_at=None)
    found = waiting.exclude(rendition__shop__in=moderator.memberships.values("shop"))
    return found.select_related("rendition__product", "rendition__shop", "rendition__job").order_by(
        "pk"
    )


@dataclass(frozen=True)
class Agreement:
    """How many decisions got a second opinion, and how many the same one."""

    looked_at: int
    agreed: int

    @property
    def rate(self) -> float | None:
        """Agreed of all looked at, in [0, 1]; None where nothing was."""
        return self.agreed / self.looked_at if self.looked_at else None


def agreement(opinions: Iterable[tuple[str, str, int]]) -> Agreement:
    """Of a re-review's verb, the decision's and how many such pairs: those that say the same."""
    counted = [(count, verb == f"re_{decided}") for verb, decided, count in opinions]
    looked_at = sum(count for count, _is_same in counted)
    return Agreement(looked_at, sum(count for count, is_same in counted if is_same))


def disagreements() -> QuerySet[Review]:
    """Second opinions that differ from the decision, newest first."""
    differ = Review.objects.filter(verb__in=Review.RE_REVIEWS)
    for decided in Review.DECISIONS:
        differ = differ.exclude(verb=f"re_{decided}", about__verb=decided)
    return differ.select_related(
        "by", "about__by", "rendition__product", "rendition__shop"
    ).order_by("-pk")
