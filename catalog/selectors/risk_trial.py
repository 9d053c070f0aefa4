"""What other rules would have made of what was decided before."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery

from catalog.models import Review, Screening
from catalog.risk.rules import Assessment, Facts, Rules, assess

AT_ONCE = 500  # rows held at a time


@dataclass
class Tally:
    """How many submissions people decided in one way, and what each set of rules makes of them."""

    submissions: int = 0
    four_eyes: list[int] = field(default_factory=lambda: [0, 0])
    automatic: list[int] = field(default_factory=lambda: [0, 0])
    risk: list[int] = field(default_factory=lambda: [0, 0])
    changed: int = 0

    def add(self, before: Assessment, after: Assessment) -> None:
        """Count one submission, by the rules in force and by the others."""
        self.submissions += 1
        for at, said in enumerate((before, after)):
            self.four_eyes[at] += said.needs_four_eyes
            self.automatic[at] += said.may_be_automatic
            self.risk[at] += said.risk
        self.changed += _treated(before) != _treated(after)

    def mean_risk(self, at: int) -> float:
        return self.risk[at] / self.submissions if self.submissions else 0.0


@dataclass
class Trial:
    """The tallies by what people decided, and how often each of the other rules fired."""

    by_decision: dict[str, Tally]
    fired: dict[str, int]


def rules_try(*, rules: Rules, in_force: Rules) -> Trial:
    """Run `rules` over every submission that a person decided, beside those in force.

    Both see the facts that were kept then: what was found, how it was made, who submitted it.
    """
    tallies = {verb: Tally() for verb in Review.DECISIONS}
    fired = {rule.code: 0 for rule in rules.rule}
    for verb, facts in _decided():
        said = assess(facts, rules)
        tallies[Review.Verb(verb)].add(assess(facts, in_force), said)
        for rule in said.fired:
            fired[rule.code] += 1
    return Trial({str(verb): tally for verb, tally in tallies.items()}, fired)


def _decided() -> Iterator[tuple[str, Facts]]:
    """What people decided on each screened submission, with what the rules were asked then."""
    after = Review.objects.filter(
        rendition=OuterRef("rendition"),
        pk__gt=OuterRef("submission"),
        verb__in=Review.DECISIONS,
        by__isnull=False,
    )
    next_submission = Review.objects.filter(
        rendition=OuterRef("rendition"), pk__gt=OuterRef("submission"), verb="submitted"
    )
    screened = Screening.objects.exclude(facts={}).annotate(
        decided=Subquery(after.order_by("pk").values("verb")[:1]),
        decided_at=Subquery(after.order_by("pk").values("pk")[:1]),
        submitted_again=Subquery(next_submission.order_by("pk").values("pk")[:1]),
    )
    rows = screened.exclude(decided=None).values_list(
        "decided", "facts", "decided_at", "submitted_again"
    )
    for verb, facts, decided_at, submitted_again in rows.iterator(chunk_size=AT_ONCE):
        if submitted_again is None or decided_at < submitted_again:
            yield verb, Facts.model_validate(facts)


def _treated(said: Assessment) -> tuple[bool, bool]:
    return said.needs_four_eyes, said.may_be_automatic
