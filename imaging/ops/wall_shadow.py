"""The soft shadow of something that hangs before a wall."""

import numpy as np

from imaging.ops.contact import within
from imaging.ops.ground import F32, Area
from imaging.ops.shadow import blurred
from imaging.ops.stood import Stood

AWAY = 0.09  # units between product and wall
SOFTEST, DENSITY = 0.35, 0.6  # radians at least, and share of key light: no wall is that near
MAX_SHIFT = 1.2  # units of shift for one of distance: a light from the side does not throw it away


def wall_shadow(
    stood: Stood, towards: tuple[float, float, float], size: float
) -> tuple[Area, F32] | None:
    """Share of key light taken from the wall behind, (h, w) float32, in a canvas area.

    towards, size: unit vector to the key light and its angular radius in radians.
    """
    x, y, z = towards
    ahead = max(z, 0.4)
    dx, dy = (float(np.clip(side / ahead, -MAX_SHIFT, MAX_SHIFT)) * AWAY for side in (-x, y))
    unit = stood.scale(0)
    sigma = unit * AWAY * min(max(size, SOFTEST), 0.6)
    margin = int(np.ceil(3 * sigma))
    shadow = blurred(np.pad(stood.alpha, margin), sigma)
    corner = stood.corner[0] + dx * unit - margin, stood.corner[1] + dy * unit - margin
    return within(np.float32(DENSITY) * shadow, (round(corner[0]), round(corner[1])), stood.canvas)
