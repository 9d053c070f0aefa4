"""Random patterns that repeat without a seam: the stuff of marble, wood and sand.

All are (S, S) float32. A pattern depends on its generator and not on S, only its detail does.
"""

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

F32 = NDArray[np.float32]


def smooth_noise(side: int, cells: tuple[int, int], rng: Generator) -> F32:
    """Soft blobs in about [-1, 1], `cells` of them down and across."""
    seeds = rng.uniform(-1, 1, cells).astype(np.float32)
    around = np.pad(seeds, 2, mode="wrap")
    places = ((np.arange(side) + 0.5) / side).astype(np.float32)
    rows, columns = places * cells[0] + np.float32(1.5), places * cells[1] + np.float32(1.5)
    # Two passes along one axis each: a remap of whole maps would cost far more memory.
    tall = _stretched(around, rows)
    wide: F32 = _stretched(np.ascontiguousarray(tall.T), columns).T
    return np.ascontiguousarray(wide)


def cloud(
    side: int, cells: tuple[int, int], rng: Generator, octaves: int = 5, gain: float = 0.5
) -> F32:
    """Fractal noise in about [-1, 1]: blobs, with ever smaller and weaker ones on top."""
    total, weight = np.zeros((side, side), np.float32), 0.0
    for octave in range(octaves):
        share = gain**octave
        finer = (cells[0] << octave, cells[1] << octave)
        total += share * smooth_noise(side, finer, rng)
        weight += share
    return total / np.float32(weight * 0.6)


def warped(pattern: F32, across: F32, down: F32) -> F32:
    """`pattern` with each point taken from elsewhere, offsets in shares of its side."""
    side = len(pattern)
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    where = x + across * side, y + down * side
    return np.asarray(
        cv2.remap(pattern, *where, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP), np.float32
    )


def cells(side: int, count: int, rng: Generator) -> tuple[F32, NDArray[np.int32]]:
    """A Voronoi pattern of count² cells: distance to the border in cell sizes, and cell numbers."""
    middles = (
        np.mgrid[0:count, 0:count].reshape(2, -1).T + rng.uniform(0, 1, (count**2, 2))
    ) / count
    shifts = np.mgrid[-1:2, -1:2].reshape(2, -1).T
    points = (middles[None] + shifts[:, None]).reshape(-1, 2)
    near = (points > -1.5 / count).all(1) & (points < 1 + 1.5 / count).all(1)
    from scipy.spatial import cKDTree  # a tenth of a second: only for those who need it

    at = (np.mgrid[0:side, 0:side].reshape(2, -1).T + 0.5) / side
    distance, number = cKDTree(points[near]).query(at, k=2, workers=-1)
    border = (distance[:, 1] - distance[:, 0]) * count
    owner = (np.flatnonzero(near)[number[:, 0]] % count**2).astype(np.int32)
    return border.astype(np.float32).reshape(side, side), owner.reshape(side, side)


def _stretched(rows: F32, places: F32) -> F32:
    """Rows of an array read at fractional places, with a smooth cubic between them."""
    start = np.floor(places).astype(int)
    t = (places - start)[:, None]
    weights = (
        (1 - t) ** 3 / 6,
        (3 * t**3 - 6 * t**2 + 4) / 6,
        (-3 * t**3 + 3 * t**2 + 3 * t + 1) / 6,
        t**3 / 6,
    )
    last = len(rows) - 1
    parts = [w * rows[np.clip(start - 1 + k, 0, last)] for k, w in enumerate(weights)]
    total: F32 = sum(parts[1:], parts[0])
    return total * np.float32(1.5)  # a cubic of this kind flattens peaks
