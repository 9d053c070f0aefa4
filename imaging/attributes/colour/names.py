"""What people call a colour: many fine names, each with the word that sales channels know."""

import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from imaging.labels import Label
from imaging.ops.delta_e import delta_e, lab
from imaging.ops.light import rgb

F32 = NDArray[np.float32]

FILE = Path(__file__).parents[1] / "vocabulary" / "colour_fine.toml"
METALS = frozenset({"gold", "silver", "bronze", "rose-gold"})
BLUR = 3.0  # ΔE00: how far from a name people still disagree about it
# ΔE00 by which people are slower, or below 0 quicker, to use a word: photos show neither the white
# nor the black of charts, what is dim is bluish, cream looks white, and grey is what is said when
# nothing else fits. From the labelled photos to build with.
SLOWER = {"gray": 2.5, "white": -1.0, "black": -1.0, "beige": -1.0, "navy": 1.0, "blue": 1.0}


class Fine(BaseModel, frozen=True, extra="forbid"):
    """A colour with a name. word: what colour.toml calls it; hex: how it looks, "#rrggbb"."""

    key: str
    word: str
    hex: str
    label: Label

    @property
    def lab(self) -> F32:
        """CIE L*a*b*, (3,)."""
        return lab(np.array(rgb(self.hex), np.uint8))


@cache
def fine_names() -> Mapping[str, Fine]:
    """All fine names by key, metals among them."""
    listed = tomllib.loads(FILE.read_text("utf-8"))["fine"]
    return MappingProxyType({item["key"]: Fine.model_validate(item) for item in listed})


def nearest(colour: F32, words: Collection[str]) -> Fine:
    """The fine name that looks most like `colour` (3,) in Lab, among those of `words`."""
    names, apart = _apart(colour)
    likely = [i for i, name in enumerate(names) if name.word in words]
    return names[min(likely, key=lambda i: apart[i])]


def likeliest(colour: F32) -> str:
    """The word that most people use for `colour` (3,) in Lab; never a metal's."""
    odds = word_odds(colour)
    return max(odds, key=lambda word: odds[word])


def word_odds(colour: F32) -> dict[str, float]:
    """How likely people are to use each word for `colour` (3,) in Lab; they sum to 1. No metals."""
    names, apart = _apart(colour)
    best: dict[str, float] = {}
    for name, distance in zip(names, apart.tolist(), strict=True):
        if name.word not in METALS:
            distance += SLOWER.get(name.word, 0)
            best[name.word] = min(distance, best.get(name.word, np.inf))
    least = min(best.values())
    weights = {word: float(np.exp((least - far) / BLUR)) for word, far in best.items()}
    whole = sum(weights.values())
    return {word: weight / whole for word, weight in weights.items()}


def _apart(colour: F32) -> tuple[list[Fine], F32]:
    """All names, and their ΔE00 from `colour`."""
    names = list(fine_names().values())
    return names, delta_e(np.broadcast_to(colour, (len(names), 3)), _anchors())


@cache
def _anchors() -> F32:
    """The fine names' colours in Lab, (N, 3)."""
    return np.stack([name.lab for name in fine_names().values()])
