"""Whether the chain of reviews is whole."""

from dataclasses import dataclass, replace

from django.db import transaction

from catalog.models import Review, ReviewChain
from catalog.models.review_chain import GENESIS, chained_hash

AT_ONCE = 2_000  # rows held at a time

CHANGED, BROKEN, CUT, ADDED = "changed", "broken", "cut", "added"


@dataclass(frozen=True)
class ChainVerdict:
    """How many rows stand in an unbroken chain, the last one's hash, and what is wrong there.

    left_out: of `length`, how many rows at the beginning were not gone through.
    fault: "" (nothing), CHANGED (row `at` says something else than when it was written), BROKEN
    (before `at` a row was removed or slipped in), CUT (the newest rows are missing) or ADDED
    (row `at` was put behind the end).
    """

    length: int
    head: str
    fault: str = ""
    at: int | None = None
    left_out: int = 0

    @property
    def is_whole(self) -> bool:
        return not self.fault


def review_chain_verdict(*, newest: int | None = None) -> ChainVerdict:
    """The chain, or its `newest` rows, gone through to the first one that is wrong.

    Of the newest rows the first is taken to follow the one before it, which is not looked at.
    People may decide meanwhile: what they append is gone through or left out.
    """
    before, start = _ends(newest)
    left_out = before.length - newest if newest and start else 0
    verdict = _gone_through(before, start, left_out)
    return replace(verdict, left_out=left_out)


def _gone_through(before: ReviewChain, start: Review | None, length: int) -> ChainVerdict:
    """The rows behind `start`, the one at place `length`; from the first row on without it."""
    head, at = start.hash if start else GENESIS, None
    rows = Review.objects.filter(pk__gt=start.pk if start else 0).order_by("pk")
    for review in rows.iterator(AT_ONCE):
        at = review.pk
        if review.previous_hash != head:
            return ChainVerdict(length, head, BROKEN, at)
        is_end = length + 1 == before.length
        if review.hash != chained_hash(review, head) or (is_end and review.hash != before.head):
            return ChainVerdict(length, head, CHANGED, at)
        head, length = review.hash, length + 1
    if length < before.length:
        return ChainVerdict(length, head, CUT)
    return ChainVerdict(length, head, *((ADDED, at) if length > _end().length else ()))


@transaction.atomic
def _ends(newest: int | None) -> tuple[ReviewChain, Review | None]:
    """The end of the chain, and the row before its `newest` at that moment."""
    if newest is None:
        return _end(), None
    end = ReviewChain.locked()
    return end, Review.objects.order_by("-pk")[newest : newest + 1].first()


def _end() -> ReviewChain:
    return ReviewChain.objects.filter(pk=1).first() or ReviewChain()
