"""Tables of colours: from every point of a lattice in RGB to a colour.

A table is (n, n, n, 3) float32, sRGB in [0, 1], indexed by blue, green, red (red changes fastest,
as in a .cube file), and says what becomes of the colours that lie evenly from 0 to 1.
"""

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

MAX_SIZE = 65  # points a side; what Pillow's interpolation takes
ROWS = 1 << 22  # px looked at together, so that memory is bounded


def lattice(size: int) -> F32:
    """The table that changes nothing: (size, size, size, 3) float32."""
    steps = np.linspace(0, 1, size, dtype=np.float32)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    return np.stack([red, green, blue], axis=-1)


def mixed(table: F32, strength: float) -> F32:
    """`table` as far as `strength` says: 0 changes nothing, 1 is the table. A new table."""
    none = lattice(table.shape[0])
    return np.asarray(none + np.float32(strength) * (table - none), np.float32)


def looked_up(image: U8, table: F32) -> U8:
    """`image` (H, W, 3) uint8 with the colours of `table`, interpolated trilinearly; a new array.

    Raises ValueError for a table of less than 2 or more than MAX_SIZE points a side.
    """
    size = table.shape[0]
    if table.shape != (size, size, size, 3) or not 2 <= size <= MAX_SIZE:
        raise ValueError(f"no table: {table.shape}")
    lut = ImageFilter.Color3DLUT(size, np.clip(table, 0, 1).ravel().tolist())
    out = np.empty_like(image)
    rows = max(1, ROWS // image.shape[1])
    for top in range(0, image.shape[0], rows):
        part = Image.fromarray(np.ascontiguousarray(image[top : top + rows]))
        out[top : top + rows] = np.asarray(part.filter(lut))
    return out


def sampled(table: F32, points: F32) -> F32:
    """`table` between its points: (N, 3) float32 at `points` (N, 3) RGB in [0, 1], trilinearly."""
    size = table.shape[0]
    at = np.clip(points, 0, 1) * np.float32(size - 1)
    low = np.minimum(at.astype(np.intp), size - 2)
    share = at - low
    total = np.zeros_like(points)
    corner = partial(_corner, table, low, share)
    for blue, green, red in np.ndindex(2, 2, 2):
        total += corner((red, green, blue))
    return total


def _corner(table: F32, low: NDArray[np.intp], share: F32, corner: tuple[int, int, int]) -> F32:
    """What one of the eight corners about each point adds, (N, 3)."""
    red, green, blue = (low + np.array(corner)).T
    weights = np.where(np.array(corner, bool), share, 1 - share).prod(axis=1)
    return np.asarray(table[blue, green, red] * weights[:, None], np.float32)
