"""Plates without a renderer, seen by cameras whose numbers can be worked by hand."""

import math

import numpy as np

from imaging.scenery.plate import Light, Plate

GREY = (180, 170, 160)


def above(distance: float, unit_px: float, side: int):
    """3×4 of a camera `distance` straight above the origin; a unit is `unit_px` of `side` px.

    u = 1/2 + x · f / (d - y), v = 1/2 + z · f / (d - y), with f = d · unit_px / side.
    """
    f = distance * unit_px / side
    return ((f, -0.5, 0, distance / 2), (0, -0.5, f, distance / 2), (0, -1, 0, distance))


def before(distance: float, height: float, unit_px: float, size: tuple[int, int], foot: float):
    """3×4 of a level camera `distance` before the origin at `height`, the foot seen at v = `foot`.

    With w = d - z: u = 1/2 + f x / (W w), v = foot + (f / H)(height / w - height / d - y / w),
    f = d · unit_px, so that the ground point (x, 0, 0) lies unit_px · x beside the middle.
    """
    width, tall = size
    f = distance * unit_px
    middle = foot - f * height / (tall * distance)  # v of the horizon
    return (
        (f / width, 0, -0.5, 0.5 * distance),
        (0, -f / tall, -middle, middle * distance + f * height / tall),
        (0, 0, -1, distance),
    )


def light(
    towards=(-0.6, 0.8, 0.0), size: float = 0.01, fill: float = 0.0, colour=(1.0, 1.0, 1.0)
) -> Light:
    length = math.sqrt(sum(part * part for part in towards))
    return Light(tuple(part / length for part in towards), size, colour, fill)


def plate(side: int = 200, unit_px: float = 80, lit: Light | None = None, **changes) -> Plate:
    """A grey set with ground from the horizon down, (side, side), the foot at three quarters."""
    projection = before(6.0, 1.5, unit_px, (side, side), 0.75)
    rows = np.arange(side) + 0.5
    horizon = (0.75 - unit_px * 1.5 / side) * side
    surface = np.where(rows > horizon, 255, 0).astype(np.uint8)
    facts = {
        "image": np.full((side, side, 3), GREY, np.uint8),
        "surface": np.repeat(surface[:, None], side, axis=1),
        "projection": projection,
        "light": lit or light(),
        "reflectivity": 0.0,
        "roughness": 0.0,
        "camera": "standing",
        "engine": "drawn by hand",
        "quality": "full",
    }
    return Plate(**{**facts, **changes})


def flat_plate(side: int = 200, unit_px: float = 80, **changes) -> Plate:
    """The same seen from above, all of it ground."""
    ground = np.full((side, side), 255, np.uint8)
    return plate(
        side, camera="flat", projection=above(6.0, unit_px, side), surface=ground, **changes
    )
