"""Which part of a photo shows the product best: a rectangle of an asked shape, never beyond it."""

from dataclasses import dataclass
from typing import Literal

from imaging.ops.geometry import Box, Size

How = Literal["centred", "thirds", "fill"]

# Share of the frame's width or height, the larger one, that the product spans.
FILL: dict[How, float] = {"centred": 0.72, "thirds": 0.48, "fill": 0.85}
THIRDS = (1 / 3, 2 / 3)
ROOMY = 0.5  # of an axis: a product that spans more stands in the middle of it
ROUNDING = 1  # px


@dataclass(frozen=True)
class Frame:
    """The rectangle `crop` (x, y, width, height) px of the photo, and what it shows.

    fill: the share that the product spans; it may differ from the one asked for where the photo
    ends before. whole: whether all of the product is in it.
    """

    crop: Box
    fill: float
    whole: bool


def framed(box: Box, photo: Size, ratio: float, how: How, fill: float | None = None) -> Frame:
    """The frame of `ratio` (width to height) about the product's `box` in a photo of size `photo`.

    As near as the photo allows to what is asked: the product's share first, then its place.
    """
    share = fill or FILL[how]
    size = _size(box, photo, ratio, share)
    corner = tuple(
        _start(box[axis], box[axis + 2], size[axis], photo[axis], how) for axis in (0, 1)
    )
    crop = (corner[0], corner[1], size[0], size[1])
    whole = all(
        crop[axis] <= box[axis] + ROUNDING
        and box[axis] + box[axis + 2] <= crop[axis] + size[axis] + ROUNDING
        for axis in (0, 1)
    )
    return Frame(crop, round(max(box[2] / size[0], box[3] / size[1]), 4), whole)


def largest(photo: Size, ratio: float) -> Size:
    """The largest size of `ratio` that fits into a photo."""
    width = min(photo[0], photo[1] * ratio)
    return max(1, round(width)), max(1, min(photo[1], round(width / ratio)))


def _size(box: Box, photo: Size, ratio: float, share: float) -> Size:
    width = max(box[2], box[3] * ratio) / share
    most = largest(photo, ratio)
    if width >= most[0]:
        return most
    return max(1, round(width)), max(1, min(photo[1], round(width / ratio)))


def _start(start: int, length: int, frame: int, photo: int, how: How) -> int:
    """Where the frame begins on one axis: its side is `frame` px, the photo's `photo` px."""
    middle = start + length / 2
    places = THIRDS if how == "thirds" and length <= ROOMY * frame else (0.5,)
    room = photo - frame
    tries = [middle - place * frame for place in places]
    best = min(tries, key=lambda at: (max(-at, at - room, 0), abs(at + frame / 2 - photo / 2)))
    return min(max(round(best), 0), room)
