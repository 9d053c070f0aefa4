"""The few colours that a thing is made of, its folds and shine not counted as further ones."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imaging.ops.delta_e import lab

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

MOST = 7  # colours to begin with
ROUNDS = 10
THINNED = 3000  # px that stand for all
LIGHTNESS = 0.6  # of its weight in Lab, while pixels are sorted: folds change lightness first
FOLD, MOST_LIT = 0.35, 1.8  # weight of lightness between clusters; times a shadow is lit at most
SAME = 14.0  # of the distance in `apart`: one colour
CRUMB = 0.02  # of the pixels: no colour of its own
DARK_LIT, BRIGHT_LIT = 0.4, 0.85  # quantiles of black and of white things that show them evenly lit


@dataclass(frozen=True)
class Cluster:
    """One colour: sRGB levels (3,) uint8, as Lab (3,), and its share of the pixels in [0, 1]."""

    levels: U8
    share: float

    @cached_property
    def lab(self) -> F32:
        """CIE L*a*b*."""
        return lab(self.levels)


def clusters(pixels: U8) -> list[Cluster]:
    """The colours of `pixels` (N, 3), sRGB, largest share first; the same for the same pixels.

    k-means from seeds far apart, then what looks alike but for its light is joined.
    """
    thin = pixels[:: max(1, len(pixels) // THINNED)]
    member = _assigned(lab(thin) * np.array([LIGHTNESS, 1, 1], np.float32))
    found = [
        Cluster(middle(thin[member == i]), float((member == i).mean())) for i in np.unique(member)
    ]
    return sorted(joined(found), key=lambda cluster: -cluster.share)


def middle(pixels: U8) -> U8:
    """The levels (3,) that `pixels` (N, 3) have without folds and shine.

    Folds take light from bright things, shine gives some to dark ones: of bright things the
    brighter part counts, of dark things the darker one.
    """
    median = float(np.median(pixels)) / 255
    return rounded(np.quantile(pixels, DARK_LIT + (BRIGHT_LIT - DARK_LIT) * median, axis=0))


def rounded(levels: NDArray[np.floating[Any]]) -> U8:
    """As uint8."""
    return np.rint(levels).astype(np.uint8)


def joined(found: list[Cluster]) -> list[Cluster]:
    """The nearest two made one until all are apart, crumbs left out."""
    groups = [[cluster] for cluster in found]
    while len(groups) > 1:
        pairs = [(i, j) for i in range(len(groups)) for j in range(i)]
        i, j = min(pairs, key=lambda pair: farthest(groups[pair[0]], groups[pair[1]]))
        if farthest(groups[i], groups[j]) > SAME:
            break
        groups[j] += groups.pop(i)
    whole = [as_one(group) for group in groups]
    kept = [cluster for cluster in whole if cluster.share >= CRUMB] or whole
    total = sum(cluster.share for cluster in kept)
    return [Cluster(cluster.levels, cluster.share / total) for cluster in kept]


def farthest(some: list[Cluster], others: list[Cluster]) -> float:
    """The most that two groups differ: grey between black and white does not make them one."""
    return max(apart(one, other) for one in some for other in others)


def apart(one: Cluster, other: Cluster) -> float:
    """How much two clusters differ other than by a fold's shadow, which darkens all channels.

    As CIE94 weighs chroma and hue, at the lightness of the lighter one.
    """
    light, dark = (one.lab, other.lab) if one.lab[0] > other.lab[0] else (other.lab, one.lab)
    lit = dark[1:] * min(light[0] / max(dark[0], 1), MOST_LIT)
    chroma, chroma2 = np.hypot(*light[1:]), np.hypot(*lit)
    by_hue = max(0.0, ((light[1:] - lit) ** 2).sum() - (chroma - chroma2) ** 2)
    mean = (chroma + chroma2) / 2
    parts = (
        FOLD * (light[0] - dark[0]),
        (chroma - chroma2) / (1 + 0.045 * mean),
        np.sqrt(by_hue) / (1 + 0.015 * mean),
    )
    return float(np.linalg.norm(parts))


def as_one(group: list[Cluster]) -> Cluster:
    """All of `group` in one, of their mean colour."""
    share = sum(cluster.share for cluster in group)
    mean = np.average([c.levels for c in group], axis=0, weights=[c.share for c in group])
    return Cluster(rounded(mean), share)


def _assigned(points: F32) -> NDArray[np.int64]:
    """Which of at most MOST clusters each of `points` (N, 3) is in, (N,)."""
    middles = _seeds(points)
    for _ in range(ROUNDS):
        member = _nearest(points, middles)
        middles = np.stack([points[member == i].mean(0) for i in np.unique(member)])
    return _nearest(points, middles)


def _seeds(points: F32) -> F32:
    """The middle of all, then whatever is farthest from those before."""
    seeds = [np.median(points, axis=0)]
    for _ in range(MOST - 1):
        far = np.min([((points - seed) ** 2).sum(1) for seed in seeds], axis=0)
        seeds.append(points[int(far.argmax())])
    return np.stack(seeds).astype(np.float32)


def _nearest(points: F32, middles: F32) -> NDArray[np.int64]:
    """Which of `middles` (K, 3) is nearest to each of `points`, without their own square."""
    return np.asarray(((middles**2).sum(1) - 2 * points @ middles.T).argmin(1))
