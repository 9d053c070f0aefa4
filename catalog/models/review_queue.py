"""Which renditions wait for a moderator: read by services and selectors alike."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from catalog.models.desk_queue import DeskQueue
from catalog.models.rendition import Rendition
from catalog.models.review import Review
from catalog.models.user import User

Verb = Review.Verb
OLDEST = DeskQueue.Order.OLDEST
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
ORDERS: dict[str, tuple[str, ...]] = {
    OLDEST: ("submission",),
    DeskQueue.Order.RISKIEST: ("stands_since", "submission"),
}
# A withdrawn rendition is a draft again; of a first approval of two the shop learns nothing; an
# appeal that was turned down leaves things as they were.
STATE = Case(
    When(verb=Verb.WITHDRAWN, then=None),
    When(verb=Verb.APPROVED_ONCE, then=Value(Verb.SUBMITTED.value)),
    When(verb=Verb.UPHELD, then=F("about__verb")),
    default=F("verb"),
)


def with_review_verb(renditions: QuerySet[Rendition]) -> QuerySet[Rendition]:
    """Annotate `review_verb`: how things stand, None while nothing is or was with a moderator.

    Otherwise submitted, appealed, or a verb of Review.DECISIONS.
    """
    latest = Review.objects.that_decide().filter(rendition=OuterRef("pk")).order_by("-pk")
    state = latest.annotate(state=STATE).values("state")
    return renditions.annotate(review_verb=Subquery(state[:1]))


def waiting_for(moderator: User, queue: DeskQueue | None = None) -> QuerySet[Rendition]:
    """Renditions that `moderator` may decide on, claimed or not: all, or those of one queue.

    In the order of `queue`; all together, and those of the default queue, oldest first. The default
    queue is a DeskQueue that was never saved. Annotates `verb` (of Review.WAITING), `submission`,
    the id of the review that it waits since, `submitted_at`, and `stands_since`, which is earlier
    the riskier it is.
    """
    waiting = Rendition.objects.filter(deleted_at=None, desk_item__isnull=False).annotate(
        verb=F("desk_item__waiting__verb"),
        submission=F("desk_item__submission"),
        submitted_at=F("desk_item__submission__created_at"),
        stands_since=Coalesce(
            "desk_item__screening__stands_since", "desk_item__submission__created_at"
        ),
    )
    if queue is not None:
        waiting = waiting.filter(Q(desk_item__screening__queue=queue.pk))
    return _for_this_person(waiting, moderator).order_by(*ORDERS[queue.order if queue else OLDEST])


def _for_this_person(waiting: QuerySet[Rendition], moderator: User) -> QuerySet[Rendition]:
    """Without queues of other moderators, own shops and what somebody else has to look at."""
    of_others = DeskQueue.objects.exclude(moderators=None).exclude(moderators=moderator)
    waiting = waiting.exclude(desk_item__screening__queue__in=of_others.values("pk"))
    if settings.SINGLE_OPERATOR_APPROVES:
        return waiting
    return waiting.exclude(
        Q(pk__in=overturned_of(moderator).values("rendition"))
        | Q(shop__in=moderator.memberships.values("shop"))
        | Q(verb=Verb.APPROVED_ONCE, desk_item__waiting__by=moderator)
        | Q(verb=Verb.APPEALED, desk_item__waiting__about__by=moderator)
    )


def overturned_of(moderator: User) -> QuerySet[Review]:
    """Rows that overturned a decision of `moderator` about what is submitted still."""
    later = Review.objects.filter(
        rendition=OuterRef("rendition"), pk__gt=OuterRef("pk"), verb=Verb.SUBMITTED
    )
    return Review.objects.filter(~Exists(later), verb=Verb.OVERTURNED, about__by=moderator)


def beyond(rendition: Rendition, queue: DeskQueue | None, *, backwards: bool) -> Q:
    """What of `waiting_for` comes after where `rendition` stands, or stood before its decision."""
    place = _place_of(rendition)
    first, *rest = ORDERS[queue.order if queue else OLDEST]
    way = "lt" if backwards else "gt"
    past = Q(**{f"{first}__{way}": place[first]})
    for name in rest:
        past |= Q(**{first: place[first], f"{name}__{way}": place[name]})
    return past


def _place_of(rendition: Rendition) -> dict[str, Any]:
    """Its `submission` and `stands_since`; before everything where it never was submitted."""
    waited = rendition.reviews.filter(verb__in=[Verb.SUBMITTED, Verb.APPEALED])
    submission = waited.order_by("-pk").first()
    screening = rendition.screenings.order_by("-pk").first()
    since = screening.stands_since if screening else submission and submission.created_at
    return {"submission": submission.pk if submission else 0, "stands_since": since or LONG_AGO}


def not_held_by_others(renditions: QuerySet[Rendition], moderator: User) -> QuerySet[Rendition]:
    """Those of `renditions` that `moderator` could claim now."""
    return renditions.filter(
        Q(claim=None) | Q(claim__moderator=moderator) | Q(claim__expires_at__lte=timezone.now())
    )
