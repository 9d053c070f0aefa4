"""Price and size: of labelled texts, and of drawn tags as the engine "read" reads them.

    python -m imaging.bench.tag_reading [--seed 2] [--tags 240] [--half measure|build]

Texts: imaging/bench/tag_texts/README.md. Tags: imaging/bench/drawn_tags.py; four layouts, half in
Chinese, half in English, turned by up to 20°, one in ten by a quarter more, leaning, blurred,
noisy, saved as JPEG. The grammar was built with seed 1 and the half "build"; seed 2 and the half
"measure" only measure. An answer is right when it is the very value, or when nothing is said and
nothing is found.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import cv2
import numpy as np

from imaging.attributes.words import found_in, merged
from imaging.bench.drawn_tags import SIDE, Tag, tag
from imaging.bench.measuring import Took, took
from imaging.engines import registry
from imaging.engines.base import U8, Context, Work
from imaging.engines.read import ReadParams

TEXTS = Path(__file__).parent / "tag_texts"
MEASURE_SEED, TAGS = 2, 240
BINS = 10
LARGE, LARGE_TAGS = 1600, 12  # px a side; photos


@dataclass(frozen=True)
class Answer:
    """Whether price, old price and size of one tag were right, how sure price and size were, and
    how long it took."""

    layout: str
    right: Mapping[str, bool]
    sureness: Mapping[str, float]
    seconds: Took


def answers(seed: int, count: int) -> Iterator[Answer]:
    """The engine's answer to every tag of a seed."""
    run(tag(seed, count).image)  # nets are loaded here
    for number in range(count):
        yield answer(tag(seed, number))


def answer(drawn: Tag) -> Answer:
    """What the engine reads of one tag."""
    done: list[Work] = []
    seconds = took(lambda: done.append(run(drawn.image)))
    price, size = (done[0].facts["attributes"][name] for name in ("price", "size"))
    right = {
        "price": price["value"] == drawn.price,
        "old price": price["details"].get("old") == drawn.old,
        "size": size["value"] == drawn.size,
    }
    sureness = {"price": price["confidence"], "size": size["confidence"]}
    return Answer(drawn.layout, right, sureness, seconds)


def run(image: U8) -> Work:
    """The engine on a photo (H, W, 3)."""
    return registry.load("read").run(Work(image), ReadParams(), Context())


def texts_right(half: str) -> tuple[int, int]:
    """Labelled texts that were read without a slip, and how many there are."""
    rows = [json.loads(line) for line in (TEXTS / f"{half}.jsonl").read_text("utf-8").splitlines()]
    return sum(is_read(row) for row in rows), len(rows)


def is_read(row: Mapping[str, Any]) -> bool:
    """Whether price, old price, unit price and all sizes are found, and nothing else."""
    found = found_in(row["text"], "title")
    price = merged(found["price"])
    details = price.details if price else {}
    return (
        (price.value if price else None) == row["price"]
        and details.get("old") == row["old_price"]
        and details.get("unit_price") == row["unit_price"]
        and {size.value for size in found["size"]} == set(row["sizes"])
    )


def calibration_error(sure: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error (Naeini et al., AAAI 2015) over BINS bins of equal width."""
    error = 0.0
    for number in range(BINS):
        low, high = number / BINS, (number + 1) / BINS
        inside = [one for one in sure if low < one[0] <= high or (number == 0 and one[0] == 0)]
        if inside:
            said = sum(confidence for confidence, _ in inside)
            true = sum(is_right for _, is_right in inside)
            error += abs(said - true) / len(sure)
    return error


def section(seed: int = MEASURE_SEED, count: int = TAGS, half: str = "measure") -> str:
    """The figures as Markdown."""
    right, texts = texts_right(half)
    read = list(answers(seed, count))
    lines = [
        "| drawn tags | n | price | old price | size |",
        "|---|---|---|---|---|",
        *(row(layout, [one for one in read if one.layout == layout]) for layout in layouts(read)),
        row("all", read),
        "",
        f"Texts read without a slip ({half} half): {right} of {texts} ({right / texts:.3f}).",
        f"Expected calibration error: price {error_of(read, 'price'):.3f}, "
        f"size {error_of(read, 'size'):.3f}.",
        "",
        f"Seconds a photo (median, 95 of 100) of {SIDE} px: "
        f"{times([one.seconds for one in read])}. Of {LARGE} px: {times(large(seed))}.",
    ]
    return "\n".join(lines)


def layouts(read: Sequence[Answer]) -> list[str]:
    return list(dict.fromkeys(one.layout for one in read))


def row(name: str, read: Sequence[Answer]) -> str:
    """Shares of right answers: where nothing is said, of nothing found."""
    cells = [share([one.right[asked] for one in read]) for asked in ("price", "old price", "size")]
    return f"| {name} | {len(read)} | {' | '.join(cells)} |"


def share(right: Sequence[bool]) -> str:
    return f"{sum(right) / len(right):.3f}"


def error_of(read: Sequence[Answer], asked: str) -> float:
    """The calibration error of "price" or "size"."""
    return calibration_error([(one.sureness[asked], one.right[asked]) for one in read])


def large(seed: int) -> list[Took]:
    """What tags take in photos of LARGE px a side."""
    shape = (LARGE, LARGE)
    drawn = (tag(seed, number).image for number in range(LARGE_TAGS))
    photos = [cv2.resize(image, shape, interpolation=cv2.INTER_CUBIC) for image in drawn]
    return [took(partial(run, np.asarray(photo, np.uint8))) for photo in photos]


def times(took: Sequence[Took]) -> str:
    """The median and the 95th of 100, by the clock and of processor time."""
    return ", ".join(
        f"{name} {median(seconds):.2f} and {sorted(seconds)[int(0.95 * (len(seconds) - 1))]:.2f}"
        for name, seconds in (
            ("by the clock", [one.clock for one in took]),
            ("of processor time", [one.processor for one in took]),
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=MEASURE_SEED)
    parser.add_argument("--tags", type=int, default=TAGS)
    parser.add_argument("--half", choices=("measure", "build"), default="measure")
    given = parser.parse_args()
    print(section(given.seed, given.tags, given.half))


if __name__ == "__main__":
    main()
