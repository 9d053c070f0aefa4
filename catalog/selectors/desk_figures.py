"""How the desk is doing: how long pictures wait, what is decided, by whom and why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Count, Min, Model, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from catalog.models import DeskItem, Review, ReviewSkip, User
from catalog.policies import CLAUSES, Clause
from catalog.reasons import REASONS, Reason
from catalog.selectors.re_reviews import Agreement, agreement, drawn_by_hash
from catalog.selectors.reviews import created_within

Verb = Review.Verb
Row = TypeVar("Row", bound=Model)


# Waiting times are read of so many decisions at most, drawn by their hashes: 95 % then means
# between 94.5 and 95.5 % (three standard errors of a share of 20,000).
SAMPLE = 20_000


@dataclass(frozen=True)
class Period:
    """From `since` on, and before `before`; None means now."""

    since: datetime
    before: datetime | None = None

    def of(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """What of `rows` was created in it."""
        return created_within(rows, self.since, self.before)


@dataclass(frozen=True)
class Waiting:
    """What waits now: how many, how many longer than REVIEW_OVERDUE_HOURS, and since when."""

    count: int
    overdue: int
    oldest: datetime | None


@dataclass(frozen=True)
class ModeratorFigures:
    """What one moderator did in the period; `agreement` is what others said of it."""

    person: User
    decisions: int
    refusals: int
    skips: int
    agreement: Agreement


@dataclass(frozen=True)
class DeskFigures:
    """The desk over a period. Waiting times are those of decisions that people made.

    is_sample: whether those are of about SAMPLE of them.
    """

    waiting: Waiting
    waited_p50: timedelta | None
    waited_p95: timedelta | None
    is_sample: bool
    by_people: int
    by_rules: int
    verbs: dict[str, int]
    reasons: list[tuple[Reason, int]]
    clauses: list[tuple[Clause, int]]
    moderators: list[ModeratorFigures]
    agreement: Agreement
    upheld: int
    overturned: int


def desk_figures(period: Period) -> DeskFigures:
    """The figures of everything decided in `period`: counted by the database."""
    decided = _counts(period.of(Review.objects.filter(verb__in=Review.DECISIONS)), "verb", "by")
    by_rules = sum(count for (_verb, by), count in decided.items() if by is None)
    by_people = decided.total() - by_rules
    waits = _waits(period, share=SAMPLE / max(SAMPLE, by_people))
    answers = _counts(period.of(Review.objects.filter(verb__in=Review.APPEAL_ANSWERS)), "verb")
    again = period.of(Review.objects.filter(verb__in=Review.RE_REVIEWS))
    opinions = _counts(again, "verb", "about__verb", "about__by")
    codes, clauses = _grounds(period)
    return DeskFigures(
        waiting=waiting_now(),
        waited_p50=percentile(waits, 50),
        waited_p95=percentile(waits, 95),
        is_sample=by_people > SAMPLE,
        by_people=by_people,
        by_rules=by_rules,
        verbs=dict(_summed(decided, 0)),
        reasons=[(REASONS[code], count) for code, count in codes.most_common()],
        clauses=[(CLAUSES[number], count) for number, count in clauses.most_common()],
        moderators=_moderators(period, decided, opinions),
        agreement=agreement((*pair[:2], count) for pair, count in opinions.items()),
        upheld=answers[(Verb.UPHELD,)],
        overturned=answers[(Verb.OVERTURNED,)],
    )


def waiting_now() -> Waiting:
    """What waits for moderators, whoever may decide on it."""
    limit = timezone.now() - timedelta(hours=settings.REVIEW_OVERDUE_HOURS)
    found = DeskItem.objects.filter(rendition__deleted_at=None).aggregate(
        count=Count("pk"),
        overdue=Count("pk", filter=Q(submission__created_at__lt=limit)),
        oldest=Min("submission__created_at"),
    )
    return Waiting(**found)


def percentile(waits: Sequence[timedelta], percent: int) -> timedelta | None:
    """The shortest of `waits` that `percent` of them do not exceed (nearest rank); None of none."""
    if not waits:
        return None
    return sorted(waits)[ceil(percent / 100 * len(waits)) - 1]


def _counts(rows: QuerySet[Row], *by: str) -> Counter[tuple[Any, ...]]:
    """How many of `rows` there are of each combination of the fields `by`."""
    counted = rows.order_by().values_list(*by).annotate(count=Count("pk"))
    return Counter({tuple(group): count for *group, count in counted})


def _summed(counts: Counter[tuple[Any, ...]], place: int) -> Counter[Any]:
    """`counts` by the field at `place` alone."""
    summed: Counter[Any] = Counter()
    for group, count in counts.items():
        summed[group[place]] += count
    return summed


def _waits(period: Period, share: float) -> list[timedelta]:
    """How long `share` of what people decided had waited since it was submitted or appealed for."""
    asked = Review.objects.filter(
        rendition=OuterRef("rendition"),
        pk__lt=OuterRef("pk"),
        verb__in=[Verb.SUBMITTED, Verb.APPEALED],
    )
    made = period.of(Review.objects.filter(verb__in=Review.DECISIONS, by__isnull=False))
    rows = drawn_by_hash(made, share).annotate(
        asked_at=Subquery(asked.order_by("-pk").values("created_at")[:1])
    )
    found = rows.order_by().values_list("created_at", "asked_at")
    return [decided_at - asked_at for decided_at, asked_at in found if asked_at]


def _grounds(period: Period) -> tuple[Counter[str], Counter[str]]:
    """How many refusals name each reason, and how many stand on each clause."""
    codes: Counter[str] = Counter()
    clauses: Counter[str] = Counter()
    refusals = period.of(Review.objects.filter(verb__in=Review.REFUSALS))
    counted = refusals.order_by().values_list("reasons").annotate(count=Count("pk"))
    for named, count in counted:
        codes.update(dict.fromkeys(named, count))
        clauses.update(dict.fromkeys((REASONS[code].clause for code in named), count))
    return codes, clauses


def _moderators(
    period: Period, decided: Counter[tuple[Any, ...]], opinions: Counter[tuple[Any, ...]]
) -> list[ModeratorFigures]:
    """Everybody who decided or skipped, who decided most first."""
    refused = Counter({key: n for key, n in decided.items() if key[0] in Review.REFUSALS})
    made, refusals = _summed(decided, 1), _summed(refused, 1)
    skipped = _counts(period.of(ReviewSkip.objects.all()), "by")
    persons = User.objects.in_bulk([pk for pk in {*made, *_summed(skipped, 0)} if pk])
    return [
        ModeratorFigures(
            person=persons[pk],
            decisions=made[pk],
            refusals=refusals[pk],
            skips=skipped[(pk,)],
            agreement=agreement((*pair[:2], n) for pair, n in opinions.items() if pair[2] == pk),
        )
        for pk in sorted(persons, key=lambda pk: (-made[pk], pk))
    ]
