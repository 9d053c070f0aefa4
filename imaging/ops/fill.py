"""Filling holes in a picture with what its own surroundings look like.

Patches are found from coarse to fine on a small copy (imaging.ops.patchmatch); the photo's own
pixels are then copied from where they were found, and brought to the light at the hole's rim.
"""

from collections.abc import Callable, Iterator
from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.membrane import spread_inward
from imaging.ops.patchmatch import HALF, Field, Level, rows_at
from imaging.ops.tiles import Area, grown

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]
Mask = NDArray[np.bool_]
Tell = Callable[[float], None]

SMALL_SIDE = 320  # px of the copy that is searched: 60 MB of patches
AROUND = 1.2  # of a hole's longer side: how far around it is looked for patches
LEAST_AROUND = 48  # px
COARSEST = 5  # px: a hole this deep is filled at once
CLOSE = 0.02  # of the longer side: holes nearer to each other are filled as one
LIGHT = 14  # levels: more is no difference of light
FEATHER = 2  # px over which a filled hole runs into its surroundings
ROUNDS = (6, 4, 3)  # search and vote at the coarsest, the next and every further level


def filled(image: U8, hole: Mask, seed: int = 0, on_progress: Tell = lambda share: None) -> U8:
    """`image` with `hole` made of what is around it; a new array, the same outside the hole's rim.

    Args:
        image: (H, W, 3) uint8, RGB, sRGB.
        hole: (H, W) bool.
        seed: of the random search; the same gives the same pixels.
        on_progress: called with the share done, in [0, 1]; may raise to stop.

    A hole with nothing around it to take from gets the mean colour of what is left, or stays when
    nothing is left.
    """
    out = image.copy()
    parts = list(_parts(hole))
    for index, (area, inside) in enumerate(parts):
        around = _surroundings(area, hole.shape)
        own = np.zeros([side.stop - side.start for side in around], np.bool_)
        down, across = (of.start - within.start for of, within in zip(area, around, strict=True))
        own[down : down + inside.shape[0], across : across + inside.shape[1]] = inside
        tell = partial(_told, on_progress, index, len(parts))
        out[around] = _filled_part(out[around], own, hole[around] & ~own, seed, tell)
        tell(1)
    return out


def _told(on_progress: Tell, index: int, count: int, share: float) -> None:
    """`share` of part `index` is done."""
    on_progress((index + share) / count)


def _parts(hole: Mask) -> Iterator[tuple[Area, Mask]]:
    """Holes that lie apart: where each is, and its pixels there."""
    reach = max(1, round(CLOSE * max(hole.shape)))
    joined = cv2.dilate(hole.view(np.uint8), np.ones((reach, reach), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    for label, (x, y, width, height, _) in enumerate(stats.tolist()[1:], 1):
        area = (slice(y, y + height), slice(x, x + width))
        yield area, hole[area] & (labels[area] == label)


def _surroundings(area: Area, shape: tuple[int, ...]) -> Area:
    longer = max(side.stop - side.start for side in area)
    return grown(area, max(LEAST_AROUND, round(AROUND * longer)), shape)


def _filled_part(image: U8, hole: Mask, other: Mask, seed: int, tell: Tell) -> U8:
    """`image` with `hole` filled and nothing taken from `other`; a new array."""
    if (hole | other).all():
        return image
    scale = min(1.0, SMALL_SIDE / max(image.shape[:2]))
    size = tuple(max(1, round(side * scale)) for side in image.shape[1::-1])
    small, small_hole = _reduced(image, hole | other, size)
    field = _field_of(small, small_hole, np.random.default_rng(seed), tell)
    if field is None:
        guess = spread_inward(image.astype(np.float32), ~(hole | other))
        return np.where(hole[..., None], np.clip(np.rint(guess), 0, 255), image).astype(np.uint8)
    return _copied(image, hole, field, scale)


def _reduced(image: U8, hole: Mask, size: tuple[int, ...]) -> tuple[F32, Mask]:
    """A copy of `size` (width, height) made of known pixels only, and where it knows none."""
    known = (~hole).astype(np.float32)
    share = np.asarray(cv2.resize(known, size, interpolation=cv2.INTER_AREA), np.float32)
    light = cv2.resize(image * known[..., None], size, interpolation=cv2.INTER_AREA)
    small_hole = share < 0.999
    colours = np.asarray(light / np.maximum(share, 1e-3)[..., None], np.float32)
    return spread_inward(colours, ~small_hole) if small_hole.any() else colours, small_hole


def _field_of(image: F32, hole: Mask, rng: np.random.Generator, tell: Tell) -> Field | None:
    """Where the patches of `hole` come from, coarse to fine; None without anything to take from."""
    pyramid = [(image, hole)]
    while _depth(pyramid[-1][1]) > COARSEST and min(pyramid[-1][1].shape) > 8 * HALF:
        last, size = pyramid[-1], tuple((side + 1) // 2 for side in pyramid[-1][1].shape[::-1])
        pyramid.append(_reduced(np.asarray(last[0], np.float32), last[1], size))
    field, before = None, None
    for index, (colours, holes) in enumerate(reversed(pyramid)):
        level = Level(colours.copy(), holes, rng)
        if not level.can_fill:
            continue
        if field is not None and before is not None:
            _start_from(level, before)
        field = _settled(level, field, ROUNDS[min(index, len(ROUNDS) - 1)])
        before = level
        tell(4.0 ** (index + 1 - len(pyramid)))  # each level has four times the work of the last
    return field


def _start_from(level: Level, coarser: Level) -> None:
    """The hole of `level` as the coarser one filled it."""
    size = level.hole.shape[::-1]
    guess = cv2.resize(coarser.image, size, interpolation=cv2.INTER_LINEAR)
    level.image[level.hole] = guess[level.hole]


def _settled(level: Level, guess: Field | None, rounds: int) -> Field:
    field = level.first_field(guess)
    for _ in range(rounds):
        level.search(field, 1)
        level.vote(field)
        level.compare(field)
    level.search(field, 1)
    return field


def _depth(hole: Mask) -> float:
    return float(cv2.distanceTransform(hole.view(np.uint8), cv2.DIST_L2, 3).max())


def _copied(image: U8, hole: Mask, field: Field, scale: float) -> U8:
    """`image` with the pixels that `field`, found at `scale`, points to, at full resolution."""
    rim = cv2.dilate(hole.view(np.uint8), np.ones((2 * FEATHER + 3,) * 2, np.uint8)) > 0
    pixels = np.argwhere(rim)
    colours = _voted(image, pixels, field, scale)
    patch = np.zeros((*hole.shape, 3), np.float32)
    patch[rim] = colours
    # What the patch is off at the rim, carried smoothly inward: seams of light disappear. Where
    # it is far off there is an edge, whose colour must not run.
    apart = np.asarray(image - patch, np.float32)
    ring = rim & ~hole & (np.abs(apart).max(axis=2) <= LIGHT)
    off = spread_inward(apart, ring)
    near = cv2.blur(hole.astype(np.float32), (2 * FEATHER + 1,) * 2)
    share = np.where(hole, 1, near)[..., None] * rim[..., None]
    mixed = image + share * (patch + off - image)
    return np.asarray(np.clip(np.rint(mixed), 0, 255), np.uint8)


def _voted(image: U8, pixels: NDArray[np.integer], field: Field, scale: float) -> F32:
    """Colours (N, 3) for `pixels` (N, 2): what the patches about them hold."""
    total = np.zeros((len(pixels), 3), np.float32)
    weights = np.full(len(pixels), 1e-9, np.float32)
    middle = np.rint((pixels + 0.5) * scale - 0.5).astype(np.int32)
    last = np.array(image.shape[:2]) - 1
    for move in np.ndindex(3, 3):
        from_middle = np.array(move) - 1
        rows, inside = rows_at(field.row_of, middle + from_middle)
        moved = np.rint((field.sources[rows] - field.targets[rows]) / scale).astype(np.int32)
        there = np.clip(pixels + moved, 0, last)
        weight = inside * np.exp(np.float32(-1.5) * np.float32((from_middle**2).sum()))
        total += weight[:, None] * image[there[:, 0], there[:, 1]]
        weights += weight.astype(np.float32)
    return np.asarray(total / weights[:, None], np.float32)
