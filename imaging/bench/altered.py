"""Finished pictures changed as a careless or dishonest seller, or a generator, changes them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.bench.finished import WORDS, Finished, label_of
from imaging.bench.laid_over import (
    PRICES,
    SLOGANS,
    coded,
    framed,
    lettered,
    marked,
    peopled,
)
from imaging.ops.geometry import mask_to_box, size_of
from imaging.screening.model import Check
from imaging.screening.pair import F64, Pair, pair

U8 = NDArray[np.uint8]
Rng = np.random.Generator
BRANDS = ("NIKE", "Gucci", "adidas", "耐克", "Louis Vuitton", "华为", "LEGO", "优衣库")


@dataclass(frozen=True)
class Alteration:
    """One way of changing a picture, and the checks of which at least one should find it."""

    act: Callable[[Finished, Pair, Rng], U8 | None]
    found_by: tuple[Check, ...]
    only_main: bool = False


def laid(made: Finished) -> Pair:
    """The photo on the picture, as it was placed."""
    geometry = made.facts.get("geometry")
    matrix = np.reshape(geometry["matrix"], (3, 3)) if geometry else np.eye(3)
    found = pair(made.photo, made.mask, made.picture, np.asarray(matrix, np.float64))
    assert found is not None
    return found


def recoloured(made: Finished, on: Pair, rng: Rng) -> U8:
    """The whole product in another colour."""
    return _blended(made.picture, _turned(made.picture, rng), on.product)


def part_recoloured(made: Finished, on: Pair, rng: Rng) -> U8:
    """A patch of the product in another colour."""
    return _blended(made.picture, _turned(made.picture, rng), _patch(on, rng, 0.35))


def repainted(made: Finished, on: Pair, rng: Rng) -> U8:
    """A patch of the product replaced by what stands elsewhere, as generators fill."""
    height, width = _box(on)[2:][::-1]
    moved = np.roll(made.picture, (round(0.23 * height), round(0.31 * width)), (0, 1))
    other = np.ascontiguousarray(moved[:, ::-1]) if rng.random() < 0.5 else moved
    return _blended(made.picture, other, _patch(on, rng, 0.3))


def smudged(made: Finished, on: Pair, rng: Rng) -> U8:
    """A patch of the product blurred: detail gone."""
    soft = cv2.GaussianBlur(made.picture, (0, 0), 0.02 * _size(on))
    return _blended(made.picture, np.asarray(soft, np.uint8), _patch(on, rng, 0.4))


def reworded(made: Finished, on: Pair, rng: Rng) -> U8 | None:
    """The printed label says something else, in the same face and colours."""
    if made.label is None:
        return None
    (x, y, width, height), word = made.label
    other = WORDS[(WORDS.index(word) + 1 + int(rng.integers(len(WORDS) - 1))) % len(WORDS)]
    photo = made.photo.copy()
    photo[y : y + height, x : x + width] = label_of(other, width, _label_seed(made))
    return _label_laid(made, on, photo)


def wiped(made: Finished, on: Pair, rng: Rng) -> U8 | None:
    """The label's words are painted over in the paper's colour."""
    if made.label is None:
        return None
    (x, y, width, height), _ = made.label
    photo = made.photo.copy()
    photo[y : y + height, x : x + width] = photo[y + 1, x + 1]
    return _label_laid(made, on, photo)


def branded(made: Finished, on: Pair, rng: Rng) -> U8 | None:
    """The label says a well-known brand's name."""
    if made.label is None:
        return None
    (x, y, width, height), _ = made.label
    name = BRANDS[int(rng.integers(len(BRANDS)))]
    photo = made.photo.copy()
    photo[y : y + height, x : x + width] = label_of(name, width, _label_seed(made))
    return _label_laid(made, on, photo)


def grown(made: Finished, on: Pair, rng: Rng) -> U8:
    """Part of the product goes on beyond its outline: a longer hem, a second heel."""
    size = _size(on)
    angle, far = rng.uniform(0, 2 * np.pi), rng.uniform(0.10, 0.22) * size
    step = np.array([[1, 0, far * np.cos(angle)], [0, 1, far * np.sin(angle)]], np.float32)
    size_px = size_of(made.picture)
    moved = cv2.warpAffine(made.picture, step, size_px, borderMode=cv2.BORDER_REPLICATE)
    where = cv2.warpAffine(on.product.astype(np.uint8), step, size_px) > 0
    rows, columns = np.indices(on.product.shape)
    x, y, width, height = _box(on)
    across = (columns - x - width / 2) * -np.sin(angle) + (rows - y - height / 2) * np.cos(angle)
    shift = rng.uniform(-0.2, 0.2) * size
    band = np.abs(across - shift) < rng.uniform(0.12, 0.3) * size
    return _blended(made.picture, np.asarray(moved, np.uint8), where & band & ~on.product)


def handled(made: Finished, on: Pair, rng: Rng) -> U8:
    """A handle in the product's own colour, that the product does not have."""
    x, y, width, height = _box(on)
    middle = (int(x + width * rng.uniform(0.3, 0.7)), y + round(0.04 * height))
    axes = (max(6, round(0.14 * width)), max(6, round(0.12 * height)))
    rim = on.inside & (np.indices(on.inside.shape)[0] < y + 0.3 * height)
    colour = np.median(made.picture[rim if rim.any() else on.product], axis=0)
    out = made.picture.copy()
    thick = max(4, round(0.05 * _size(on)))
    cv2.ellipse(out, middle, axes, 0, 180, 360, colour.tolist(), thick, cv2.LINE_AA)
    return _blended(made.picture, out, ~on.product)


def alterations(people: Sequence[U8]) -> dict[str, Alteration]:
    """Every way, by name; a person is added only where there are `people`."""
    known = {
        "product recoloured": Alteration(recoloured, ("colour", "product")),
        "part recoloured": Alteration(part_recoloured, ("product",)),
        "part repainted": Alteration(repainted, ("product",)),
        "part smudged": Alteration(smudged, ("product",)),
        "label reworded": Alteration(reworded, ("lettering",)),
        "label wiped": Alteration(wiped, ("lettering",)),
        "brand printed": Alteration(branded, ("brand",)),
        "silhouette grown": Alteration(grown, ("silhouette",)),
        "handle added": Alteration(handled, ("silhouette",)),
        "words added": Alteration(lettered(SLOGANS), ("text",), only_main=True),
        "price added": Alteration(lettered(PRICES), ("price",), only_main=True),
        "watermark added": Alteration(marked, ("watermark",), only_main=True),
        "QR code added": Alteration(coded, ("code",), only_main=True),
        "border added": Alteration(framed, ("border",), only_main=True),
    }
    if people:
        known["person added"] = Alteration(peopled(people), ("face",))
    return known


def _blended(image: U8, other: U8, where: NDArray[np.bool_]) -> U8:
    """`other` where `where` (H, W), with a soft edge."""
    share = cv2.GaussianBlur(where.astype(np.float32), (0, 0), 1.0)[..., None]
    return np.asarray(np.rint(image * (1 - share) + other * share), np.uint8)


def _turned(image: U8, rng: Rng) -> U8:
    """In another hue, and where there is hardly any, in another lightness and tint."""
    hsv = cv2.cvtColor(image, cv2.COLOR_RGB2HSV).astype(np.int16)
    hsv[..., 0] = (hsv[..., 0] + int(rng.integers(30, 150))) % 180
    hsv[..., 1] = np.clip(hsv[..., 1] + int(rng.integers(30, 90)), 0, 255)
    hsv[..., 2] = np.clip(hsv[..., 2] * rng.uniform(0.75, 1.1), 0, 255)
    return np.asarray(cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2RGB), np.uint8)


def _patch(on: Pair, rng: Rng, largest: float) -> NDArray[np.bool_]:
    """An ellipse about a pixel well inside the product, at most `largest` of its size across."""
    deep = cv2.distanceTransform(on.inside.astype(np.uint8), cv2.DIST_L2, 3)
    rows, columns = np.nonzero(deep >= 0.5 * deep.max())
    index = int(rng.integers(len(rows)))
    axes = tuple(max(4, round(rng.uniform(0.12, largest) * _size(on) / 2)) for _ in range(2))
    drawn = np.zeros(on.inside.shape, np.uint8)
    middle = int(columns[index]), int(rows[index])
    cv2.ellipse(drawn, middle, axes, rng.uniform(0, 180), 0, 360, 1, -1)
    return np.asarray(drawn.astype(bool) & on.inside)


def _size(on: Pair) -> float:
    """The side of a square as large as the product, px."""
    return float(on.product.sum()) ** 0.5


def _box(on: Pair) -> tuple[int, int, int, int]:
    box = mask_to_box(on.product)
    assert box is not None
    return box


def _label_seed(made: Finished) -> int:
    """The seed that the label of `made` was drawn with."""
    rng = np.random.default_rng((6, int(made.name[:3])))
    rng.integers(len(WORDS))
    return int(rng.integers(1 << 30))


def _label_laid(made: Finished, on: Pair, photo: U8) -> U8:
    """The picture with the label of `photo` in place of its own."""
    assert made.label is not None
    (x, y, width, height), _ = made.label
    where = np.zeros(made.mask.shape, np.uint8)
    where[y : y + height, x : x + width] = 255
    geometry = made.facts.get("geometry")
    matrix: F64 = np.reshape(geometry["matrix"], (3, 3)) if geometry else np.eye(3)
    moved = pair(photo, where, made.picture, matrix)
    assert moved is not None
    return np.where((moved.product & on.product)[..., None], moved.expected, made.picture)
