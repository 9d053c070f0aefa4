"""The colours of a product, as a finding that a seller confirms."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imaging.attributes.colour.clusters import Cluster, clusters
from imaging.attributes.colour.judging import judged
from imaging.attributes.colour.names import METALS, Fine, likeliest, nearest
from imaging.attributes.colour.pixels import product
from imaging.attributes.model import Attribute, Evidence, Finding
from imaging.attributes.vocabulary import term

U8 = NDArray[np.uint8]

MODEL = "colours-1"
SECONDARY = 0.1  # of the product: smaller ones are prints and buttons
FOR_GOOGLE = 3  # colours that its feed takes


@dataclass(frozen=True)
class Named:
    """One colour of a product: its fine name, how it looks as "#rrggbb", its share in [0, 1]."""

    fine: Fine
    hex: str
    share: float

    def as_json(self) -> dict[str, Any]:
        """key: the word of the vocabulary "colour"; fine: the key of the fine name."""
        share = round(self.share, 3)
        return {"key": self.fine.word, "share": share, "hex": self.hex, "fine": self.fine.key}


def colours(image: U8, alpha: U8) -> Attribute:
    """Main and further colours of the product that `alpha` (H, W) shows in `image` (H, W, 3).

    Both uint8, sRGB, straight alpha. value: a key of the vocabulary "colour"; None where alpha
    shows nothing. details: colours, the largest share first, and google, what its feed takes.
    others: words that are likely too.
    """
    seen = product(image, alpha)
    if seen is None:
        return Attribute(value=None, confidence=0, model=MODEL)
    found = clusters(seen.image[seen.inside])
    words = judged(seen, found)
    named = list(named_colours(found, words[0][0]))
    evidence = Evidence(box=seen.box, hexes=tuple(one.hex for one in named))
    best, *others = (
        Finding(value=word, confidence=round(sure, 3), evidence=evidence, model=MODEL)
        for word, sure in words
    )
    details = {"colours": [one.as_json() for one in named], "google": google(words[0][0], named)}
    return Attribute(**best.model_dump() | {"details": details}, others=tuple(others))


def named_colours(found: Sequence[Cluster], value: str) -> list[Named]:
    """`found` with fine names, the largest share first, each name once.

    The largest is named as a metal where `value` is one: shine told that, not its colour.
    """
    by_name: dict[str, Named] = {}
    for cluster in found:
        is_metal = value in METALS and not by_name
        fine = nearest(cluster.lab, [value] if is_metal else [likeliest(cluster.lab)])
        known = by_name.get(fine.key, Named(fine, hex_of(cluster.levels), 0))
        by_name[fine.key] = replace(known, share=known.share + cluster.share)
    return sorted(by_name.values(), key=lambda one: -one.share)


def google(value: str, named: Sequence[Named]) -> str:
    """What Google's feed takes for `color`: at most three of its words, the main one first.

    Of many colours it wants the largest, not that they are many.
    """
    large = [one.fine.word for one in named if one.share >= SECONDARY]
    words = large if value == "multicolor" else ["clear"] if value == "clear" else [value, *large]
    known = [found.google for key in dict.fromkeys(words) if (found := term("colour", key))]
    return "/".join(known[:FOR_GOOGLE])


def hex_of(levels: U8) -> str:
    """Levels (3,) as "#rrggbb"."""
    return f"#{levels.tobytes().hex()}"
