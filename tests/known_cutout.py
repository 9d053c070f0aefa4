"""A cut-out without a net: it knows the bottle of tests.pictures and refuses flat pictures."""

from dataclasses import replace

import numpy as np

from imaging.engines.base import Context, Params, Spec, Work
from imaging.errors import EngineError
from imaging.labels import Label
from tests.pictures import bottle_mask

SPEC = Spec(
    label=Label(en="Finding the product", zh="识别商品"),
    module="tests.known_cutout",
    params="KnownParams",
    version="1",
    cacheable=True,
)


class KnownParams(Params):
    """Nothing to choose."""


class Known:
    def run(self, work: Work, params: KnownParams, context: Context) -> Work:
        context.progress(0.5)
        height, width = work.image.shape[:2]
        if np.ptp(work.image) < 10:
            raise EngineError("no_product")
        alpha = np.round(255 * bottle_mask(width, height)).astype(np.uint8)
        facts = {"confidence": 0.7, "warnings": ["low_contrast"]}
        return replace(work, alpha=alpha).with_facts(cutout=facts)


def load() -> Known:
    return Known()
