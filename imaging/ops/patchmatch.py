"""Where else in a small picture each patch that touches a hole looks the same.

Barnes, Shechtman, Finkelstein and Goldman, "PatchMatch" (2009): a random field of sources gets
better by what neighbours found (section 3.2, propagation) and by tries ever nearer to the best
(random search). All patches try at once here, so that numpy does the work.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
I32 = NDArray[np.int32]
Mask = NDArray[np.bool_]

HALF = 3  # px: patches of 7 × 7, the size of Wexler, Shechtman and Irani (2007)
PATCH = 2 * HALF + 1
SQUARE = np.ones((PATCH, PATCH), np.uint8)
STEPS = (1, 4)  # px to the neighbours that are asked what they found
CHEBYSHEV = cv2.DIST_C


@dataclass
class Field:
    """For every patch that touches the hole, the most similar patch that does not.

    targets, sources: (N, 2) int32 middles (y, x). cost: (N,) float32, mean squared difference.
    row_of: (h, w) int32, the row of a target, -1 elsewhere.
    """

    targets: I32
    sources: I32
    cost: F32
    row_of: I32


class Level:
    """One size of the picture. image: (h, w, 3) float32, filled in place; hole: (h, w) bool."""

    def __init__(self, image: F32, hole: Mask, rng: np.random.Generator) -> None:
        self.image, self.hole, self.rng = image, hole, rng
        near = cv2.dilate(hole.view(np.uint8), SQUARE) > 0
        self.is_source = ~near
        self.targets = np.argwhere(near).astype(np.int32)
        self.row_of = np.full(hole.shape, -1, np.int32)
        self.row_of[near] = np.arange(len(self.targets))
        self.known = patches(image)  # those of sources never change
        # How sure a patch is: it tells more at the rim of the hole than deep inside.
        depth = cv2.distanceTransform(near.view(np.uint8), CHEBYSHEV, 3)
        self.trust = np.power(np.float32(1.3), -depth[near])

    @property
    def can_fill(self) -> bool:
        """Whether there is any patch to take from."""
        return bool(self.is_source.any())

    def first_field(self, guess: Field | None) -> Field:
        """Sources at random, or as a field of half this size found them."""
        count = len(self.targets)
        free = np.argwhere(self.is_source).astype(np.int32)
        sources = free[self.rng.integers(0, len(free), count)]
        field = Field(self.targets, sources, np.full(count, np.inf, np.float32), self.row_of)
        self.compare(field)
        if guess is not None:
            self.attempt(field, self._enlarged(guess))
        return field

    def compare(self, field: Field) -> None:
        """Costs of the sources that `field` has, after the image changed."""
        self.wanted = target_patches(self.image, self.targets)
        field.cost[:] = self._costs(np.arange(len(self.targets)), field.sources)

    def search(self, field: Field, rounds: int) -> None:
        """Better sources for `field`, in place."""
        for _ in range(rounds):
            for step in STEPS:
                for move in ((0, step), (0, -step), (step, 0), (-step, 0)):
                    self.attempt(field, self._from_neighbour(field, move))
            reach = max(self.hole.shape) // 2
            while reach:
                tried = self.rng.integers(-reach, reach + 1, field.sources.shape, np.int32)
                self.attempt(field, field.sources + tried)
                reach //= 2

    def attempt(self, field: Field, sources: I32) -> None:
        """Take of `sources` (N, 2) those that are allowed and better."""
        inside = ((sources >= 0) & (sources < self.hole.shape)).all(axis=1)
        rows = np.flatnonzero(inside)
        rows = rows[self.is_source[sources[rows, 0], sources[rows, 1]]]
        costs = self._costs(rows, sources[rows])
        better = costs < field.cost[rows]
        field.cost[rows[better]] = costs[better]
        field.sources[rows[better]] = sources[rows[better]]

    def vote(self, field: Field) -> None:
        """Fill the hole with the weighted mean of what all patches over a pixel hold there.

        Wexler, Shechtman and Irani, "Space-time completion of video" (2007), eq. 5 and 6.
        """
        pixels = np.argwhere(self.hole)
        total = np.zeros((len(pixels), 3), np.float32)
        weights = np.full(len(pixels), 1e-12, np.float32)
        spread = 2 * max(float(np.percentile(field.cost, 75)), 1e-6)
        share = self.trust * np.exp(-field.cost / np.float32(spread))
        for dy, dx in np.ndindex(PATCH, PATCH):
            move = np.array((dy - HALF, dx - HALF))
            middles = pixels - move
            rows, inside = rows_at(self.row_of, middles)
            there = np.clip(field.sources[rows] + move, 0, np.array(self.hole.shape) - 1)
            weight = share[rows] * inside
            total += weight[:, None] * self.image[there[:, 0], there[:, 1]]
            weights += weight
        self.image[self.hole] = total / weights[:, None]

    def _costs(self, rows: NDArray[np.intp], sources: I32) -> F32:
        apart = self.wanted[rows] - self.known[sources[:, 0] * self.hole.shape[1] + sources[:, 1]]
        return np.asarray(np.einsum("np,np->n", apart, apart) / apart.shape[1], np.float32)

    def _from_neighbour(self, field: Field, move: tuple[int, int]) -> I32:
        rows, inside = rows_at(self.row_of, self.targets + np.array(move, np.int32))
        found = field.sources[rows] - np.array(move, np.int32)
        return np.where(inside[:, None], found, -1).astype(np.int32)

    def _enlarged(self, guess: Field) -> I32:
        half = np.minimum(self.targets // 2, np.array(guess.row_of.shape, np.int32) - 1)
        rows, inside = rows_at(guess.row_of, half)
        found = 2 * guess.sources[rows] + self.targets - 2 * half
        return np.where(inside[:, None], found, -1).astype(np.int32)


def rows_at(row_of: I32, points: NDArray[np.integer]) -> tuple[I32, Mask]:
    """Rows of the field at `points` (N, 2), and whether there are any; 0 where not."""
    inside = ((points >= 0) & (points < row_of.shape)).all(axis=1)
    at = np.clip(points, 0, np.array(row_of.shape) - 1)
    rows = np.where(inside, row_of[at[:, 0], at[:, 1]], -1)
    return np.maximum(rows, 0).astype(np.int32), np.asarray(rows >= 0)


def patches(image: F32) -> F32:
    """The patch about every pixel of `image` (h, w, 3): (h · w, PATCH² · 3)."""
    height, width = image.shape[:2]
    return np.ascontiguousarray(_windows(image)).reshape(height * width, -1)


def target_patches(image: F32, middles: I32) -> F32:
    """The patches about `middles` (N, 2): (N, PATCH² · 3)."""
    found = _windows(image)[middles[:, 0], middles[:, 1]]
    return np.asarray(found.reshape(len(middles), -1), np.float32)


def _windows(image: F32) -> F32:
    """(h, w, PATCH, PATCH, 3), a view; beyond the frame the picture is mirrored."""
    framed: F32 = np.asarray(
        cv2.copyMakeBorder(image, HALF, HALF, HALF, HALF, cv2.BORDER_REFLECT), np.float32
    )
    seen = np.lib.stride_tricks.sliding_window_view(framed, (PATCH, PATCH), axis=(0, 1))
    return np.asarray(seen.transpose(0, 1, 3, 4, 2), np.float32)
