"""White balance: the colour of the light taken back, so that white things are white."""

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from imaging.engines.base import Context, Params, Work
from imaging.enhance.change import colour_change
from imaging.enhance.measure import measure
from imaging.ops import curves
from imaging.ops.curves import F32

Channel = Annotated[float, Field(ge=0.05, le=20)]
WARM, TINTED = 0.35, 0.2  # of log gain, at 1


class WhiteBalanceParams(Params):
    """light: linear RGB of what should be white; None: as measured, as far as that is sure.

    warmth: on top of it, -1 blue to 1 yellow; tint: -1 green to 1 pink. strength: 0 nothing.
    """

    light: tuple[Channel, Channel, Channel] | None = None
    warmth: float = Field(default=0, ge=-1, le=1)
    tint: float = Field(default=0, ge=-1, le=1)
    strength: float = Field(default=1, ge=0, le=1)


class WhiteBalance:
    """One gain a channel in linear light (von Kries), luminance of white kept."""

    def run(self, work: Work, params: WhiteBalanceParams, context: Context) -> Work:
        """`work` in white light.

        Facts: white-balance, the parameters that were used; colour_change, which is 0 but for
        warmth and tint: a neutral correction is what this is.
        """
        params = self.found(work, params)
        image = curves.applied(work.image, self.curve(params))
        neutral = self.curve(params.model_copy(update={"warmth": 0.0, "tint": 0.0}))
        change = colour_change(work.image, image, neutral, work.alpha)
        told = {"white-balance": params.model_dump(mode="json"), "colour_change": change}
        return replace(work, image=image).with_facts(**told)

    def found(self, work: Work, params: WhiteBalanceParams) -> WhiteBalanceParams:
        """`params` with the light as measured where none was said."""
        if params.light is not None:
            return params
        seen = measure(work.image, work.alpha)
        share = seen.skin_share * seen.sureness
        red, green, blue = (channel**share for channel in seen.light)
        return params.model_copy(update={"light": (red, green, blue)})

    def curve(self, params: WhiteBalanceParams) -> F32:
        """The three gains as a curve (256, 3)."""
        light = params.light or (1.0, 1.0, 1.0)
        wanted = (WARM * params.warmth, -TINTED * params.tint, -WARM * params.warmth)
        return curves.gained(curves.gains_against(light, wanted, params.strength))


def load() -> WhiteBalance:
    """The engine; it needs no weights."""
    return WhiteBalance()
