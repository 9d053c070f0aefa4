"""Searching for the quality that makes a file fit."""

from collections.abc import Callable
from functools import cache


def highest(low: int, high: int, holds: Callable[[int], bool]) -> int | None:
    """The largest n in [low, high] with `holds(n)`, if what holds for n holds for all below it.

    None where it does not hold for `low`. Asks O(log(high - low)) times; where `holds` is not
    quite monotone the answer still holds.
    """
    found = None
    while low <= high:
        middle = (low + high) // 2
        if holds(middle):
            found, low = middle, middle + 1
        else:
            high = middle - 1
    return found


def quality_fitted(
    size_at: Callable[[int], int],
    wanted: int,
    floor: int,
    bounds: tuple[int, int],
) -> int | None:
    """The quality nearest to `wanted` whose file size lies in `bounds` (bytes, inclusive).

    Lowered no further than `floor`: None where even that is too large. Where no quality reaches
    the lower bound the answer is the largest one that keeps the upper: the rest can be padded.
    """
    size = cache(size_at)
    smallest, largest = bounds
    if size(wanted) > largest:
        return highest(min(floor, wanted), wanted - 1, lambda quality: size(quality) <= largest)
    if size(wanted) >= smallest:
        return wanted
    below = highest(wanted, 100, lambda quality: size(quality) < smallest) or wanted
    return below + 1 if below < 100 and size(below + 1) <= largest else below
