"""Find the product: an alpha at the photo's own resolution, with an honest confidence."""

from dataclasses import replace
from functools import lru_cache
from typing import Literal

import numpy as np

from imaging.engines.base import Context, Params, Work
from imaging.errors import EngineError
from imaging.nets.saliency import OnnxSaliency, SaliencyNet
from imaging.ops.matting import alpha_refined, enlarged
from imaging.weights import installed, path_of


class CutoutParams(Params):
    """Which model finds the product, and whether edges are refined at full resolution."""

    model: Literal["auto", "u2netp", "u2net"] = "auto"
    edges: Literal["refined", "plain"] = "refined"


class Cutout:
    """Photo in, the same photo with alpha out."""

    def run(self, work: Work, params: CutoutParams, context: Context) -> Work:
        """Set `work.alpha` for `work.image`; the image itself is left as it is.

        Raises EngineError: no_product, weights_missing, weights_changed.
        """
        key = model_of(params)
        net = net_of(key)
        context.progress(0.1)
        saliency = net.predict(work.image)
        if saliency.max() < 0.5:
            raise EngineError("no_product")
        context.progress(0.7)
        if params.edges == "refined":
            alpha = alpha_refined(work.image, saliency)
        else:
            alpha = enlarged(saliency, work.image.shape[:2])
        facts = {
            "model": key,
            "backend": net.backend,
            "confidence": round(float(np.abs(saliency * 2 - 1).mean()), 3),
            "coverage": round(float(alpha.mean() / 255), 4),
            "warnings": [],
        }
        return replace(work, alpha=alpha).with_facts(cutout=facts)


def model_of(params: CutoutParams) -> str:
    """The model that `params` ask for; "auto" is the best one installed."""
    if params.model != "auto":
        return params.model
    return "u2net" if installed("u2net") else "u2netp"


@lru_cache(maxsize=2)
def net_of(key: str) -> SaliencyNet:
    """The net of `key`, loaded once per process."""
    return OnnxSaliency(path_of(key))


def load() -> Cutout:
    """The engine; weights load with the first photo."""
    return Cutout()
