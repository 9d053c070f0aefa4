"""What pages read of reviews: states, the queue, decisions and the log."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from catalog.models import Rendition, Review, Shop, User
from catalog.models.review_queue import not_held_by_others, waiting_for, with_review_verb

DRAFT = "draft"


def with_review_state(queryset: QuerySet[Rendition]) -> QuerySet[Rendition]:
    """Annotate `review_verb`, the verb of the latest review; None for drafts and withdrawn ones."""
    return with_review_verb(queryset)


def review_state(rendition: Rendition) -> str:
    """The latest verb as a badge shows it: "draft" while never submitted or withdrawn."""
    verb = with_review_verb(Rendition.objects.filter(pk=rendition.pk)).values_list(
        "review_verb", flat=True
    )
    return verb.get() or DRAFT


def renditions_waiting(*, moderator: User) -> QuerySet[Rendition]:
    """All that `moderator` may decide on, those held by others too, oldest submission first."""
    return waiting_for(moderator).select_related("shop", "product", "job", "claim__moderator")


def renditions_to_moderate(*, moderator: User) -> QuerySet[Rendition]:
    """What `moderator` could claim now, oldest submission first."""
    return not_held_by_others(renditions_waiting(moderator=moderator), moderator)


def renditions_seen_by_moderators() -> QuerySet[Rendition]:
    """What moderators may look at: submitted or decided, not deleted."""
    shown = with_review_verb(Rendition.objects.filter(deleted_at=None))
    return shown.exclude(review_verb=None).select_related("shop", "product", "photo", "job")


def reviews_of(rendition: Rendition) -> QuerySet[Review]:
    """Everything that happened to a rendition, newest first."""
    return rendition.reviews.select_related("by").order_by("-pk")


def decisions_of(shop: Shop) -> QuerySet[Review]:
    """Decisions on the shop's pictures, newest first."""
    decided = Review.objects.filter(rendition__shop=shop, verb__in=Review.DECISIONS)
    return decided.select_related("rendition__product", "rendition__shop").order_by("-pk")


@dataclass(frozen=True)
class LogFilter:
    """Which part of the log to read; "" means all. `words` looks in shop, product and person."""

    verb: str = ""
    words: str = ""


def review_log(*, chosen: LogFilter) -> QuerySet[Review]:
    """Every event of every shop, newest first."""
    events = Review.objects.select_related("rendition__product", "rendition__shop", "by")
    if chosen.verb:
        events = events.filter(verb=chosen.verb)
    if chosen.words:
        events = events.filter(
            Q(rendition__shop__name__icontains=chosen.words)
            | Q(rendition__product__title__icontains=chosen.words)
            | Q(by__email__icontains=chosen.words)
        )
    return events.order_by("-pk")
