"""Undo what a phone did to a photo: noise, JPEG, a soft lens and, if asked, too little light.

A judge of a few numbers says how damaged and how dark the photo is; what is sound comes back as it
is. The rest is done by one small net at once (docs/restore-model-card.md), in tiles with a margin
as wide as it can see: no seam is possible, and memory does not grow with the photo.
"""

from dataclasses import replace
from functools import lru_cache
from math import exp, log
from typing import TYPE_CHECKING, Literal

import cv2
import numpy as np
from pydantic import Field

from imaging.engines.base import U8, Context, Params, Work
from imaging.errors import EngineError
from imaging.ops.tiles import Area, areas, grown, within
from imaging.weights import path_of

if TYPE_CHECKING:
    from imaging.restoration.net import Judgement, PhotoJudge, RestoringNet

Model = Literal["restore-plain", "restore-deformable"]
BEST: Model = "restore-plain"  # by imaging.bench.restoration
JUDGE = "restore-judge"
TILE = 1024  # px, a multiple of what the net halves; with margins about 430 MB of memory
# How likely too little light must be, for light added where none was missing costs more than it
# brings: by photos held out. It always leaves noise: what is dark but sound was meant to be.
SURE = 0.8
# Levels of harm, r.m.s., between which the net fades in: below, it would do more than it undoes.
HARMLESS, HARMED = 3.0, 4.5


class RestoreParams(Params):
    """How much of the net's result, how much lighter, and by which net.

    gain: what levels are multiplied by, 1 leaves a dark photo dark; None is what the judge finds.
    model: "auto" is the better one.
    """

    model: Literal["auto"] | Model = "auto"
    strength: float = Field(default=1.0, ge=0, le=1)
    gain: float | None = Field(default=None, ge=1, le=8)


class Restore:
    """Photo in, the same photo without the damage out."""

    def run(self, work: Work, params: RestoreParams, context: Context) -> Work:
        """`work` with its image restored, a new (H, W, 3), or as it is if sound; alpha is kept.

        Facts: restore = {model, harm: r.m.s. in levels, gain: factor of the levels, share of the
        net's result}. Raises EngineError: weights_missing, weights_changed, not_restored when the
        net gives no numbers.
        """
        judged = judge_of(JUDGE).judge(work.image)
        share = params.strength * needed(judged.harm)
        gain = lacking(judged) if params.gain is None else log(params.gain)
        facts = {"model": model_of(params), "harm": round(judged.harm, 2)}
        facts |= {"gain": round(exp(gain) if share else 1.0, 3), "share": round(share, 3)}
        work = work.with_facts(restore=facts)
        if not share:
            return work
        return replace(work, image=restored(work.image, model_of(params), gain, share, context))


def lacking(judged: "Judgement") -> float:
    """Natural log of the gain that a photo so `judged` is given."""
    return judged.gain if judged.dark >= SURE else 0.0


def needed(harm: float) -> float:
    """How much of the net's result a photo with `harm` is better for, in [0, 1]."""
    return float(np.clip((harm - HARMLESS) / (HARMED - HARMLESS), 0, 1))


def restored(image: U8, key: str, gain: float, share: float, context: Context) -> U8:
    """`share` of what net `key` makes of `image`, tile by tile. Raises as Restore.run."""
    net = net_of(key)
    out = np.empty_like(image)
    parts = list(areas(image.shape, TILE))
    for done, area in enumerate(parts):
        context.progress(done / len(parts))
        out[area] = mixed(image[area], part_restored(net, image, area, gain), share)
    return out


def part_restored(net: "RestoringNet", image: U8, area: Area, gain: float) -> U8:
    """What the net makes of `area` of `image`, with all around it that it can see.

    Raises EngineError("not_restored").
    """
    around = grown(area, net.reach, image.shape)
    levels = net.restored(image[around], gain)[within(area, around)]
    if not np.isfinite(levels).all():
        raise EngineError("not_restored")
    return np.asarray(np.rint(np.clip(levels, 0, 1) * 255), np.uint8)


def mixed(before: U8, after: U8, share: float) -> U8:
    """`share` of `after` over `before`."""
    if share == 1:
        return after
    return np.asarray(cv2.addWeighted(after, share, before, 1 - share, 0), np.uint8)


def model_of(params: RestoreParams) -> str:
    """The model that `params` ask for."""
    return BEST if params.model == "auto" else params.model


@lru_cache(maxsize=2)
def net_of(key: str) -> "RestoringNet":
    """The net of model `key`, loaded once per process."""
    from imaging.restoration.net import RestoringNet  # torch: only where a photo is restored

    return RestoringNet.load(path_of(key))


@lru_cache(maxsize=1)
def judge_of(key: str) -> "PhotoJudge":
    """The judge of model `key`, loaded once per process."""
    from imaging.restoration.net import PhotoJudge  # torch, as above

    return PhotoJudge.load(path_of(key))


def load() -> Restore:
    """The engine; weights load with the first photo."""
    return Restore()
