"""A look: every choice of a set made, so that a plate can be drawn, kept and found again."""

from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from imaging.brief.model import (
    Backdrop,
    Brightness,
    Camera,
    LightQuality,
    Position,
    Prop,
    PropAmount,
    Scale,
    SceneBrief,
    Side,
    Stage,
    Surface,
    Warmth,
)
from imaging.scenery.choosing import choose

Hex = Annotated[str, Field(pattern=r"^#[0-9A-F]{6}$")]
Quality = Literal["preview", "full"]
Box = tuple[float, float, float, float]  # left, top, right, bottom in shares of the picture
Projection = tuple[tuple[float, float, float, float], ...]
Corner = tuple[float, float, float]


class Look(BaseModel, frozen=True, extra="forbid"):
    """One set, fully decided: the same look is the same plate.

    backdrop_colours: near the floor first, then the far end of a gradient. surface_colour: tint of
    materials that come in colours (plaster, paper, linen, acrylic …); others keep their own.
    accents: for props and second stands. stage None: the product stands on the floor.
    azimuth and elevation: where the key light is, in degrees; azimuth 0 is from the camera,
    positive to the right, 180 from behind. camera_tilt: degrees the camera looks down.
    stand_round, stand_height and stand_width (in product sides): the podium and its kin.
    text_space: the side kept free of product and props.
    """

    surface: Surface
    stage: Stage | None
    backdrop: Backdrop
    backdrop_colours: tuple[Hex, Hex]
    surface_colour: Hex
    accents: tuple[Hex, ...]
    light_azimuth: float
    light_elevation: float
    light_quality: LightQuality
    warmth: Warmth
    brightness: Brightness
    props: tuple[Prop, ...]
    prop_amount: PropAmount
    camera: Camera
    camera_tilt: float
    stand_round: bool
    stand_height: float
    stand_width: float
    position: Position
    scale: Scale
    text_space: Side | None
    seed: int
    width: int = Field(ge=16, le=8192)
    height: int = Field(ge=16, le=8192)
    quality: Quality


def decide(brief: SceneBrief, *, seed: int, width: int, height: int, quality: Quality) -> Look:
    """The look for `brief`: the same for the same seed, visibly another for another.

    What the brief says stands; style, occasion, mood and the seed choose the rest. width, height:
    px of the picture. The same brief and seed at another size or quality is the same set.
    """
    return Look(**choose(brief, seed), width=width, height=height, quality=quality)


@dataclass(frozen=True)
class FlatArea:
    """A level rectangle x0…x1, z0…z1 at height y on which props may stand."""

    x0: float
    x1: float
    z0: float
    z1: float
    y: float


@dataclass(frozen=True)
class KeepOut:
    """Where props may and may not be.

    low, high: corners of the world box that belongs to the product. projection: as in Plate.
    product: the product's square as seen; nothing may be seen in front of it. text: the part of the
    picture left free for words, None where none is. ground: level areas, the stand's top first.
    solids: lowest and highest corners of the bodies of the set that props must not run into.
    """

    low: tuple[float, float, float]
    high: tuple[float, float, float]
    projection: Projection
    product: Box
    text: Box | None
    ground: tuple[FlatArea, ...]
    solids: tuple[tuple[Corner, Corner], ...] = ()

    def forbids(self, points: NDArray[np.float32]) -> bool:
        """Whether something that occupies the world `points` (N, 3) would be in the way.

        It is when a point lies in the product's box, covers the product's square from the front,
        or is seen where words will be.
        """
        inside = ((points >= self.low) & (points <= self.high)).all(axis=1)
        seen = np.c_[points, np.ones(len(points))] @ np.asarray(self.projection).T
        u, v, depth = seen[:, 0] / seen[:, 2], seen[:, 1] / seen[:, 2], seen[:, 2]
        before = depth < self._depth() - 1e-6
        over = _within(self.product, u, v) & before
        words = _within(self.text, u, v) if self.text else np.zeros(len(u), bool)
        return bool((inside | over | words).any())

    def _depth(self) -> float:
        """Distance from the camera to the middle of the product, along its view."""
        middle = (np.asarray(self.low) + np.asarray(self.high)) / 2
        return float(np.dot(self.projection[2], (*middle, 1.0)))


def _within(box: Box, u: NDArray[np.floating], v: NDArray[np.floating]) -> NDArray[np.bool_]:
    left, top, right, bottom = box
    inside: NDArray[np.bool_] = (u > left) & (u < right) & (v > top) & (v < bottom)
    return inside
