"""Plates that ship with themes, one for each common shape, so that a fresh install answers at once.

plates/<theme>/<shape>.webp is the picture, <shape>.surface.webp where the stand's top is seen,
<shape>.json the rest. `manage.py themes_draw` makes them.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from imaging.scenery.plate import U8, Plate
from imaging.themes import thumbnail_path
from imaging.writing import write_whole

FOLDER = Path(__file__).parent / "plates"
SHAPES: Mapping[str, float] = {
    "1x1": 1.0,
    "4x5": 4 / 5,
    "3x4": 3 / 4,
    "9x16": 9 / 16,
    "16x9": 16 / 9,
}
SAME_SHAPE = 0.01  # of the ratio: what rounding to whole pixels may move
QUALITY = 84  # of the WebP picture; a plate is smooth
LOSSLESS = 101  # what OpenCV calls it
THUMBNAIL_SIDE = 320  # px


def shape_of(size: tuple[int, int]) -> str | None:
    """The shape that a picture of `size` (width, height) has, None where none ships."""
    ratio = size[0] / size[1]
    near = (key for key, known in SHAPES.items() if abs(ratio / known - 1) <= SAME_SHAPE)
    return next(near, None)


@lru_cache(maxsize=16)
def shipped(theme: str, shape: str) -> Plate | None:
    """The plate of `theme` for `shape` (a key of SHAPES), None where none was drawn."""
    from imaging.scenery.store import plate_of

    try:
        facts = json.loads((FOLDER / theme / f"{shape}.json").read_text("utf-8"))
    except FileNotFoundError:
        return None
    return plate_of(facts, *_pictures(theme, shape))


def ship(theme: str, shape: str, plate: Plate) -> None:
    """Write `plate` as what ships with `theme` for `shape`; the square one gives its thumbnail."""
    from imaging.scenery.store import facts_of

    image, surface = _pictures(theme, shape)
    _write(image, plate.image[..., ::-1], QUALITY)
    _write(surface, plate.surface, LOSSLESS)
    if shape == "1x1":
        side = (THUMBNAIL_SIDE, THUMBNAIL_SIDE)
        small = np.asarray(cv2.resize(plate.image, side, interpolation=cv2.INTER_AREA), np.uint8)
        _write(thumbnail_path(theme), small[..., ::-1], QUALITY)
    # Last: with it the plate is there.
    (image.parent / f"{shape}.json").write_text(json.dumps(facts_of(plate)), "utf-8")


def _pictures(theme: str, shape: str) -> tuple[Path, Path]:
    place = FOLDER / theme
    return place / f"{shape}.webp", place / f"{shape}.surface.webp"


def _write(path: Path, pixels: U8, quality: int) -> None:
    data = cv2.imencode(".webp", pixels, [cv2.IMWRITE_WEBP_QUALITY, quality])[1].tobytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data)
