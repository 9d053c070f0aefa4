"""How the desk is doing: how long pictures wait, what is decided, by whom and why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from catalog.models import DeskItem, Review, ReviewSkip, User
from catalog.policies import CLAUSES, Clause
from catalog.reasons import REASONS, Reason
from catalog.selectors.re_reviews import Agreement, agreement

Verb = Review.Verb


class Decided(NamedTuple):
    """One decision of the period. `by` is None where the rules made it."""

    verb: str
    by: int | None
    reasons: list[str]
    decided_at: datetime
    waited_since: datetime | None


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
    """The desk from `since` to now. Waiting times are those of decisions that people made."""

    since: datetime
    waiting: Waiting
    waited_p50: timedelta | None
    waited_p95: timedelta | None
    by_people: int
    by_rules: int
    verbs: dict[str, int]
    reasons: list[tuple[Reason, int]]
    clauses: list[tuple[Clause, int]]
    moderators: list[ModeratorFigures]
    agreement: Agreement
    upheld: int
    overturned: int


def desk_figures(*, since: datetime) -> DeskFigures:
    """The figures of everything decided from `since` on."""
    rows = _decided(since)
    people = [row for row in rows if row.by is not None]
    waits = [row.decided_at - row.waited_since for row in people if row.waited_since]
    answers = Counter(_since(since, Review.APPEAL_ANSWERS).values_list("verb", flat=True))
    opinions = list(
        _since(since, Review.RE_REVIEWS).values_list("verb", "about__verb", "about__by")
    )
    codes = Counter(code for row in rows for code in row.reasons)
    return DeskFigures(
        since=since,
        waiting=waiting_now(),
        waited_p50=percentile(waits, 50),
        waited_p95=percentile(waits, 95),
        by_people=len(people),
        by_rules=len(rows) - len(people),
        verbs=dict(Counter(row.verb for row in rows)),
        reasons=[(REASONS[code], count) for code, count in codes.most_common()],
        clauses=_clauses(rows),
        moderators=_moderators(since, people, opinions),
        agreement=agreement(opinion[:2] for opinion in opinions),
        upheld=answers[Verb.UPHELD],
        overturned=answers[Verb.OVERTURNED],
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


def _since(since: datetime, verbs: Sequence[str]) -> QuerySet[Review]:
    return Review.objects.filter(verb__in=verbs, created_at__gte=since)


def _decided(since: datetime) -> list[Decided]:
    """The decisions, each with when its picture was last submitted or appealed for before it."""
    asked = Review.objects.filter(
        rendition=OuterRef("rendition"),
        pk__lt=OuterRef("pk"),
        verb__in=[Verb.SUBMITTED, Verb.APPEALED],
    )
    rows = _since(since, Review.DECISIONS).annotate(
        asked_at=Subquery(asked.order_by("-pk").values("created_at")[:1])
    )
    return [
        Decided(*row) for row in rows.values_list("verb", "by", "reasons", "created_at", "asked_at")
    ]


def _clauses(rows: Sequence[Decided]) -> list[tuple[Clause, int]]:
    """How many refusals stand on each clause, the most frequent first."""
    counts = Counter(
        clause for row in rows for clause in {REASONS[code].clause for code in row.reasons}
    )
    return [(CLAUSES[number], count) for number, count in counts.most_common()]


def _moderators(
    since: datetime, people: Sequence[Decided], opinions: Sequence[tuple[str, str, int | None]]
) -> list[ModeratorFigures]:
    """Everybody who decided or skipped, who decided most first."""
    decided = Counter(row.by for row in people)
    refused = Counter(row.by for row in people if row.verb in Review.REFUSALS)
    skipped = Counter(ReviewSkip.objects.filter(created_at__gte=since).values_list("by", flat=True))
    persons = User.objects.in_bulk([pk for pk in {*decided, *skipped} if pk])
    return [
        ModeratorFigures(
            person=persons[pk],
            decisions=decided[pk],
            refusals=refused[pk],
            skips=skipped[pk],
            agreement=agreement(one[:2] for one in opinions if one[2] == pk),
        )
        for pk in sorted(persons, key=lambda pk: (-decided[pk], pk))
    ]
