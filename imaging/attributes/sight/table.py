"""Photos as rows of numbers with what is known of them: what the heads learn from.

DATA/clothing/train/<category>/*.jpg teach category, labels.csv the rest of some of them, and
DATA/something-else/*.jpg whatever is no clothing (docs/heads-model-card.md says what that was).
Looking at them takes minutes, so the numbers are kept beside the run.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.attributes.model import Name
from imaging.attributes.sight.answers import HEMS, SOMETHING_ELSE, TOPS
from imaging.attributes.sight.backbone import BACKBONE, Backbone
from imaging.attributes.sight.heads import HEADS, NOT_VISIBLE
from imaging.attributes.sight.pasting import pasted
from imaging.attributes.sight.views import MARGIN, grown, product_area
from imaging.attributes.vocabulary import terms
from imaging.engines.cutout import net_of
from imaging.ops.matting import small_copy
from imaging.weights import path_of

U8 = NDArray[np.uint8]
Labels = Mapping[str, Mapping[str, str]]

UNKNOWN = -1  # as a class number: this head has nothing to learn from this row
# One photo in so many says when to stop and how sure to be; few are labelled by eye.
HELD_OUT, HELD_LABELLED = 8, 4
KEPT = "numbers.npz"
GROUNDS = "ground"  # files of something-else so named show no object at all
PLAIN = 0.5  # of pasted products


class Table(NamedTuple):
    """numbers: (N, NUMBERS) float16. classes: (N, heads), UNKNOWN where not known.
    is_held: (N,) bool. Rows of photos as they are come first; the others are not held out."""

    numbers: NDArray[np.float16]
    classes: NDArray[np.int64]
    is_held: NDArray[np.bool_]


class Plan(NamedTuple):
    """files: each is a row as it is. varied, close: numbers of files that are rows again: varied;
    cut to the product; and with their product alone, pasted on another ground."""

    files: Sequence[Path]
    varied: NDArray[np.int64]
    close: NDArray[np.int64]

    @property
    def size(self) -> int:
        """Rows in all."""
        return len(self.files) + len(self.varied) + 2 * len(self.close)


def values_of(name: Name) -> tuple[str, ...]:
    """The classes of head `name`, in the order of their numbers."""
    known = tuple(terms(name))
    return known if name == "category" else (*known, NOT_VISIBLE)


def labels() -> Labels:
    """What was seen by eye, by a photo's path below DATA; "" where nothing is visible."""
    with Path(__file__).with_name("labels.csv").open(newline="") as file:
        return {row.pop("photo"): row for row in csv.DictReader(file)}


def table(data: Path, kept_in: Path, seed: int) -> Table:
    """The rows of `data`; the numbers are read from `kept_in` where they lie there."""
    files = files_of(data)
    plain = classes_of(files, data)
    is_labelled = (plain[:, 1:] != UNKNOWN).any(1)
    is_held = held_out(files, is_labelled)
    is_clothing = plain[:, 0] != values_of("category").index(SOMETHING_ELSE)
    varied = np.flatnonzero(~is_held & is_clothing)  # the others are drawn, and vary as it is
    close = varied[is_labelled[varied]]  # finding products takes a second each
    again = np.concatenate([varied, close, close])
    return Table(
        numbers_of(Plan(files, varied, close), kept_in / KEPT, seed),
        np.concatenate([plain, plain[again]]),
        np.concatenate([is_held, np.zeros(len(again), bool)]),
    )


def held_out(files: Sequence[Path], is_labelled: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of `files` are never learnt from, by their names."""
    one_in = np.where(is_labelled, HELD_LABELLED, HELD_OUT)
    return np.array([crc32(file.name.encode()) for file in files]) % one_in == 0


def files_of(data: Path) -> list[Path]:
    """Every photo to learn from. Raises FileNotFoundError where there is none."""
    files = sorted(data.glob("clothing/train/*/*.jpg")) + sorted(data.glob("something-else/*.jpg"))
    if not files:
        raise FileNotFoundError(f"{data} holds no clothing/train/<category>/*.jpg")
    return files


def classes_of(files: Sequence[Path], data: Path) -> NDArray[np.int64]:
    """Class numbers (files, heads)."""
    seen = labels()
    rows = [list(_classes(file, seen.get(file.relative_to(data).as_posix()))) for file in files]
    return np.array(rows, np.int64)


def _classes(file: Path, seen: Mapping[str, str] | None) -> Iterator[int]:
    category = file.parent.name
    yield values_of("category").index(category)
    has = {"sleeve": category in TOPS, "length": category in HEMS}
    for name in HEADS[1:]:
        is_known = seen is not None and category != SOMETHING_ELSE and has.get(name, True)
        yield values_of(name).index((seen or {})[name] or NOT_VISIBLE) if is_known else UNKNOWN


def numbers_of(plan: Plan, kept: Path, seed: int) -> NDArray[np.float16]:
    """The numbers of all rows of `plan`; from `kept` if they are there."""
    if kept.is_file():
        found: NDArray[np.float16] = np.load(kept)["numbers"]
        if len(found) == plan.size:
            return found
    net = Backbone(path_of(BACKBONE))
    numbers = np.array([net.numbers([seen])[0] for seen in pictures(plan, seed)], np.float16)
    np.savez(kept, numbers=numbers)
    return numbers


def pictures(plan: Plan, seed: int) -> Iterator[U8]:
    """What the rows of `plan` show, in order."""
    chance = np.random.default_rng(seed)
    yield from map(picture_in, plan.files)
    yield from (variation(picture_in(plan.files[index]), chance) for index in plan.varied)
    grounds = [file for file in plan.files if file.name.startswith(GROUNDS)]
    photos = [picture_in(plan.files[index]) for index in plan.close]
    alphas = [alpha_of(photo) for photo in photos]
    yield from (close_up(*pair) for pair in zip(photos, alphas, strict=True))
    yield from (elsewhere(*pair, grounds, chance) for pair in zip(photos, alphas, strict=True))


def picture_in(file: Path) -> U8:
    """The photo in `file`, (H, W, 3) RGB."""
    return np.ascontiguousarray(
        np.asarray(cv2.imread(str(file), cv2.IMREAD_COLOR), np.uint8)[..., ::-1]
    )


def variation(photo: U8, chance: np.random.Generator) -> U8:
    """`photo` cut a little closer, perhaps mirrored, in other light: still the same product."""
    height, width = photo.shape[:2]
    share = np.sqrt(chance.uniform(0.6, 1))
    down, across = (
        int(side * min(1, share * chance.uniform(0.95, 1.05))) for side in (height, width)
    )
    top, left = chance.integers(height - down + 1), chance.integers(width - across + 1)
    part = photo[top : top + down, left : left + across]
    part = part[:, ::-1] if chance.random() < 0.5 else part
    lit = part * chance.uniform(0.7, 1.3) * chance.uniform(0.93, 1.07, 3)
    return np.ascontiguousarray(np.clip(lit, 0, 255).astype(np.uint8))


def alpha_of(photo: U8) -> U8:
    """Where the product of `photo` (H, W, 3) is, (H, W)."""
    mask = net_of("u2netp", "onnxruntime").predict(small_copy(photo))
    levels = np.rint(mask * 255).astype(np.uint8)
    return np.asarray(cv2.resize(levels, photo.shape[1::-1]), np.uint8)


def close_up(photo: U8, alpha: U8) -> U8:
    """The product of `photo` with a margin, as a tagger is shown it."""
    return grown(product_area(photo.shape, alpha), MARGIN, photo.shape).of(photo)


def elsewhere(photo: U8, alpha: U8, grounds: Sequence[Path], chance: np.random.Generator) -> U8:
    """The product of `photo` alone, on plain ground or on one of `grounds`: being pasted does not
    make a thing something else."""
    product = product_area(photo.shape, alpha).of(np.dstack([photo, alpha]))
    is_plain = not grounds or chance.random() < PLAIN
    ground = None if is_plain else picture_in(grounds[int(chance.integers(len(grounds)))])
    return pasted(product, ground, chance)
