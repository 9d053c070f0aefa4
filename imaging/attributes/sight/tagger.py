"""Who looks at a product: one Protocol, the studio's own small nets, or a large model."""

import os
from collections.abc import Mapping
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from imaging.attributes.model import Finding, Name

U8 = NDArray[np.uint8]


class Tagger(Protocol):
    """Tells category, pattern, material, sleeves and length of a product by its looks."""

    model: str

    def tag(self, image: U8, alpha: U8 | None) -> Mapping[Name, Finding]:
        """What is seen in `image` (H, W, 3) uint8 RGB sRGB, of the product where `alpha` (H, W)
        uint8 is above 127; of the whole photo if it is None or nothing of it is.

        A name is missing where it was not looked for: sleeves of trousers. Neither array is
        changed. Raises EngineError as tagger does.
        """
        ...


def tagger() -> Tagger:
    """The large model in folder STUDIO_TAGGER, else the small nets; loaded once per process.

    Raises EngineError: weights_missing, weights_changed, tagger_missing, tagger_unusable.
    """
    return tagger_of(os.environ.get("STUDIO_TAGGER", ""))


@lru_cache(maxsize=1)
def tagger_of(folder: str) -> Tagger:
    """As tagger, of a named `folder`; "" is the small one."""
    if folder:
        from imaging.attributes.sight.large import LargeTagger  # torch: only where it was asked for

        return LargeTagger.load(folder)
    from imaging.attributes.sight.small import SmallTagger

    return SmallTagger.load()
