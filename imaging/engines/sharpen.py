"""Blur taken back, as much as there is, and no halo."""

from dataclasses import replace

from pydantic import Field

from imaging.engines.base import Context, Params, Work
from imaging.enhance.change import colour_change
from imaging.enhance.measure import measure
from imaging.enhance.plan import MOST_BLUR
from imaging.ops.curves import same
from imaging.ops.luma import luma, with_luma
from imaging.ops.sharpen import sharpened

LEAST_BLUR = 0.6  # px: that of a sharp photo, which still gains a little
DEBLUR = 1.4  # px of blur from where one round is not enough
ROUNDS = 3


class SharpenParams(Params):
    """blur_sigma_px: of the blur to take back; None: as measured. amount: 1 as much as it takes.

    strength: of it, 0 nothing.
    """

    blur_sigma_px: float | None = Field(default=None, ge=0.3, le=5)
    amount: float = Field(default=1, ge=0, le=2)
    strength: float = Field(default=1, ge=0, le=1)


class Sharpen:
    """Lightness alone: edges of colour would fringe."""

    def run(self, work: Work, params: SharpenParams, context: Context) -> Work:
        """`work` sharper. Facts: sharpen, the parameters that were used; colour_change."""
        sigma = params.blur_sigma_px or self.seen(work)
        context.progress(0.2)
        before = luma(work.image)
        rounds = ROUNDS if sigma >= DEBLUR else 1
        after = sharpened(before, sigma, params.amount * params.strength, rounds=rounds)
        image = with_luma(work.image, before, after)
        change = colour_change(work.image, image, same(), work.alpha)
        used = params.model_copy(update={"blur_sigma_px": round(sigma, 2)})
        done = replace(work, image=image)
        return done.with_facts(sharpen=used.model_dump(mode="json"), colour_change=change)

    def seen(self, work: Work) -> float:
        """The photo's blur in px, within what can be taken back."""
        blur = measure(work.image, work.alpha).blur
        return min(max(blur or LEAST_BLUR, LEAST_BLUR), MOST_BLUR)


def load() -> Sharpen:
    """The engine; it needs no weights."""
    return Sharpen()
