"""Which word of the channels' vocabulary a whole product gets, and how sure that is."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from imaging.attributes.colour.clusters import Cluster
from imaging.attributes.colour.names import likeliest, word_odds
from imaging.attributes.colour.pixels import Product
from imaging.attributes.colour.shine import is_translucent, metal, shows_ground
from imaging.ops.delta_e import lab

Judged = list[tuple[str, float]]

# Logistic of the log odds of the two likeliest words and of the likeliest one's share: fitted to
# the labelled photos to build with.
BASE, BY_ODDS, BY_SHARE = -0.8, 1.0, 3.0
DOMINANT = 0.5  # with less than this the largest of many colours does not dominate
CLEARLY, MANY = 0.08, 4  # share of a colour that counts, how many are many: one less of two hues
QUIET = {"white", "gray", "black", "beige", "brown"}  # no hues: folds alone make several of them
MIXED = 0.5  # this and the next are too rare in photos to be fitted; at half they come first
TRANSLUCENT, METAL, GROUND = 0.5, 0.5, 0.25
LIKELY = 0.08  # confidence from which a further word is told


def judged(seen: Product, found: Sequence[Cluster]) -> Judged:
    """Words for the product `seen`, made of the colours `found`, each with its confidence.

    The likeliest first; they sum to 1 at most.
    """
    words = by_odds(found)
    if is_mixed(found):
        words = [("multicolor", MIXED), *lessened(words, MIXED)]
    shine = by_shine(seen)
    if shine:
        words = [shine, *lessened(words, shine[1])]
    first, *rest = sorted(words, key=lambda one: -one[1])
    return [first, *(one for one in rest if one[1] >= LIKELY)]


def by_odds(found: Sequence[Cluster]) -> Judged:
    """Words for the colours `found`, each as often as people say it of that colour."""
    odds: defaultdict[str, float] = defaultdict(float)
    for cluster in found:
        for word, share in word_odds(cluster.lab).items():
            odds[word] += cluster.share * share
    (first, most), (_, second) = sorted(odds.items(), key=lambda one: -one[1])[:2]
    margin = np.log(most / second)
    sure = float(1 / (1 + np.exp(-BASE - BY_ODDS * margin - BY_SHARE * most)))
    rest = (1 - sure) / max(1 - most, 1e-9)
    others = ((word, min(sure, share * rest)) for word, share in odds.items() if word != first)
    return [(first, sure), *others]


def is_mixed(found: Sequence[Cluster]) -> bool:
    """Whether many colours are there and none of them dominates."""
    shares: defaultdict[str, float] = defaultdict(float)
    for cluster in found:
        shares[likeliest(cluster.lab)] += cluster.share
    clear = {word: share for word, share in shares.items() if share >= CLEARLY}
    hues = len(clear.keys() - QUIET)
    return len(clear) + (hues > 1) >= MANY and max(clear.values()) < DOMINANT


def by_shine(seen: Product) -> tuple[str, float] | None:
    """The word of glass or a metal; None for cloth, paint and all else."""
    if is_translucent(seen):
        return "clear", TRANSLUCENT
    if shows_ground(seen):
        return "clear", GROUND
    shiny = metal(lab(seen.image[seen.inside]))
    return (shiny.word, METAL) if shiny else None


def lessened(words: Judged, taken: float) -> Judged:
    """`words` with what is left of their confidence when `taken` goes to another."""
    return [(word, sure * (1 - taken)) for word, sure in words]
