"""Light: exposure, a veil, contrast, shadows and highlights."""

from dataclasses import replace

from pydantic import Field

from imaging.engines.base import Context, Params, Work
from imaging.enhance.change import colour_change
from imaging.enhance.measure import measure
from imaging.enhance.plan import tone as planned
from imaging.ops import curves
from imaging.ops.curves import F32
from imaging.ops.local_light import lit


class ToneParams(Params):
    """exposure: stops. veil: the level that becomes black. contrast: of the middle, -1 to 1.

    shadows, highlights: how far they are opened and held back. strength: of it all, 0 nothing.
    With none of them said: what the photo's measures call for.
    """

    exposure: float = Field(default=0, ge=-3, le=3)
    veil: float = Field(default=0, ge=0, le=100)
    contrast: float = Field(default=0, ge=-1, le=1)
    shadows: float = Field(default=0, ge=0, le=1)
    highlights: float = Field(default=0, ge=0, le=1)
    strength: float = Field(default=1, ge=0, le=1)


class Tone:
    """One curve for all three channels, then light by places where that is asked for."""

    def run(self, work: Work, params: ToneParams, context: Context) -> Work:
        """`work` lit anew; itself where nothing is to be done.

        Facts: tone, the parameters that were used; colour_change against exposure alone.
        """
        params = self.found(work, params)
        image = curves.applied(work.image, self.curve(params))
        context.progress(0.3)
        image = self.by_places(replace(work, image=image), params).image
        neutral = curves.gained((2 ** (params.exposure * params.strength),) * 3)
        change = colour_change(work.image, image, neutral, work.alpha)
        done = replace(work, image=image)
        return done.with_facts(tone=params.model_dump(mode="json"), colour_change=change)

    def found(self, work: Work, params: ToneParams) -> ToneParams:
        """`params`, or where only a strength was said what the photo's measures call for."""
        if params.model_fields_set - {"strength"}:
            return params
        fix = planned(measure(work.image, work.alpha))
        return ToneParams(**(fix.params if fix else {}), strength=params.strength)

    def curve(self, params: ToneParams) -> F32:
        """Veil, exposure and contrast as one curve (256, 3)."""
        share = params.strength
        gain = 2 ** (share * params.exposure)
        lighter = curves.joined(curves.levelled(share * params.veil), curves.gained((gain,) * 3))
        return curves.joined(lighter, curves.contrasted(share * params.contrast))

    def by_places(self, work: Work, params: ToneParams) -> Work:
        """`work` with shadows and highlights; itself where neither is asked for."""
        shadows, highlights = params.strength * params.shadows, params.strength * params.highlights
        if not (shadows or highlights):
            return work
        return replace(work, image=lit(work.image, shadows, highlights))


def load() -> Tone:
    """The engine; it needs no weights."""
    return Tone()
