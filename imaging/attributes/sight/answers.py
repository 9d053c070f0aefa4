"""Chances made into findings: what is said, how surely, and where nothing is said at all."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from imaging.attributes.model import Evidence, Finding, Name
from imaging.attributes.sight.heads import NOT_VISIBLE

F32 = NDArray[np.float32]

SOMETHING_ELSE = "something-else"
TOPS = frozenset(("dress", "longsleeve", "outwear", "shirt", "t-shirt"))
HEMS = frozenset(("dress", "pants", "shorts", "skirt"))  # what ends somewhere along the leg


class Opinion(NamedTuple):
    """What one head thinks. chances: (values,), they sum to 1. least: below it, not visible."""

    values: Sequence[str]
    chances: F32
    least: float = 0.0


def findings(
    opinions: Mapping[Name, Opinion], evidence: Evidence, model: str
) -> dict[Name, Finding]:
    """The answers to show; sleeves of trousers, or the cloth of a mug, were not looked for."""
    category = finding(opinions["category"], evidence, model)
    asked = set(looked_for(category.value))
    others = {
        name: finding(opinion, evidence, model)
        for name, opinion in opinions.items()
        if name in asked
    }
    return {"category": category, **others}


def looked_for(category: str | None) -> Iterator[Name]:
    """What further attributes a product of `category` can have."""
    if category in (None, SOMETHING_ELSE):
        return
    yield from ("pattern", "material")
    if category in TOPS:
        yield "sleeve"
    if category in HEMS:
        yield "length"


def finding(opinion: Opinion, evidence: Evidence, model: str) -> Finding:
    """The likeliest value; none where that is too unsure, as surely as the value would be wrong."""
    best = int(opinion.chances.argmax())
    chance = float(np.clip(opinion.chances[best], 0, 1))
    value: str | None = opinion.values[best]
    if value == NOT_VISIBLE:
        value = None
    elif chance < opinion.least:
        value, chance = None, 1 - chance
    return Finding(value=value, confidence=round(chance, 4), evidence=evidence, model=model)
