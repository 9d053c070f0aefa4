"""The thin dark line where a product rests: what tells the eye that it does not float."""

import numpy as np

from imaging.ops.ground import F32, Area
from imaging.ops.shadow import blurred
from imaging.ops.stood import Stood

THICKNESS, DARKNESS = 0.010, 0.7  # units, and the share of light taken
RESTING = 0.045  # units of gap over which a column stops resting
ROWS = 0.2  # of the height, from below: nothing higher rests


def contact(stood: Stood) -> tuple[Area, F32] | None:
    """Share of all light taken along the base, (h, w) float32, in a canvas area; None out of frame.

    It follows the lower outline: a band of the product's own shape, moved down by its thickness.
    """
    thick = max(1.0, THICKNESS * stood.scale(0))
    rests = np.exp(-(stood.gap / np.float32(stood.scale(1)) + stood.lift) / np.float32(RESTING))
    rows = max(1, round(ROWS * stood.alpha.shape[0]))
    margin = int(np.ceil(3 * thick))
    band = np.pad(stood.alpha[-rows:] * rests, margin)
    dark = blurred(np.roll(band, round(thick / 2), axis=0).astype(np.float32), thick / 2)
    top = round(stood.corner[1]) + stood.alpha.shape[0] - rows - margin
    return within(np.float32(DARKNESS) * dark, (round(stood.corner[0]) - margin, top), stood.canvas)


def within(part: F32, corner: tuple[int, int], canvas: tuple[int, int]) -> tuple[Area, F32] | None:
    """The piece of `part` (h, w) whose first pixel lies at `corner` that is on the canvas."""
    (x, y), (height, width) = corner, part.shape[:2]
    x0, y0, x1, y1 = max(x, 0), max(y, 0), min(x + width, canvas[0]), min(y + height, canvas[1])
    if x1 <= x0 or y1 <= y0:
        return None
    return (slice(y0, y1), slice(x0, x1)), part[y0 - y : y1 - y, x0 - x : x1 - x]
