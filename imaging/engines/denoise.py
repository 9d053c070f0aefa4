"""Less noise, and fewer of JPEG's blocks, by non-local means: no net, nothing invented."""

from dataclasses import replace

from pydantic import Field

from imaging.engines.base import Context, Params, Work
from imaging.enhance.change import colour_change
from imaging.enhance.measure import measure
from imaging.enhance.plan import noise_of
from imaging.ops.curves import same
from imaging.ops.denoise import denoised


class DenoiseParams(Params):
    """sigma, chroma_sigma: of the noise in lightness and colour, in levels; None: as measured.

    strength: how much of it goes, 0 nothing.
    """

    sigma: float | None = Field(default=None, ge=0, le=100)
    chroma_sigma: float | None = Field(default=None, ge=0, le=100)
    strength: float = Field(default=1, ge=0, le=1)


class Denoise:
    """Smooths by as much noise as there is."""

    def run(self, work: Work, params: DenoiseParams, context: Context) -> Work:
        """`work` with less noise; itself where none is measured.

        Facts: denoise, the parameters that were used; colour_change.
        """
        params = self.found(work, params)
        sigma, chroma = ((s or 0) * params.strength for s in (params.sigma, params.chroma_sigma))
        image = work.image
        if sigma or chroma:
            image = denoised(work.image, sigma, chroma, context.progress)
        change = colour_change(work.image, image, same(), work.alpha)
        done = replace(work, image=image)
        return done.with_facts(denoise=params.model_dump(mode="json"), colour_change=change)

    def found(self, work: Work, params: DenoiseParams) -> DenoiseParams:
        """`params` with what was not said as measured."""
        if params.sigma is not None and params.chroma_sigma is not None:
            return params
        measured = noise_of(measure(work.image, work.alpha))
        said = params.model_dump(exclude_none=True)
        return DenoiseParams.model_validate({**measured, **said})


def load() -> Denoise:
    """The engine; it needs no weights."""
    return Denoise()
