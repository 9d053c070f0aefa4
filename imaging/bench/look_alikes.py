"""Whether different products on white are told apart, and copies of one picture found again.

    python -m imaging.bench.look_alikes --data DIR [--photos 341]

Photos of clothing/validation become main images on white as a job makes them. Each is held against
each by hash alone and by hash and look; so is a copy of each after every attack. A few pieces were
photographed twice, so a pair left over may be right: its names are printed.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging import codec
from imaging.bench.measuring import clothing
from imaging.errors import EngineError
from imaging.pipeline import Run
from imaging.recipes import build
from imaging.screening.looks import ALIKE, look, looks_apart
from imaging.screening.phash import distance, phash

U8 = NDArray[np.uint8]
MOST_APART = 7  # as catalog.risk.hashes looks them up


class Print(NamedTuple):
    """A picture's name, hash and look."""

    name: str
    bits: str
    look: bytes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--photos", type=int, default=341)
    asked = parser.parse_args()
    pictures = dict(on_white(clothing(asked.data, asked.photos)))
    prints = {name: taken(name, picture) for name, picture in pictures.items()}
    print(f"{len(pictures)} main images, {len(pictures) * (len(pictures) - 1) // 2} pairs")
    told_apart([one for one in prints.values() if one])
    for attack, act in ATTACKS.items():
        found = [
            near(taken(name, act(picture)), prints[name]) for name, picture in pictures.items()
        ]
        by_hash, by_both = np.mean([(bits, bits and alike) for bits, alike in found], axis=0)
        print(f"{attack}: found by hash {by_hash:.2f}, by hash and look {by_both:.2f}")


def on_white(paths: list[Path]) -> Iterator[tuple[str, U8]]:
    """The main image of each photo in which a product is found, by the photo's name."""
    recipe = build("main-image", preset_key="taobao_white")
    for path in paths:
        try:
            made = Run(recipe).make({"photo": path.read_bytes()})
        except EngineError:
            continue
        yield path.name, codec.decode(made.outputs["picture"].data).image


def taken(name: str, picture: U8) -> Print | None:
    bits = phash(picture)
    return Print(name, bits, look(picture)) if bits else None


def near(one: Print | None, other: Print | None) -> tuple[bool, bool]:
    """Whether their hashes are near, and whether their looks are."""
    if one is None or other is None:
        return False, False
    is_near = distance(one.bits, other.bits) <= MOST_APART
    return is_near, looks_apart(one.look, other.look) <= ALIKE


def told_apart(prints: list[Print]) -> None:
    pairs = [(one, other, near(one, other)[1]) for one, other in combinations(prints, 2)
             if distance(one.bits, other.bits) <= MOST_APART]  # fmt: skip
    left = [(one.name, other.name) for one, other, alike in pairs if alike]
    mixed_up = {one.name for pair in pairs for one in pair[:2]}
    print(f"near by hash: {len(pairs)} pairs, {len(mixed_up) / len(prints):.3f} of the pictures")
    print(f"near by hash and look: {len(left)} pairs", *left, sep="\n  ")


def jpeg(picture: U8) -> U8:
    return codec.decode(codec.encode(picture, None, format="jpeg", quality=50).data).image


def half(picture: U8) -> U8:
    return cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)  # type: ignore[return-value]


def curved(power: float) -> Callable[[U8], U8]:
    """Lighter below a power of 1, darker above; white stays white."""
    return lambda picture: np.rint(255 * (picture / 255) ** power).astype(np.uint8)


def warmer(picture: U8) -> U8:
    return np.clip(picture * np.array([1.05, 1, 0.93]), 0, 255).astype(np.uint8)


def cut(share: float) -> Callable[[U8], U8]:
    """Without `share` of its sides at each edge."""

    def act(picture: U8) -> U8:
        down, across = (round(share * side) for side in picture.shape[:2])
        return np.ascontiguousarray(picture[down:-down, across:-across])

    return act


ATTACKS: Mapping[str, Callable[[U8], U8]] = {
    "JPEG 50": jpeg,
    "half the size": half,
    "darker": curved(1.3),
    "lighter": curved(0.8),
    "warmer": warmer,
    "2 % cut off each side": cut(0.02),
    "4 % cut off each side": cut(0.04),
}


if __name__ == "__main__":
    main()
