"""A plate's picture with a product's shadows and mirror image on it, and not yet the product."""

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.contact import contact
from imaging.ops.geometry import mask_beside_frame
from imaging.ops.ground import F32, Area
from imaging.ops.light import to_level, to_light
from imaging.ops.reflection import reflection
from imaging.ops.shadow import taken
from imaging.ops.stood import Lying, Stood
from imaging.ops.wall_shadow import wall_shadow
from imaging.scenery.plate import Light, Plate

U8 = NDArray[np.uint8]

GRAIN = 0.008  # of the shorter side: half the width of what does not interrupt a surface
EDGE = 0.03  # of the shorter side: shadows fade out this far inside the surface's end


def shaded(plate: Plate, stood: Stood | Lying, colours: U8, strength: float) -> U8:
    """`plate.image` as a new (H, W, 3) uint8, darkened and mirrored in where `stood` makes it so.

    colours: (h, w, 3) uint8 of the product at canvas scale, as `stood.alpha`. strength: 1 shadows
    as the plate's light makes them, 0 none.
    """
    image = plate.image.copy()
    ground = surface_share(plate.surface)
    _cast(image, plate, stood, ground * np.float32(strength))
    if isinstance(stood, Stood):
        _hung(image, plate, stood, (1 - ground) * np.float32(strength))
        _mirror(image, plate, stood, colours, ground)
        _touch(image, stood, ground * np.float32(strength))
    return image


def surface_share(surface: U8) -> F32:
    """How much of a shadow `surface` (H, W) uint8 takes: (H, W) float32, falling to 0 at its end.

    So a shadow that reaches beyond fades instead of being cut. The frame is no end, and neither is
    what stands on the surface: up to a prop the shadow is whole. Grains and pinholes are ground.
    """
    if surface.all():
        return np.ones(surface.shape, np.float32)
    grain = 2 * round(GRAIN * min(surface.shape)) + 1
    ground = cv2.morphologyEx(surface, cv2.MORPH_CLOSE, np.ones((grain, grain), np.uint8))
    outer = ~mask_beside_frame(ground <= 127)
    inside = cv2.distanceTransform(outer.astype(np.uint8), cv2.DIST_L2, 3)
    share = np.clip(inside / np.float32(max(1.0, EDGE * min(surface.shape))), 0, 1)
    return np.asarray(share * (ground / np.float32(255)), np.float32)


def _cast(image: U8, plate: Plate, stood: Stood | Lying, share: F32) -> None:
    found = taken(stood, plate.light.towards, plate.light.size)
    key = key_left(plate.light, found.key * share[found.area])
    _darken(image, found.area, key * (1 - (found.ambient * share[found.area])[..., None]))


def _hung(image: U8, plate: Plate, stood: Stood, share: F32) -> None:
    found = wall_shadow(stood, plate.light.towards, plate.light.size) if stood.lift else None
    if found:
        area, shadow = found
        _darken(image, area, key_left(plate.light, shadow * share[area]))


def _touch(image: U8, stood: Stood, share: F32) -> None:
    found = contact(stood)
    if found:
        area, dark = found
        _darken(image, area, (1 - dark * share[area])[..., None])


def _mirror(image: U8, plate: Plate, stood: Stood, colours: U8, ground: F32) -> None:
    found = reflection(stood, to_light(colours), plate.reflectivity, plate.roughness)
    if found:
        area, mirrored = found
        mirrored = mirrored * (ground[area] > 0)[..., None]
        light = to_light(image[area]) * (1 - mirrored[..., 3:]) + mirrored[..., :3]
        image[area] = to_level(light)


def key_left(light: Light, share: F32) -> F32:
    """Light left, (h, w, 3), where `share` (h, w) of the key is gone: its colour goes with it."""
    key = np.asarray(light.colour, np.float32) * np.float32(1 - light.fill)
    of_all = key / np.maximum(key + np.float32(light.fill), np.float32(1e-6))
    return 1 - share[..., None] * of_all


def _darken(image: U8, area: Area, left: F32) -> None:
    image[area] = to_level(to_light(image[area]) * left)
