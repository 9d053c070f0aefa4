"""Which renditions wait for a moderator: read by services and selectors alike."""

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import NullIf
from django.utils import timezone

from catalog.models.rendition import Rendition
from catalog.models.review import Review
from catalog.models.user import User


def with_review_verb(renditions: QuerySet[Rendition]) -> QuerySet[Rendition]:
    """Annotate `review_verb`: the latest verb, None while nothing is or was with a moderator.

    A withdrawn rendition is a draft again, so its verb is None too.
    """
    latest = Review.objects.filter(rendition=OuterRef("pk")).order_by("-pk")
    state = NullIf("verb", Value(Review.Verb.WITHDRAWN.value))
    return renditions.annotate(review_verb=Subquery(latest.values_list(state)[:1]))


def waiting_for(moderator: User) -> QuerySet[Rendition]:
    """Renditions that `moderator` may decide on, claimed or not, oldest submission first.

    Annotates `submission`, the submitting review's id (its place in the queue), and
    `submitted_at`. Goes from reviews to renditions: the few at the head of the queue are found
    without looking at every rendition there is.
    """
    later = Review.objects.filter(rendition=OuterRef("pk"), pk__gt=OuterRef("submission"))
    events = Rendition.objects.filter(deleted_at=None).annotate(
        verb=F("reviews__verb"),
        submission=F("reviews__pk"),
        submitted_at=F("reviews__created_at"),
    )
    waiting = events.filter(~Exists(later), verb=Review.Verb.SUBMITTED).order_by("submission")
    if settings.SINGLE_OPERATOR_APPROVES:
        return waiting
    return waiting.exclude(shop__in=moderator.memberships.values("shop"))


def not_held_by_others(renditions: QuerySet[Rendition], moderator: User) -> QuerySet[Rendition]:
    """Those of `renditions` that `moderator` could claim now."""
    return renditions.filter(
        Q(claim=None) | Q(claim__moderator=moderator) | Q(claim__expires_at__lte=timezone.now())
    )
