"""What pages read of reviews: states, the queue, decisions and the log."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from catalog.models import DeskQueue, Rendition, Review, ReviewClaim, Shop, User
from catalog.models.review_queue import not_held_by_others, waiting_for, with_review_verb
from catalog.models.review_work import day_began, not_skipped_today
from catalog.selectors.screenings import screening_of

DRAFT = "draft"
Row = TypeVar("Row", bound=Model)


def with_review_state(queryset: QuerySet[Rendition]) -> QuerySet[Rendition]:
    """Annotate `review_verb`, the verb of the latest review; None for drafts and withdrawn ones."""
    return with_review_verb(queryset)


def review_state(rendition: Rendition) -> str:
    """How things stand, as a badge shows it: "draft" while never submitted or withdrawn."""
    one = with_review_verb(Rendition.objects.filter(pk=rendition.pk)).get()
    return vars(one)["review_verb"] or DRAFT


def renditions_waiting(*, moderator: User, queue: DeskQueue | None = None) -> QuerySet[Rendition]:
    """All that `moderator` may decide on, or those of one queue in its order, held or not."""
    return waiting_for(moderator, queue).select_related(
        "shop", "product", "job", "claim__moderator", "desk_item__screening"
    )


def renditions_to_moderate(*, moderator: User) -> QuerySet[Rendition]:
    """What `moderator` is offered now, oldest submission first."""
    free = not_held_by_others(renditions_waiting(moderator=moderator), moderator)
    return not_skipped_today(free, moderator)


def renditions_seen_by_moderators() -> QuerySet[Rendition]:
    """What moderators may look at: submitted or decided, not deleted."""
    shown = with_review_verb(Rendition.objects.filter(deleted_at=None))
    seen = shown.exclude(review_verb=None)  # type: ignore[misc]  # annotated
    return seen.select_related("shop", "product", "photo", "job")


def reviews_of(rendition: Rendition) -> QuerySet[Review]:
    """Everything that happened to a rendition, newest first; not all of it is for its shop."""
    return rendition.reviews.select_related("by", "about").order_by("-pk")


def reviews_told(rendition: Rendition) -> QuerySet[Review]:
    """What its shop is told, newest first: no second opinions, no first approval of two."""
    return reviews_of(rendition).exclude(verb__in=Review.UNTOLD)


def decisions_of(shop: Shop) -> QuerySet[Review]:
    """Decisions on the shop's pictures, newest first; `is_past` where they were submitted since."""
    decided = Review.objects.filter(rendition__shop=shop, verb__in=Review.DECISIONS)
    later = Review.objects.filter(
        rendition=OuterRef("rendition"), pk__gt=OuterRef("pk"), verb=Review.Verb.SUBMITTED
    )
    return (
        decided.annotate(is_past=Exists(later))
        .select_related("rendition__product", "rendition__shop", "rendition__job")
        .order_by("-pk")
    )


def submission_of(rendition: Rendition) -> Review | None:
    """Who submitted it last, and when."""
    return reviews_of(rendition).filter(verb=Review.Verb.SUBMITTED).first()


def latest_of(rendition: Rendition) -> Review | None:
    """The last row that says how things stand."""
    rows = Review.objects.that_decide().filter(rendition=rendition)
    return rows.select_related("by", "about__by").order_by("-pk").first()


def refusal_of(rendition: Rendition) -> Review | None:
    """The refusal that its shop has to live with or may appeal against now; with `answers`."""
    verbs = (*Review.DECISIONS, Review.Verb.SUBMITTED, Review.Verb.WITHDRAWN)
    rows = rendition.reviews.filter(verb__in=verbs).select_related("rendition")
    last = rows.prefetch_related("answers").order_by("-pk").first()
    return last if last and last.verb in Review.REFUSALS else None


def decisions_today(*, moderator: User) -> int:
    """How many decisions `moderator` made since midnight."""
    made = Review.objects.filter(by=moderator, verb__in=Review.DECISIONS)
    return made.filter(created_at__gte=day_began()).count()


@dataclass(frozen=True)
class Hold:
    """What a moderator may do with an item now.

    state: "mine" (decide), "free" (claim), "taken" (by `claim`), "own_shop" (never),
    "other_queue" (of other moderators), "own_decision" (approved once, or decided, by this
    person: for somebody else),
    "decided".
    waiting: what would be decided on: a submission, a first approval or an appeal.
    is_own: of a shop of this person, who is told neither what machines found nor what moderators
    say among themselves, decided or not.
    """

    state: str
    waiting: Review | None = None
    claim: ReviewClaim | None = None
    is_own: bool = False

    @property
    def seconds_left(self) -> int:
        left = self.claim.expires_at - timezone.now() if self.claim else timedelta(0)
        return max(0, round(left.total_seconds()))


def hold_on(*, rendition: Rendition, moderator: User) -> Hold:
    """How `moderator` stands to a rendition that moderators see."""
    waiting = latest_of(rendition)
    is_own = _is_own(rendition, moderator)
    if waiting is None or waiting.verb not in Review.WAITING:
        return Hold("decided", is_own=is_own)
    if not waiting_for(moderator).filter(pk=rendition.pk).exists():
        return Hold(
            "own_shop" if is_own else _why_never(rendition, moderator), waiting, None, is_own
        )
    claim = ReviewClaim.objects.select_related("moderator").filter(rendition=rendition).first()
    if claim is None or not claim.is_live:
        return Hold("free", waiting)
    state = "mine" if claim.moderator_id == moderator.pk else "taken"
    return Hold(state, waiting, claim)


def _is_own(rendition: Rendition, moderator: User) -> bool:
    """Whether it is of their own shop; a single operator may see and decide all the same."""
    if settings.SINGLE_OPERATOR_APPROVES:
        return False
    return moderator.memberships.filter(shop=rendition.shop_id).exists()


def _why_never(rendition: Rendition, moderator: User) -> str:
    screening = screening_of(rendition)
    if screening and screening.queue and not screening.queue.is_open_to(moderator):
        return "other_queue"
    return "own_decision"


@dataclass(frozen=True)
class LogFilter:
    """Which part of the log, or of another record, to read; "" and None mean all.

    `words` looks in shop, product and person. From `since` on, and before `before`.
    """

    verb: str = ""
    words: str = ""
    since: datetime | None = None
    before: datetime | None = None


def created_within(
    rows: QuerySet[Row], since: datetime | None, before: datetime | None
) -> QuerySet[Row]:
    """What of `rows` was created from `since` on, and before `before`; None sets no bound."""
    if since:
        rows = rows.filter(created_at__gte=since)
    return rows.filter(created_at__lt=before) if before else rows


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
    return created_within(events, chosen.since, chosen.before).order_by("-pk")
