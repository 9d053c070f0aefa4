"""What stands in the picture, and whether what stands on the product is what the photo says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from imaging.attributes.model import Share, share_of
from imaging.ocr import Box, Reading, distance
from imaging.screening.difference import excess, soft_lab
from imaging.screening.pair import Mask, Pair

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]
Part = tuple[slice, slice]

MOST_LINES = 40  # the largest are read
READ = 0.75  # confidence from which on a line was read
GUESSED = 0.5  # below which it was not
ON_PRODUCT = 0.5  # of a box
TOUCHED = 1.2  # Lab units on average: below, pixels are the photo's, and so are the letters
OTHER = 0.2  # of the letters: fewer are misread now and then
LEAST_LETTERS = 2
ONE_SIDED = 0.75  # how surely words changed that only one of both shows
GONE = 0.3  # of both boxes that a line and the one in its place share


class TextReader(Protocol):
    """Finds and reads text; imaging.ocr.Reader is one."""

    def boxes(self, image: U8) -> list[Box]: ...

    def reading(self, image: U8, box: Box) -> Reading: ...


@dataclass(frozen=True)
class Read:
    """A line of the picture: its box, what it says, and how much of it stands on the product."""

    box: Share
    reading: Reading
    on_product: float


@dataclass(frozen=True)
class Changed:
    """A line on the product that reads differently. distance: of the letters, 0 to 1."""

    box: Share
    before: str
    after: str
    distance: float
    confidence: float


def lines(picture: U8, product: Mask | None, reader: TextReader) -> list[tuple[Box, Read]]:
    """The largest lines of `picture` (H, W, 3), `product` (H, W) being where the product is."""
    boxes = sorted(reader.boxes(picture), key=lambda box: -min(box.size))[:MOST_LINES]
    return [(box, _read(picture, product, box, reader)) for box in boxes]


def _read(picture: U8, product: Mask | None, box: Box, reader: TextReader) -> Read:
    share = 0.0 if product is None else float(product[part_of(box, product.shape)].mean())
    return Read(share_of_box(box, picture.shape), reader.reading(picture, box), share)


def share_of_box(box: Box, shape: Sequence[int]) -> Share:
    across, down = zip(*box.corners, strict=True)
    return share_of((min(across), min(down), max(across), max(down)), shape)


def part_of(box: Box, shape: Sequence[int]) -> Part:
    """The rows and columns about `box` in a picture of `shape`, at least one of each."""
    left, top, width, height = share_of_box(box, shape)
    high, wide = shape[:2]
    first, start = min(int(top * high), high - 1), min(int(left * wide), wide - 1)
    rows = slice(first, max(first + 1, round((top + height) * high)))
    return rows, slice(start, max(start + 1, round((left + width) * wide)))


def changed(pair: Pair, read: Sequence[tuple[Box, Read]], reader: TextReader) -> Iterator[Changed]:
    """Lines on the product of `pair` that the photo shows otherwise, or not, and ones it lost."""
    apart = excess(soft_lab(pair.expected), soft_lab(pair.seen))
    touched = np.asarray(apart * pair.inside, np.float32)
    for box, line in read:
        if line.on_product >= ON_PRODUCT and is_touched(touched, box):
            one = compared(line.box, reader.reading(pair.expected, box), line.reading)
            if one:
                yield one
    if is_touched_anywhere(touched):
        yield from _gone(pair, [line for _, line in read], touched, reader)


def is_touched(touched: F32, box: Box) -> bool:
    return bool(touched[part_of(box, touched.shape)].mean() > TOUCHED)


def is_touched_anywhere(touched: F32) -> bool:
    """Whether there is any point in looking for lines that the product lost."""
    return bool((touched > 3 * TOUCHED).sum() > 64)


def compared(box: Share, before: Reading, after: Reading) -> Changed | None:
    """How a line differs, None where it does not, or where neither can be read."""
    sure = min(before.confidence, after.confidence)
    apart = distance(before.text, after.text)
    if apart < OTHER or max(len(before.text), len(after.text)) < LEAST_LETTERS:
        return None
    if sure >= READ:
        return Changed(box, before.text, after.text, apart, round(min(1, 0.6 + apart) * sure, 4))
    if max(before.confidence, after.confidence) < READ:
        return None
    # One of both can be read: the other was smeared, painted over, or was never there.
    return Changed(box, before.text, after.text, apart, ONE_SIDED)


def _gone(pair: Pair, now: Sequence[Read], touched: F32, reader: TextReader) -> Iterator[Changed]:
    """Lines of the photo's product that nothing stands in the place of."""
    for box in reader.boxes(np.where(pair.product[..., None], pair.expected, 255).astype(np.uint8)):
        place = share_of_box(box, pair.expected.shape)
        if not is_touched(touched, box) or any(_same_place(place, line.box) for line in now):
            continue
        if pair.product[part_of(box, pair.product.shape)].mean() < ON_PRODUCT:
            continue
        before, after = reader.reading(pair.expected, box), reader.reading(pair.seen, box)
        one = compared(place, before, after)
        if one and before.confidence >= READ:
            yield one


def _same_place(one: Share, other: Share) -> bool:
    return min(overlap(one, other), overlap(other, one)) > GONE


def overlap(one: Share, other: Share) -> float:
    """The share of `one` that `other` covers."""
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return max(across, 0) * max(down, 0) / max(one[2] * one[3], 1e-9)
