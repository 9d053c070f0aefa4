"""The grid that JPEG leaves: steps between its blocks of 8 px that the picture itself has not."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]

BLOCK = 8  # px
SEEN = 1.0  # level: the step that an eye just sees in a flat part
FLAT = 12  # levels: larger steps are edges of things
LEAST = 4 * BLOCK  # px a side, below which no grid can be told


def blockiness(parts: Sequence[U8]) -> float:
    """How much larger steps are on the grid than beside it, for each level of those and SEEN.

    parts: of one plane, (H, W) uint8, each beginning at the same place of the grid.
    Along both axes, wherever the grid lies (a crop moves it); the larger of the two. Texture hides
    blocks, so it counts against them. About 0.1 without compression, 0.8 at quality 75, 1.2 at 50,
    1.7 at 30, 2.2 at 15 (medians of photos).
    """
    return max(_along(parts), _along([part.T for part in parts]))


def _along(parts: Sequence[U8]) -> float:
    """The same for steps from column to column."""
    if parts[0].shape[1] < LEAST or parts[0].shape[0] < 2:
        return 0.0
    steps = np.mean([_steps_by_phase(part) for part in parts], axis=0)
    beside = np.median(steps)
    return float(max(0.0, steps.max() - beside) / (beside + SEEN))


def _steps_by_phase(plane: U8) -> NDArray[np.float64]:
    """The mean step inside flat parts for each of the BLOCK places in the grid, (8,).

    A step counts by how far it leaves the slope on its two sides, so that gradients do not.
    """
    whole = plane[:, : plane.shape[1] // BLOCK * BLOCK].astype(np.int16)
    first = np.diff(whole, axis=1, append=whole[:, -1:])
    slope = (np.roll(first, 1, 1) + np.roll(first, -1, 1)) / 2
    steps = np.abs(first - slope)
    steep = np.abs(first) > FLAT
    steps[steep | np.roll(steep, 1, 1) | np.roll(steep, -1, 1)] = np.nan
    steps[:, [0, -2, -1]] = np.nan  # these have no two sides
    by_phase = steps.reshape(len(steps), -1, BLOCK)
    return np.asarray(np.nan_to_num(_mean(by_phase)))


def _mean(steps: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean over all but the last axis, of what is a number; 0 where nothing is."""
    known = ~np.isnan(steps)
    total = np.where(known, steps, 0).sum(axis=(0, 1))
    return np.asarray(total / np.maximum(known.sum(axis=(0, 1)), 1))
