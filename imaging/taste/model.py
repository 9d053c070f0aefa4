"""A taste: how much more often than not a feature is found in what a seller liked.

For a value v of a facet F (wood among materials, warm among warmths) the taste is the smoothed
log-odds of a naive Bayes classifier with two classes, liked and disliked (Manning, Raghavan and
Schütze, Introduction to Information Retrieval, 2008, section 13.2), with a prior in place of the
ones of Laplace, as in the log-odds with an informative Dirichlet prior of Monroe, Colaresi and
Quinn (Fightin' Words, Political Analysis 16, 2008, equation 16):

    taste(v) = ln (l_v + A b_v) / (l_F + A)  -  ln (d_v + A b_v) / (d_F + A)

l_v, d_v: weights of the acts that spoke for and against v; l_F, d_F: the same for any value of F;
b_v: the share of v among all themes; A = PRIOR: the acts that the prior counts for. Where nothing
was said the taste is 0; one act moves it a little; and a look that shows what every other look
shows gains little by it.

An act weighs 2 ** (-n / HALF_LIFE) when n acts came after it. It is acts that are counted, not
days: a shop that rests for a season forgets nothing, one that turns to another look is followed.

The score of a look is the sum over its facets of the mean taste of its values in the facet.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Literal

from imaging.taste.features import Feature

Verb = Literal["kept", "favourited", "more_like_this", "edited", "rejected"]

WEIGHTS: Mapping[Verb, float] = {
    "kept": 1.0,
    "favourited": 1.0,
    "more_like_this": 1.0,
    "edited": 0.5,
    "rejected": 1.0,
}
PRIOR = 8.0  # acts
HALF_LIFE = 40  # acts

Features = frozenset[Feature]


@dataclass(frozen=True)
class Opinion:
    """One act of a seller, and the features it spoke for and against."""

    verb: Verb
    liked: Features = frozenset()
    disliked: Features = frozenset()


def opinion_of(verb: Verb, seen: Features, changed_to: Features = frozenset()) -> Opinion:
    """What an act says of the look it was done to.

    A rejected look speaks against all it shows; an edited one against what the edit changed, and
    for what it changed to; any other act for all that the look shows.
    """
    if verb == "rejected":
        return Opinion(verb, disliked=seen)
    if verb == "edited":
        facets = {facet for facet, _ in changed_to - seen}
        gone = frozenset(one for one in seen - changed_to if one[0] in facets)
        return Opinion(verb, liked=changed_to - seen, disliked=gone)
    return Opinion(verb, liked=seen)


@dataclass(frozen=True)
class Taste:
    """What was learned: the log-odds of features, and the acts for and against each.

    The acts are counted undiminished by age: they are there to be told.
    """

    scores: Mapping[Feature, float] = field(default_factory=dict)
    liked_by: Mapping[Feature, Counter[Verb]] = field(default_factory=dict)
    disliked_by: Mapping[Feature, Counter[Verb]] = field(default_factory=dict)

    def of(self, feature: Feature) -> float:
        """The log-odds of one feature; 0 where nothing was learned."""
        return self.scores.get(feature, 0.0)

    def chosen(self, feature: Feature, verb: str = "") -> int:
        """How many acts spoke for a feature: those named `verb`, or all."""
        acts = self.liked_by.get(feature, Counter[Verb]())
        return acts[verb] if verb else acts.total()  # type: ignore[index]

    def rejected(self, feature: Feature) -> int:
        """How many acts spoke against a feature."""
        return self.disliked_by.get(feature, Counter[Verb]()).total()

    def score(self, features: Iterable[Feature]) -> float:
        """How much a look with these features is to the taste: 0 is neither way."""
        facets: defaultdict[str, list[float]] = defaultdict(list)
        for one in sorted(features):
            facets[one[0]].append(self.of(one))
        return sum(fmean(values) for values in facets.values())


def learn(opinions: Sequence[Opinion], shares: Mapping[Feature, float]) -> Taste:
    """The taste shown by `opinions`, oldest first; `shares`: b_v of every value known."""
    if not opinions:
        return Taste()
    liked, disliked = _Sums(), _Sums()
    for later, opinion in enumerate(reversed(opinions)):
        weight = WEIGHTS[opinion.verb] * 2 ** (-later / HALF_LIFE)
        liked.add(opinion.liked, opinion.verb, weight)
        disliked.add(opinion.disliked, opinion.verb, weight)
    rarest = min(shares.values(), default=1.0)
    known = shares.keys() | liked.acts.keys() | disliked.acts.keys()
    share = {one: shares.get(one, rarest) for one in known}
    scores = {
        one: liked.log_share(one, share[one]) - disliked.log_share(one, share[one]) for one in known
    }
    return Taste(scores, liked.acts, disliked.acts)


class _Sums:
    """l_v and l_F, or d_v and d_F, while they are added up."""

    def __init__(self) -> None:
        self.values: defaultdict[Feature, float] = defaultdict(float)
        self.facets: defaultdict[str, float] = defaultdict(float)
        self.acts: defaultdict[Feature, Counter[Verb]] = defaultdict(Counter)

    def add(self, features: Features, verb: Verb, weight: float) -> None:
        for facet in {one[0] for one in features}:
            self.facets[facet] += weight
        for one in features:
            self.values[one] += weight
            self.acts[one][verb] += 1

    def log_share(self, feature: Feature, share: float) -> float:
        """ln (l_v + A b_v) / (l_F + A)."""
        said = self.values[feature] + PRIOR * share
        return math.log(said / (self.facets[feature[0]] + PRIOR))


def shares_of(looks: Sequence[Features]) -> dict[Feature, float]:
    """b_v: the share of each value among the looks that say anything of its facet."""
    said = Counter(facet for look in looks for facet in {one[0] for one in look})
    counts = Counter(one for look in looks for one in look)
    return {one: count / said[one[0]] for one, count in counts.items()}
