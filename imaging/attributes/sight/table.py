"""Photos as rows of numbers with what is known of them: what the heads learn from.

DATA/clothing/train/<category>/*.jpg teach category, labels.csv the rest of some of them, and
DATA/something-else/*.jpg whatever is no clothing (imaging.attributes.sight.negatives draws it).
Looking at them takes minutes, so masks and numbers are kept beside the run.
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
KEPT, MASKS = "numbers.npz", "masks"
GROUNDS = "ground"  # files of something-else so named show no object at all
PLAIN = 0.5  # of pasted products


class Table(NamedTuple):
    """numbers: (N, NUMBERS + 1) float16, the last one tallness, 0 where nobody asks for the length.
    classes: (N, heads), UNKNOWN where not known. is_held: (N,) bool. Rows of photos as they are
    come first; the others are not held out."""

    numbers: NDArray[np.float16]
    classes: NDArray[np.int64]
    is_held: NDArray[np.bool_]


class Plan(NamedTuple):
    """files: each is a row as it is. labelled, varied, close: numbers of files; varied and close
    are rows again: varied; cut to the product; and with their product alone, pasted on another
    ground."""

    files: Sequence[Path]
    labelled: NDArray[np.int64]
    varied: NDArray[np.int64]
    close: NDArray[np.int64]

    @property
    def again(self) -> NDArray[np.int64]:
        """The files of the rows after the first of each."""
        return np.concatenate([self.varied, self.close, self.close])


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
    plan = Plan(files, np.flatnonzero(is_labelled), varied, close)
    return Table(
        numbers_of(plan, kept_in, seed),
        np.concatenate([plain, plain[plan.again]]),
        np.concatenate([is_held, np.zeros(len(plan.again), bool)]),
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


def numbers_of(plan: Plan, kept_in: Path, seed: int) -> NDArray[np.float16]:
    """The numbers of all rows of `plan`; from the folder `kept_in` if they are there."""
    kept = kept_in / KEPT
    if kept.is_file():
        found: NDArray[np.float16] = np.load(kept)["numbers"]
        if len(found) == len(plan.files) + len(plan.again):
            return found
    net = Backbone(path_of(BACKBONE))
    alphas = {index: kept_alpha(plan.files[index], kept_in / MASKS) for index in plan.labelled}
    looks = np.array([net.numbers([seen])[0] for seen in pictures(plan, alphas, seed)], np.float16)
    tall = np.zeros(len(plan.files), np.float16)
    tall[plan.labelled] = [product_area(a.shape, a).tallness for a in alphas.values()]
    numbers = np.column_stack([looks, np.concatenate([tall, tall[plan.again]])])
    np.savez(kept, numbers=numbers)
    return numbers


def pictures(plan: Plan, alphas: Mapping[int, U8], seed: int) -> Iterator[U8]:
    """What the rows of `plan` show, in order; alphas: (H, W) of the labelled files."""
    chance = np.random.default_rng(seed)
    yield from map(picture_in, plan.files)
    yield from (variation(picture_in(plan.files[index]), chance) for index in plan.varied)
    grounds = [file for file in plan.files if file.name.startswith(GROUNDS)]
    for index in plan.close:
        yield close_up(picture_in(plan.files[index]), alphas[index])
    for index in plan.close:
        yield elsewhere(picture_in(plan.files[index]), alphas[index], grounds, chance)


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


def kept_alpha(file: Path, folder: Path) -> U8:
    """As alpha_of, of the photo in `file`; kept in `folder`, for a run that was broken off."""
    kept = folder / file.parent.name / f"{file.stem}.png"
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(kept), alpha_of(picture_in(file)))
    return np.asarray(cv2.imread(str(kept), cv2.IMREAD_GRAYSCALE), np.uint8)


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
