"""A plate: an empty set with its light, on which a product can be stood truthfully."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
Vector = tuple[float, float, float]


@dataclass(frozen=True)
class Light:
    """The key light as shadows need it.

    towards: unit vector from the product to the light, world axes. size: angular radius in
    radians (0.005 the sun, 0.1 a small softbox, 0.5 an overcast window); wider means softer.
    colour: linear RGB, mean 1. fill: share of light in [0, 1] that a full shadow still gets.
    """

    towards: Vector
    size: float
    colour: Vector
    fill: float


@dataclass(frozen=True)
class Plate:
    """A rendered set and what is needed to place a product on it.

    World axes: x right, y up, z towards the camera; the origin is the point on the stand's top
    surface (the plane y = 0) where the middle of the product's base goes. Unit: the side of the
    square that the product's front fits into, so a product is at most 1 wide and 1 high.

    image: (H, W, 3) uint8 RGB sRGB, no product in it.
    surface: (H, W) uint8, 255 where the stand's top surface (y = 0) is seen: shadows and
        reflections fall only there.
    projection: 3×4, world (x, y, z, 1) to homogeneous picture coordinates; after division u in
        [0, 1] from left to right, v in [0, 1] from top to bottom.
    reflectivity: share of light mirrored at grazing view in [0, 1]; 0 for a matt surface.
    roughness: 0 a mirror, 1 fully blurred.
    camera: "standing" (product upright, seen from the front) or "flat" (seen from above: the
        product lies on the surface).
    engine: what drew it, e.g. "mitsuba 3.9.1 llvm_ad_rgb"; quality: "preview" or "full".
    """

    image: U8
    surface: U8
    projection: tuple[tuple[float, float, float, float], ...]
    light: Light
    reflectivity: float
    roughness: float
    camera: str
    engine: str
    quality: str
