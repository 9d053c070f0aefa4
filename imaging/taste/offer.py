"""What a taste changes: the order of themes, and what a seller left open in the next pictures."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from imaging.brief import SceneBrief
from imaging.taste.features import FIELDS, Feature, features_of, seen
from imaging.taste.model import Features, Taste, shares_of
from imaging.taste.words import LEAST_ACTS, LEAST_LIKED
from imaging.themes import Theme, load_themes

SET = 4  # pictures offered at once; the last of them stays off the taste, to go on learning
FILLED = (*FIELDS, "colours", "props")
FIELD_OF = {"material": "surface", "finish": "surface", "hue": "colours"}
# What a seller says brings things of its own with it; those are left to the studio.
GOVERNS: Mapping[str, frozenset[str]] = {
    "style": frozenset({"surface", "stage", "backdrop", "colours", "props"}),
    "occasion": frozenset({"style", "surface", "backdrop", "colours", "props"}),
    "mood": frozenset({"style", "colours", "warmth", "brightness"}),
}


@cache
def theme_looks() -> Mapping[str, SceneBrief]:
    """Every theme by key, as its own picture shows it."""
    return {one.key: seen(one.brief, one.seed) for one in load_themes().values()}


@cache
def theme_features() -> Mapping[str, Features]:
    """What every theme's own picture shows, and the theme itself."""
    return {key: features_of(look, key) for key, look in theme_looks().items()}


@cache
def shares() -> Mapping[Feature, float]:
    """b_v of `learn`: how common each value is among the themes."""
    return shares_of(list(theme_features().values()))


def themes_ordered(taste: Taste) -> list[Theme]:
    """Every theme, the most to the taste first; in their own order where it has no opinion."""
    features = theme_features()
    return sorted(load_themes().values(), key=lambda one: -taste.score(features[one.key]))


def theme_donors() -> list[SceneBrief]:
    """The looks of all themes that are for no occasion: what a brief may borrow from."""
    return [look for look in theme_looks().values() if not look.occasion]


def suggestion(
    brief: SceneBrief, *, seed: int, taste: Taste, donors: Iterable[SceneBrief]
) -> SceneBrief:
    """`brief` with what it leaves open taken from a look to the taste; what it says stays.

    Seeds 1, 2 and 3 take from the best, second and third best of `donors`; 4, as every fourth,
    takes nothing, and so on from 5.
    """
    place = (seed - 1) % SET
    if place == SET - 1:
        return brief
    ranked = _suggestions(brief, taste, donors)
    return ranked[place % len(ranked)]


def _suggestions(
    brief: SceneBrief, taste: Taste, donors: Iterable[SceneBrief]
) -> Sequence[SceneBrief]:
    """The different briefs that `donors` make of this one, the most to the taste first."""
    made = dict.fromkeys(brief.model_copy(update=lent(brief, one, taste)) for one in donors)
    ranked = sorted(made, key=lambda one: -taste.score(features_of(one)))
    return ranked[: SET - 1] or [brief]


def lent(brief: SceneBrief, donor: SceneBrief, taste: Taste) -> dict[str, Any]:
    """The fields of `donor` that `brief` leaves open and the taste is sure of."""
    sure = _sure_fields(donor, taste)
    return {name: getattr(donor, name) for name in _fields_open(brief, donor) if name in sure}


def carried(brief: SceneBrief, said: SceneBrief, shown: SceneBrief) -> SceneBrief:
    """`brief`, which changes a picture, with what the taste had added to that picture.

    said, shown: what the picture's own brief said, and what it was drawn from.
    """
    names = [name for name in _fields_open(brief, shown) if not getattr(said, name)]
    return brief.model_copy(update={name: getattr(shown, name) for name in names})


def _fields_open(brief: SceneBrief, donor: SceneBrief) -> list[str]:
    """The fields in which `brief` may take after `donor`: not said, not governed, not unwanted."""
    governed = {name for by, names in GOVERNS.items() if getattr(brief, by) for name in names}
    if "props" in brief.without or set(donor.props) & set(brief.without):
        governed.add("props")
    if donor.stage in brief.without:
        governed.add("stage")
    return [name for name in FILLED if not getattr(brief, name) and name not in governed]


def _sure_fields(look: SceneBrief, taste: Taste) -> set[str]:
    """The fields of a look that the shop chose at least twice, and likes all in all."""
    sums: defaultdict[str, float] = defaultdict(float)
    chosen: set[str] = set()
    for one in features_of(look):
        name = FIELD_OF.get(one[0], one[0])
        sums[name] += taste.of(one)
        if taste.chosen(one) >= LEAST_ACTS:
            chosen.add(name)
    return {name for name in chosen if sums[name] >= LEAST_LIKED}


def added(brief: SceneBrief, suggested: SceneBrief) -> Features:
    """What the taste put into a suggestion."""
    return features_of(suggested) - features_of(brief)
