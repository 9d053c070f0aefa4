"""Pairs of damaged and clean crops of real photos, each drawn anew and each the same again."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.restoration.damage import any_damage, damaged, dimmed, gain_lost

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]

CROP = 128  # px
HELD_OUT = 16  # one file in so many is for early stopping
LEAST, MOST = 0.42, 0.6  # a photo is made smaller by: its own JPEG damage and noise go
ENLARGED = (
    0.25  # of examples are enlarged again: a 12 MP photo's pixels are softer than a small one's
)
AS_DARK = 0.3  # of dark examples keep their light: they teach to clean without making lighter
A_PHOTO = 2  # crops of one damaged photo, for damaging costs more than cutting


@dataclass(frozen=True)
class Examples:
    """A batch of N.

    damaged, clean: (N, CROP, CROP, 3) uint8. gain: (N,), natural log of what the levels of
    `damaged` are to be multiplied by, to be as light as `clean`.
    """

    damaged: U8
    clean: U8
    gain: F32


def photos_of(data: Path) -> tuple[list[Path], list[Path]]:
    """Files of `data`/clothing/train: to learn from, and those held out to know when to stop.

    A file is held out by its name, so that more files do not move others to the other side.
    """
    files = sorted(data.glob("clothing/train/*/*.jpg"))
    held = {file for file in files if crc32(file.name.encode()) % HELD_OUT == 0}
    return [file for file in files if file not in held], [f for f in files if f in held]


def shrunk(file: Path, scale: float) -> U8:
    """The photo in `file`, smaller by `scale`, (H, W, 3) RGB."""
    photo = np.asarray(cv2.imread(str(file), cv2.IMREAD_COLOR), np.uint8)[..., ::-1]
    size = tuple(max(round(side * scale), 1) for side in photo.shape[1::-1])
    return np.asarray(cv2.resize(photo, size, interpolation=cv2.INTER_AREA), np.uint8)


def drawn(files: Sequence[Path], count: int, key: tuple[int, ...]) -> Examples:
    """`count` examples of `files`; the same for the same `key`."""
    chance = np.random.default_rng(key)
    pairs = [pair for _ in range(-(-count // A_PHOTO)) for pair in of_one_photo(files, chance)]
    columns = zip(*pairs[:count], strict=True)
    return Examples(*(np.stack(column) for column in columns))


def of_one_photo(
    files: Sequence[Path], chance: np.random.Generator
) -> list[tuple[U8, U8, np.float32]]:
    """A_PHOTO crops of one of `files`, damaged as a whole."""
    photo = clean_photo(files[int(chance.integers(len(files)))], chance)
    damage = any_damage(chance)
    worse = damaged(photo, damage, chance)
    dark = dimmed(photo, damage)
    stays_dark = damage.stops > 0 and chance.random() < AS_DARK
    better, gain = (dark, 0.0) if stays_dark else (photo, gain_lost(photo, dark))
    cuts = [crop(worse.shape, chance) for _ in range(A_PHOTO)]
    return [(worse[cut], better[cut], np.float32(gain)) for cut in cuts]


def clean_photo(file: Path, chance: np.random.Generator) -> U8:
    """A photo without damage of its own, turned and mirrored as it comes."""
    photo = shrunk(file, float(chance.uniform(LEAST, MOST)))
    larger = chance.uniform(1.3, 2) if chance.random() < ENLARGED else 1.0
    larger = max(larger, CROP / min(photo.shape[:2]))
    if larger > 1:
        size = tuple(int(np.ceil(side * larger)) for side in photo.shape[1::-1])
        photo = np.asarray(cv2.resize(photo, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    photo = np.rot90(photo, int(chance.integers(4)))
    return np.ascontiguousarray(photo[:, ::-1] if chance.random() < 0.5 else photo)


def crop(shape: tuple[int, ...], chance: np.random.Generator) -> tuple[slice, slice]:
    """Where to cut CROP × CROP px out of `shape` (H, W, …)."""
    top, left = (int(chance.integers(side - CROP + 1)) for side in shape[:2])
    return slice(top, top + CROP), slice(left, left + CROP)
