"""Telling what was learned: "Because you kept warm, wooden looks"."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from imaging.labels import Label
from imaging.taste.features import MATERIAL_OF, Feature
from imaging.taste.model import Taste

MOST_NAMED = 3
MOST_TOLD = 6
LEAST_ACTS = 2  # before something is called a liking
LEAST_LIKED = 0.2  # log-odds

# Said only where there is nothing better to say.
LEAST_TELLING = frozenset({"stage", "backdrop", "camera", "light_direction"})
# Facets that say nearly the same thing: a sentence names one of each row.
ALIKE = {"surface": "material", "hue": "brightness"}
# Adjectives in the order that English puts them; what stands behind the noun comes last.
ORDER = (
    "brightness", "warmth", "hue", "style", "finish", "material", "surface", "light_quality",
    "stage", "backdrop", "props", "light_direction", "camera", "text_space",
)  # fmt: skip


class Words(BaseModel, frozen=True, extra="forbid"):
    """One feature in both languages; English stands before or after its noun."""

    en: str = ""
    en_after: str = ""
    zh: str


@cache
def words() -> tuple[Mapping[Feature, Words], Mapping[str, Label]]:
    """The words of features, and those of verbs."""
    tables = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
    verbs = {key: Label.model_validate(said) for key, said in tables.pop("verb").items()}
    named = {
        (facet, value): Words.model_validate(said)
        for facet, values in tables.items()
        for value, said in values.items()
    }
    return named, verbs


def because(taste: Taste, features: Iterable[Feature]) -> Label | None:
    """Why a look with these features is offered: what of it the seller chose before.

    None where no act, or only one, speaks for it. Only what was done is said: every feature named
    was chosen by the act named, at least LEAST_ACTS times.
    """
    named, verbs = words()
    liked = [one for one in features if one in named and taste.of(one) >= LEAST_LIKED]
    best: tuple[float, str, list[Feature]] = (0.0, "", [])
    for verb in verbs:
        weights = {
            one: taste.of(one) * acts
            for one in liked
            if (acts := taste.chosen(one, verb)) >= LEAST_ACTS
        }
        picked = _most_telling(weights)
        best = max(best, (sum(weights[one] for one in picked), verb, picked))
    if not best[2]:
        return None
    looks, did = look_in_words(best[2]), verbs[best[1]]
    return Label(en=f"Because you {did.en} {looks.en}", zh=f"因为您{did.zh}{looks.zh}")


@dataclass(frozen=True)
class Liking:
    """Something liked or not, in words, and how many acts spoke for and against it."""

    looks: Label
    chosen: int
    rejected: int


def likings(taste: Taste) -> tuple[list[Liking], list[Liking]]:
    """What was learned that has words: the most liked first, and the most disliked first."""
    acts = {one: (taste.chosen(one), taste.rejected(one)) for one in words()[0]}
    sure = [
        one for one in acts if sum(acts[one]) >= LEAST_ACTS and abs(taste.of(one)) >= LEAST_LIKED
    ]
    sure.sort(key=lambda one: (-abs(taste.of(one)) * sum(acts[one]), one))
    liked = [one for one in sure if taste.of(one) > 0 and acts[one][0]]
    disliked = [one for one in sure if taste.of(one) < 0 and acts[one][1]]
    return _told(liked, acts), _told(disliked, acts)


def _told(ranked: list[Feature], acts: Mapping[Feature, tuple[int, int]]) -> list[Liking]:
    """The first few in words; oak is not told where wood is."""
    whole = {value for facet, value in ranked if facet == "material"}
    told = [one for one in ranked if one[0] != "surface" or MATERIAL_OF[one[1]] not in whole]
    return [Liking(look_in_words([one]), *acts[one]) for one in told[:MOST_TOLD]]


def _most_telling(weights: Mapping[Feature, float]) -> list[Feature]:
    """The few that say most: not two that say the same, and one behind the noun at most."""
    named, _ = words()
    ranked = sorted(weights, key=lambda one: (one[0] in LEAST_TELLING, -weights[one], one))
    first_of: dict[str, Feature] = {}
    for one in ranked:
        place = "behind" if named[one].en_after else ALIKE.get(one[0], one[0])
        first_of.setdefault(place, one)
    return list(first_of.values())[:MOST_NAMED]


def look_in_words(features: Iterable[Feature]) -> Label:
    """Such as "warm, wooden looks in window light", "暖调木质窗光的画面"; all must have words."""
    named, _ = words()
    said = [named[one] for one in sorted(features, key=lambda one: ORDER.index(one[0]))]
    english = [", ".join(one.en for one in said if one.en), "looks"]
    english += [one.en_after for one in said if one.en_after]
    chinese = [one.zh for one in said]
    joint = "" if all(len(one) == 2 for one in chinese) else "、"
    return Label(en=" ".join(part for part in english if part), zh=f"{joint.join(chinese)}的画面")
