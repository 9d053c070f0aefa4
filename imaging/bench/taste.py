"""Whether a taste is learned: simulated shops choose twenty times, and the offer is looked at.

A simulated taste likes three features and dislikes two (warm, wooden, window light; dark, glossy).
A look matches when it shows at least two of the first and none of the others. At every turn four
themes are offered: three of the first eight in the order of the taste so far, and one of the rest.
The shop keeps or favourites one that matches, else rejects the one it likes least; every tenth
act is careless: any verb on any of the four.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from imaging.brief import SceneBrief
from imaging.taste.features import features_of, seen
from imaging.taste.model import Features, Opinion, Taste, Verb, learn, opinion_of
from imaging.taste.offer import (
    SET,
    shares,
    suggestion,
    theme_donors,
    theme_features,
    themes_ordered,
)

TURNS = 20
FIRST = 8
CARELESS = 0.1
TASTES = 60
SEEDS = 5
FACETS = ("style", "material", "light_quality", "hue", "warmth", "brightness", "finish")
VERBS: tuple[Verb, ...] = ("kept", "favourited", "rejected")
COMMON = (3, 12)  # how many of the forty themes match a taste worth simulating
# What a seller says before the studio fills in the rest.
BRIEFS = tuple(SceneBrief(stage=stage) for stage in ("podium", "tabletop", "blocks"))


@dataclass(frozen=True)
class Wish:
    """A simulated taste."""

    likes: Features
    dislikes: Features

    def points(self, look: Features) -> int:
        """How much of what is liked the look shows; below zero where it shows what is not."""
        return -1 if look & self.dislikes else len(look & self.likes)

    def matches(self, look: Features) -> bool:
        return self.points(look) >= 2


WARM_WOOD = Wish(
    likes=frozenset({("warmth", "warm"), ("material", "wood"), ("light_quality", "window")}),
    dislikes=frozenset({("brightness", "dark"), ("finish", "glossy")}),
)


def wishes(count: int = TASTES) -> list[Wish]:
    """Simulated tastes, each of which some themes match and most do not."""
    rng = random.Random(1)
    looks = [theme_features()[key] for key in sorted(theme_features())]
    found = [WARM_WOOD]
    while len(found) < count:
        liked, other = rng.sample(looks, 2)
        facets = rng.sample(FACETS, 3)
        likes = frozenset(one for one in liked if one[0] in facets)
        others = sorted(one for one in other - liked if one[0] in FACETS)
        wish = Wish(likes, frozenset(rng.sample(others, min(2, len(others)))))
        if COMMON[0] <= sum(map(wish.matches, looks)) <= COMMON[1] and wish not in found:
            found.append(wish)
    return found


def replay(wish: Wish, seed: int, turns: int = TURNS) -> Iterator[Taste]:
    """The taste before the first choice, and after each."""
    rng = random.Random(seed)
    opinions: list[Opinion] = []
    taste = Taste()
    yield taste
    for _turn in range(turns):
        opinions.append(_act(wish, _offered(taste, rng), rng))
        taste = learn(opinions, shares())
        yield taste


def _offered(taste: Taste, rng: random.Random) -> list[Features]:
    keys = [one.key for one in themes_ordered(taste)]
    picked = [*rng.sample(keys[:FIRST], SET - 1), rng.choice(keys[FIRST:])]
    return [theme_features()[key] for key in picked]


def _act(wish: Wish, offered: Sequence[Features], rng: random.Random) -> Opinion:
    if rng.random() < CARELESS:
        return opinion_of(rng.choice(VERBS), rng.choice(offered))
    best = max(offered, key=wish.points)
    if wish.matches(best):
        return opinion_of(rng.choice(VERBS[:2]), best)
    return opinion_of("rejected", min(offered, key=wish.points))


def share_of_themes(wish: Wish, taste: Taste) -> float:
    """The share of the first eight themes that match."""
    first = themes_ordered(taste)[:FIRST]
    return fmean(wish.matches(theme_features()[one.key]) for one in first)


def share_of_variants(wish: Wish, taste: Taste) -> float:
    """The share of matching pictures among the four variants of a brief that says little."""
    donors = theme_donors()
    return fmean(
        wish.matches(
            features_of(seen(suggestion(brief, seed=seed, taste=taste, donors=donors), seed))
        )
        for brief in BRIEFS
        for seed in range(1, SET + 1)
    )


def measure(tastes: Sequence[Wish], seeds: Sequence[int]) -> dict[str, float]:
    """Mean shares at the start and after twenty choices, and the most that the themes allow."""
    ends = [(wish, list(replay(wish, seed))[-1]) for wish in tastes for seed in seeds]
    return {
        "themes_start": fmean(share_of_themes(wish, Taste()) for wish in tastes),
        "themes_end": fmean(share_of_themes(wish, taste) for wish, taste in ends),
        "themes_most": fmean(_most(wish) for wish in tastes),
        "variants_start": fmean(share_of_variants(wish, Taste()) for wish in tastes),
        "variants_end": fmean(share_of_variants(wish, taste) for wish, taste in ends),
    }


def _most(wish: Wish) -> float:
    """The share of the first eight themes that match if the order were perfect."""
    return min(FIRST, sum(map(wish.matches, theme_features().values()))) / FIRST


def section() -> str:
    """The measurement as Markdown."""
    found = measure(wishes(), range(SEEDS))
    alone = measure([WARM_WOOD], range(20))
    rows = [_row(f"{TASTES} tastes × {SEEDS} runs", found), _row("warm, wooden, window", alone)]
    head = [
        "| matching share | first eight themes: start | after 20 choices | most possible "
        "| four variants: start | after 20 choices |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join([*head, *rows])


def _row(name: str, found: Mapping[str, float]) -> str:
    return f"| {name} | " + " | ".join(f"{value:.0%}" for value in found.values()) + " |"
