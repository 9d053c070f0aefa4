"""The product's mirror image in a glossy ground."""

import math

import numpy as np

from imaging.ops.ground import F32, Area, grazing, warped
from imaging.ops.shadow import blurred
from imaging.ops.stood import Stood, slices

FACING = 0.04  # share of light that glass and lacquer mirror when seen from straight above
BLUR = 0.25  # units of blur for each unit of height in a fully rough surface
FADE = 1.5  # how fast a rough mirror image dies away with height, for each unit
LEAST = 1 / 255
BANDS = 4


def mirrored_share(cosine: float, reflectivity: float) -> float:
    """Share of light mirrored where the view meets the normal at `cosine` (Schlick 1994, eq. 15).

    reflectivity: the share at grazing view.
    """
    return reflectivity * (FACING + (1 - FACING) * (1 - cosine) ** 5)


def reflection(
    stood: Stood, light: F32, reflectivity: float, roughness: float
) -> tuple[Area, F32] | None:
    """The mirror image: (h, w, 4) float32, premultiplied linear RGB and share, in a canvas area.

    light: (h, w, 3) float32 linear RGB of the product at canvas scale. None where nothing shows.
    """
    share = mirrored_share(grazing(stood.matrix, stood.ground), reflectivity)
    if share < LEAST:
        return None
    to_canvas = stood.to_mirror()
    area = _area_of(stood, to_canvas)
    size = (area[1].stop - area[1].start, area[0].stop - area[0].start)
    if min(size) < 1:
        return None
    shift = np.array([[1, 0, -area[1].start], [0, 1, -area[0].start], [0, 0, 1]], float)
    colours = np.dstack([light, np.ones_like(stood.alpha)]) * stood.alpha[..., None]
    seen = _blurred_with_height(stood, colours, shift @ to_canvas, size, roughness)
    return area, np.float32(share) * seen


def _blurred_with_height(
    stood: Stood, colours: F32, homography: np.ndarray, size: tuple[int, int], roughness: float
) -> F32:
    """Mirrored rows, each the more blurred and the fainter the higher they are."""
    seen = np.zeros((size[1], size[0], 4), np.float32)
    bands = list(slices(stood.alpha.shape[0], stood.height, stood.lift, BANDS))
    for index, (weight, height) in enumerate(bands):
        faint = math.exp(-FADE * roughness * height)
        part = colours * (weight * np.float32(faint))[:, None, None]
        lower = bands[index + 1][1] if index + 1 < len(bands) else 0.0
        sigma = roughness * BLUR * stood.scale(0) * math.sqrt(max(height**2 - lower**2, 0))
        seen = blurred(seen + warped(part, homography, size), sigma)
    return seen


def _area_of(stood: Stood, homography: np.ndarray) -> Area:
    """The canvas area of the mirror image, with room for its blur."""
    height, width = stood.alpha.shape
    corners = np.array([[0, 0, 1], [width, 0, 1], [0, height, 1], [width, height, 1]], float)
    seen = corners @ homography.T
    spots = seen[:, :2] / seen[:, 2:]
    room = BLUR * stood.scale(0)
    low = np.clip(np.floor(spots.min(axis=0) - room), 0, stood.canvas).astype(int)
    high = np.clip(np.ceil(spots.max(axis=0) + room), 0, stood.canvas).astype(int)
    return slice(low[1], high[1]), slice(low[0], high[0])
