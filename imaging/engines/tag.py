"""What a product looks like: its colours, its category, and what else can be seen of it."""

from collections.abc import Mapping

import numpy as np

from imaging.attributes import Attribute, Finding, Name
from imaging.attributes.colour import colours
from imaging.attributes.sight import Tagger, tagger
from imaging.engines.base import U8, Context, Params, Work

LOOKED_FOR: tuple[Name, ...] = ("category", "colour", "pattern", "material")
NOBODY = "cutout"  # who says so where there is no product to look at
HALF = 127


class TagParams(Params):
    """There is nothing to choose: what looks is the operator's setting."""


class Tag:
    """Looks at the product and adds what it sees to the photo's attributes."""

    def __init__(self, sight: Tagger) -> None:
        self.sight = sight

    def run(self, work: Work, params: TagParams, context: Context) -> Work:
        """`work` with facts["attributes"] of what is looked for; no pixel changes.

        Where no product was found nothing is visible, and facts["tag"]["warnings"] says why.
        """
        has_product = work.alpha is not None and bool((work.alpha > HALF).any())
        seen = self.seen(work.image, work.alpha, context) if has_product else nothing()
        as_json = {name: one.model_dump(mode="json") for name, one in seen.items()}
        warnings = [] if has_product else ["no_product"]
        return work.with_facts(
            attributes={**work.facts.get("attributes", {}), **as_json},
            tag={"model": self.sight.model, "warnings": warnings},
        )

    def seen(self, image: U8, alpha: U8 | None, context: Context) -> Mapping[Name, Attribute]:
        """What the net sees, then the colours, which are measured."""
        found = self.sight.tag(image, alpha)
        context.progress(0.7)
        looks = {name: Attribute(**one.model_dump()) for name, one in found.items()}
        return {**looks, "colour": colours(image, np.asarray(alpha))}


def nothing() -> dict[Name, Attribute]:
    """Everything looked for and not visible."""
    unseen = Finding(value=None, confidence=1, model=NOBODY, details={"why": "no_product"})
    return {name: Attribute(**unseen.model_dump()) for name in LOOKED_FOR}


def load() -> Tag:
    """The engine. Raises EngineError: weights_missing, weights_changed, tagger_missing …"""
    return Tag(tagger())
