"""How often colours are named as a person names them.

    python -m imaging.bench.colours --data DIR [--half build] [--json]

240 photos of `clothing` (24 of each class) and the 25 `products` were labelled by eye, in Shopify's
words, before the first line of imaging.attributes.colour was written: `colour_labels.csv` and
`colour_labels_products.csv`. Every third photo is to build with; the other 160 and the products
only measure, and nobody looks at their misses. 400 more to build with, of the `train` split, were
labelled after that: 160 of all kinds, and 240 of which most are dark, grey or pale, where words are
confused. All labels were written down before the code had seen the photo.

The rule: what a seller would write of the thing as the photo shows it, not of its label.

- main: what most would say. also: a second word that others would say: navy or black where blue is
  hardly seen, gray or white where paper would be brighter, beige or white of cream. Faded black
  denim is black or gray, dark denim navy or blue, burgundy red or brown, coral red or pink.
- multicolor only where no colour has about half of it; else the ground of a print is its colour.
- secondary: what else is plain to see, a tenth of the product and more.

- main: the value is the main word. accepted: it is that or the second word.
- calibration: expected calibration error of the confidence in "accepted", ten bins of one width.
- secondary: of the secondary words, how many are among the colours found, and of the further
  colours found (a tenth of the product and more) how many were labelled.
- seconds: `colours` alone on photos enlarged to 1600 px; the cut-out comes before.
"""

import argparse
import csv
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import fmean, median
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.attributes import Attribute
from imaging.attributes.colour import colours
from imaging.bench.measuring import evenly, took
from imaging.engines.base import Context, Work
from imaging.engines.cutout import Cutout, CutoutParams
from imaging.errors import EngineError
from imaging.pipeline import decode

U8 = NDArray[np.uint8]
CutOut = Callable[[Path], tuple[U8, U8]]

HERE = Path(__file__).parent
SETS = {"clothing": "colour_labels.csv", "products": "colour_labels_products.csv"}
BINS = 10
FURTHER = 0.1  # of the product: a colour to be told beside the main one
TIMED, SIDE = 12, 1600
FIGURES = ("main", "accepted", "sure", "calibration", "secondary_recall", "secondary_precision")
HEAD = "| photos | main | accepted | mean confidence | calibration | secondary found | and right |"
NOT_MEASURED = "not measured (no pictures in --data)"


class Labelled(NamedTuple):
    """One photo as a person named it; also: "" where there is no second word."""

    photo: str
    half: str
    main: str
    also: str
    secondary: frozenset[str]

    @property
    def words(self) -> set[str]:
        """All words a person would use of it."""
        return {self.main, self.also, *self.secondary}

    def accepts(self, value: str | None) -> bool:
        """Whether a person would let `value` stand."""
        return value is not None and value in (self.main, self.also)


class Named(NamedTuple):
    """One photo as a person and as the machine named it."""

    label: Labelled
    found: Attribute

    @property
    def is_kept(self) -> bool:
        """Whether a person would let the value stand."""
        return self.label.accepts(self.found.value)

    @property
    def words(self) -> set[str | None]:
        """The value and the words of all large colours found."""
        large = (c["key"] for c in self.found.details.get("colours", []) if c["share"] >= FURTHER)
        return {self.found.value, *large}

    @property
    def further(self) -> set[str | None]:
        """Words of large colours found beside the value."""
        return self.words - {self.found.value}


def labels(name: str, half: str) -> list[Labelled]:
    """The labels of the set `name` that belong to `half`: "build" or "measure"."""
    with (HERE / SETS[name]).open(newline="") as lines:
        rows = [
            Labelled(**row | {"secondary": frozenset(row["secondary"].split())})
            for row in csv.DictReader(lines)
        ]
    return [row for row in rows if row.half == half]


def cut_out(path: Path) -> tuple[U8, U8]:
    """Image and alpha of the photo `path`; alpha is empty where no product was found."""
    work = decode({"photo": path.read_bytes()})
    try:
        work = Cutout().run(work, CutoutParams(), Context())
    except EngineError:
        work = Work(work.image)
    return work.image, work.alpha if work.alpha is not None else np.zeros_like(work.image[..., 0])


def named(folder: Path, listed: Sequence[Labelled], cut: CutOut = cut_out) -> Iterator[Named]:
    """Every photo of `listed`, which are in `folder`, with the colours found."""
    for label in listed:
        yield Named(label, colours(*cut(folder / label.photo)))


def agreement(seen: Sequence[Named]) -> dict[str, Any]:
    """How far `seen` agree, as shares in [0, 1]; recall: by main word, [share, photos]."""
    kept = [one.is_kept for one in seen]
    wanted = [word in one.words for one in seen for word in one.label.secondary - {one.label.main}]
    told = [word in one.label.words for one in seen for word in one.further]
    return {
        "photos": len(seen),
        "main": fmean(one.found.value == one.label.main for one in seen),
        "accepted": fmean(kept),
        "sure": fmean(one.found.confidence for one in seen),
        "calibration": calibration_error([one.found.confidence for one in seen], kept),
        "secondary_recall": fmean(wanted or [False]),
        "secondary_precision": fmean(told or [False]),
        "recall": recall(seen),
    }


def calibration_error(sure: Sequence[float], kept: Sequence[bool]) -> float:
    """Expected calibration error: |mean confidence - share kept| over BINS, weighted by photos."""
    bins: dict[int, list[float]] = {}
    for confidence, is_kept in zip(sure, kept, strict=True):
        bins.setdefault(min(int(confidence * BINS), BINS - 1), []).append(confidence - is_kept)
    return sum(abs(sum(apart)) for apart in bins.values()) / max(len(sure), 1)


def recall(seen: Sequence[Named]) -> dict[str, list[float]]:
    """For each main word the share of its photos whose value a person accepts, and how many."""
    kept: dict[str, list[bool]] = {}
    for one in seen:
        kept.setdefault(one.label.main, []).append(one.is_kept)
    return {word: [fmean(hits), len(hits)] for word, hits in sorted(kept.items())}


def seconds(folder: Path, listed: Sequence[Labelled], cut: CutOut = cut_out) -> list[float]:
    """Median seconds of `colours` at SIDE px: on the clock, and of processors."""
    times = []
    for label in evenly(listed, TIMED):
        image, alpha = (enlarged(plane) for plane in cut(folder / label.photo))
        times.append(took(partial(colours, image, alpha)))
    return [median(one.clock for one in times), median(one.processor for one in times)]


def enlarged(plane: U8) -> U8:
    """`plane` (H, W[, C]) with its longer side at SIDE px."""
    scale = SIDE / max(plane.shape[:2])
    return np.asarray(cv2.resize(plane, None, fx=scale, fy=scale), np.uint8)


def measure(data: Path, half: str = "measure") -> dict[str, Any]:
    """{set: agreement} of the sets that `data` holds, `seconds`, and the misses to build with."""
    found: dict[str, Any] = {}
    for name in SETS:
        listed = [one for one in labels(name, half) if (data / name / one.photo).exists()]
        if not listed:
            continue
        seen = list(named(data / name, listed))
        found[name] = agreement(seen)
        if "seconds" not in found:
            found["seconds"] = seconds(data / name, listed)
        if half == "build":
            found[f"{name} misses"] = [miss(one) for one in seen if not one.is_kept]
    return found


def miss(one: Named) -> str:
    """A photo that was named otherwise than a person did."""
    label = one.label
    return f"{label.photo}: {label.main} {label.also}, not {one.found.value}"


def section(data: Path) -> str:
    """The measuring half as Markdown."""
    return table(measure(data))


def table(found: dict[str, Any]) -> str:
    """The figures as Markdown."""
    sets = {name: found[name] for name in SETS if name in found}
    if not sets:
        return NOT_MEASURED
    lines = [HEAD, "|---" * HEAD.count(" | ") + "|---|", *map(row, sets, sets.values())]
    for name, figures in sets.items():
        words = (f"{word} {share:.2f} ({n})" for word, (share, n) in figures["recall"].items())
        lines.append(f"\nAccepted by main word, {name}: {', '.join(words)}.")
    clock, processor = found["seconds"]
    lines.append(f"\nSeconds a photo at {SIDE} px: {clock:.3f} ({processor:.3f} of processor).")
    return "\n".join([*lines, *(line for name in SETS for line in found.get(f"{name} misses", []))])


def row(name: str, figures: dict[str, Any]) -> str:
    """One set's line of the table."""
    numbers = " | ".join(f"{figures[key]:.2f}" for key in FIGURES)
    return f"| {figures['photos']} of {name} | {numbers} |"


def main() -> int:
    """Print the tables, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--half", choices=("measure", "build"), default="measure")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    found = measure(arguments.data, arguments.half)
    print(json.dumps(found) if arguments.json else table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
