"""What the benches share: pictures spread evenly over the data, seconds, memory."""

import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class Took(NamedTuple):
    """Seconds on the clock, and of all cores together."""

    clock: float
    processor: float


def took(act: Callable[[], object]) -> Took:
    """How long `act` takes, once."""
    clock, processor = time.perf_counter(), time.process_time()
    act()
    return Took(time.perf_counter() - clock, time.process_time() - processor)


def peak_mb() -> int:
    """The most memory this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def clothing(data: Path, count: int) -> list[Path]:
    """`count` photos of the validation split, spread over its classes."""
    return evenly(sorted(data.glob("clothing/validation/*/*.jpg")), count)


def evenly(listed: Sequence[T], count: int) -> list[T]:
    """`count` of `listed` at even steps, all of them where there are fewer."""
    return list(listed[:: max(1, len(listed) // count)][:count])
