"""Stands the product in a set drawn from a brief: finds the plate or has it drawn, then places."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from pydantic import Field

from imaging.brief import SceneBrief
from imaging.engines.base import Context, Params, Work
from imaging.engines.staging import Spot, Staging, cut_of, facts_of, staged
from imaging.ops.standing import Kind
from imaging.scenery.plate import Plate

MIN_SIDE, MAX_SIDE = 64, 4096  # px
Source = Literal["kept", "shipped", "drawn"]


class SceneParams(Params):
    """The set, and how the product stands in it.

    brief: what was asked for; None is the theme's own. quality: "best" is the finest plate there
    is without waiting: full where one is kept, else one that ships with the theme, else a preview.
    kind: how the product is put up, None as its outline tells. shadow: 1 as the light makes it.
    match_light: change the product's colours to the set's light; its pixels are then not locked.
    """

    brief: SceneBrief | None = None
    theme: str | None = None
    seed: int = Field(default=1, ge=0, lt=2**31)
    width: int = Field(default=1024, ge=MIN_SIDE, le=MAX_SIDE)
    height: int = Field(default=1024, ge=MIN_SIDE, le=MAX_SIDE)
    quality: Literal["preview", "full", "best"] = "best"
    spot: Spot = Spot()
    kind: Kind | None = None
    shadow: float = Field(default=1, ge=0, le=1.5)
    match_light: bool = False


@dataclass(frozen=True)
class Found:
    """A plate, and where it came from."""

    plate: Plate
    source: Source


class Plates(Protocol):
    """Where plates come from."""

    def find(self, params: SceneParams, on_progress: Callable[[float], None]) -> Found:
        """The plate that `params` ask for, drawn and kept where there is none yet."""
        ...


class Scene:
    """Cut-out in, picture in a set out."""

    def __init__(self, plates: Plates) -> None:
        self.plates = plates

    def run(self, work: Work, params: SceneParams, context: Context) -> Work:
        """The product of `work` on its plate, (height, width, 3), alpha as the product's mask.

        Facts: scene = {theme, seed, plate_quality, plate_engine, plate_source, kind, box,
        relit},
        place as the engine `place` tells it. Raises EngineError: no_product, unknown_theme, and
        what drawing a plate raises.
        """
        cut = cut_of(work, params.kind)  # first: without a product no plate need be drawn
        found = self.plates.find(params, lambda share: context.progress(0.9 * share))
        how = Staging(
            spot=params.spot,
            shadow=0 if "shadow" in unwanted(params) else params.shadow,
            match_light=params.match_light,
        )
        mirrors = 0.0 if "reflection" in unwanted(params) else found.plate.reflectivity
        done = staged(work, cut, replace(found.plate, reflectivity=mirrors), how)
        scene = {
            "theme": params.theme,
            "seed": params.seed,
            "plate_quality": found.plate.quality,
            "plate_engine": found.plate.engine,
            "plate_source": found.source,
            **facts_of(cut, done, how),
        }
        return done.with_facts(scene=scene)


def unwanted(params: SceneParams) -> tuple[str, ...]:
    """What the brief says it does not want."""
    return params.brief.without if params.brief else ()


def load() -> Scene:
    """The engine; plates are drawn when none is kept."""
    from imaging.engines.plates import studio_plates  # imports this module

    return Scene(studio_plates())
