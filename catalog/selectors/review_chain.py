"""Whether the chain of reviews is whole."""

from dataclasses import dataclass

from catalog.models import Review, ReviewChain
from catalog.models.review_chain import GENESIS, chained_hash

AT_ONCE = 2_000  # rows held at a time

CHANGED, BROKEN, CUT, ADDED = "changed", "broken", "cut", "added"


@dataclass(frozen=True)
class ChainVerdict:
    """How many rows stand in an unbroken chain, the last one's hash, and what is wrong there.

    fault: "" (nothing), CHANGED (row `at` says something else than when it was written), BROKEN
    (before `at` a row was removed or slipped in), CUT (the newest rows are missing) or ADDED
    (row `at` was put behind the end).
    """

    length: int
    head: str
    fault: str = ""
    at: int | None = None

    @property
    def is_whole(self) -> bool:
        return not self.fault


def review_chain_verdict() -> ChainVerdict:
    """The chain gone through from its first row to the first one that is wrong.

    People may decide meanwhile: what they append is gone through or left out.
    """
    before, at = _end(), None
    head, length = GENESIS, 0
    for review in Review.objects.order_by("pk").iterator(AT_ONCE):
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


def _end() -> ReviewChain:
    return ReviewChain.objects.filter(pk=1).first() or ReviewChain()
