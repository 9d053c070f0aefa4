"""How figures are set in a line: struck through, as old prices are, or with small cents."""

import cv2
import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
Segment = tuple[int, int]

MIDDLE = (0.3, 0.7)  # of a line's height in which a stroke may run
INSIDE = 0.04  # of a line's width at either end that is not looked at
RUN = 0.9  # of the width that a stroke inks; figures ink half of it
THICK = 0.25  # of a line's height; where more is inked all along, the line is a blur
LEAST_HEIGHT = 8  # px; below that figures run together
MARK = 0.3  # of the whole figures' height: a smaller sign is a point
SMALL = 0.75  # of the whole figures' height: cents are set in smaller type


def is_struck(line: U8) -> bool:
    """Whether a stroke runs through `line` (h, w, 3) uint8, upright, from end to end."""
    return bool(stroke(line).any())


def stroke(line: U8) -> NDArray[np.bool_]:
    """The rows (h,) of `line` (h, w, 3) uint8 that a stroke through it runs in."""
    height, width = line.shape[:2]
    rows = np.zeros(height, bool)
    if height < LEAST_HEIGHT or width < height:
        return rows
    rim = round(INSIDE * width) + 1
    top, bottom = round(MIDDLE[0] * height), round(MIDDLE[1] * height)
    # Three rows at a time: a stroke that leans a little is still one.
    slack = cv2.dilate(ink_of(line)[:, rim:-rim], np.ones((3, 1), np.uint8))
    inked = slack.mean(axis=1) >= RUN
    if inked.sum() <= THICK * height:
        rows[top:bottom] = inked[top:bottom]
    return rows


def without_stroke(line: U8) -> U8:
    """`line` with the rows of its stroke made of those above and below: a new array."""
    rows = np.flatnonzero(stroke(line))
    mended = line.copy()
    if rows.size:
        above, below = max(rows[0] - 1, 0), min(rows[-1] + 1, len(line) - 1)
        share = (np.arange(above, below + 1) - above)[:, None, None] / max(below - above, 1)
        mixed = line[above] * (1 - share) + line[below] * share
        mended[above : below + 1] = np.rint(mixed).astype(np.uint8)
    return mended


def has_small_cents(line: U8) -> bool:
    """Whether the last two figures of `line` (h, w, 3) uint8 are set in clearly smaller type."""
    ink = ink_of(line)
    heights = [_height(ink[:, start:end]) for start, end in segments(ink.max(axis=0))]
    whole = max(heights, default=0)
    figures = [height for height in heights if height > MARK * whole]
    if len(figures) < 3:
        return False
    before, cents = figures[:-2], figures[-2:]
    return max(cents) < SMALL * float(np.median(before))


def ink_of(line: U8) -> U8:
    """1 where `line` (h, w, 3) uint8 is lettered, by Otsu's threshold: the lesser part."""
    grey = cv2.cvtColor(np.ascontiguousarray(line), cv2.COLOR_RGB2GRAY)
    _, light = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return np.asarray(light if light.mean() < 0.5 else 1 - light, np.uint8)


def segments(inked: U8) -> list[Segment]:
    """Start and end of every run of 1 in (w,)."""
    steps = np.diff(np.concatenate([[0], inked.astype(np.int8), [0]]))
    return list(zip(np.flatnonzero(steps > 0), np.flatnonzero(steps < 0), strict=True))


def _height(part: U8) -> int:
    """From the first to the last inked row."""
    rows = np.flatnonzero(part.any(axis=1))
    return int(rows[-1] - rows[0] + 1) if rows.size else 0
