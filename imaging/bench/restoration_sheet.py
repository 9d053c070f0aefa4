"""One picture of damaged photos and of what is made of them, for the docs.

    python -m imaging.bench.restoration_sheet --data DIR --out docs/restoration.jpg

Photos at even steps through clothing/validation, not picked, as imaging.bench.restoration damages
them: damaged; by OpenCV, tuned there for that very damage; by the engine, told nothing; clean.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np

from imaging.bench import restoration as bench
from imaging.engines import restore
from imaging.engines.base import U8

COLUMNS = ("damaged", "OpenCV", "ours", "clean")
ROWS = (
    ("mixed", "mild"), ("mixed", "medium"), ("mixed", "strong"), ("low light", "1 stops"),
    ("low light", "3 stops"), ("mixed, lit", "medium"), ("mixed, lit", "strong"),
    ("noise", "10 levels"), ("noise", "30 levels"), ("JPEG", "quality 20"),
)  # fmt: skip
BLOCKS = 2  # damages stand in so many columns of rows
CELL, GAP, LINE = 200, 4, 20  # px; photos are not resized
BLACK, LETTER = (40, 40, 40), 0.42
QUALITY = 82


def sheet(data: Path) -> U8:
    """(H, W, 3) uint8 RGB: a titled row for each of ROWS, a column for each of COLUMNS."""
    photos = bench.photos_of(data, "validation", len(ROWS))
    tuned_on = bench.photos_of(data, "train", bench.TUNED_ON)
    rows = [row(photo, number, tuned_on) for number, photo in enumerate(photos)]
    height = -(-len(rows) // BLOCKS)
    blocks = (np.vstack(rows[at : at + height]) for at in range(0, len(rows), height))
    return np.asarray(np.hstack([np.vstack((line(*COLUMNS), block)) for block in blocks]))


def row(clean: U8, number: int, tuned_on: list[U8]) -> U8:
    """What ROWS[number] does to `clean`, what is made of that, and `clean`, under its name."""
    case, level = ROWS[number]
    damage = bench.CASES[case][level]
    tuning = bench.tuned_to(damage, tuned_on)
    bad = bench.worse(clean, damage, number)
    pictures = (bad, bench.by_opencv(bad, tuning), bench.by_net(bad, restore.BEST), clean)
    return np.vstack((line(f"{case} {level}"), np.hstack([cell(one) for one in pictures])))


def line(*words: str) -> U8:
    """White, as wide as a row, with `words` at its cells, the first ones first."""
    made = np.full((LINE, len(COLUMNS) * (CELL + GAP), 3), 255, np.uint8)
    for index, word in enumerate(words):
        at = (index * (CELL + GAP) + 2, LINE - 6)
        cv2.putText(made, word, at, cv2.FONT_HERSHEY_SIMPLEX, LETTER, BLACK, 1, cv2.LINE_AA)
    return made


def cell(photo: U8) -> U8:
    """The middle of `photo`, CELL px each way or what there is, with white around."""
    height, width = photo.shape[:2]
    top, left = max(height - CELL, 0) // 2, max(width - CELL, 0) // 2
    middle = photo[top : top + CELL, left : left + CELL]
    rest = [(0, CELL + GAP - side) for side in middle.shape[:2]]
    return np.pad(middle, (*rest, (0, 0)), constant_values=255)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    picture = sheet(asked.data)[..., ::-1]
    cv2.imwrite(str(asked.out), picture, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])


if __name__ == "__main__":
    main()
