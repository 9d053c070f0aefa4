"""What the marks of a file cost, apart from the watermark, which is measured on its own.

    python -m imaging.bench.stamps [--data DIR] [--rounds N] [--json]

The picture of a scene is written in each format and size as jobs write it. "marks": all of stating,
packing XMP and signing, the photo of 12 MP being a parent whose bytes are hashed. "write": encoding
the pixels. "read": checking the finished file. Milliseconds of processor time, all threads
together, medians over rounds: on a free core that is the clock's. "bytes": what a file grows by.
The pictures are photos of DIR's clothing enlarged, or drawn ones without DIR.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

import cv2
import numpy as np

from imaging import codec
from imaging.bench.measuring import clothing
from imaging.engines.base import U8, Work
from imaging.finishing import Finishing
from imaging.provenance.read import read
from imaging.provenance.signing import Signer, own_signer
from imaging.provenance.statement import Origin, statement
from imaging.recipe import Export
from imaging.recipes import build

FORMATS, SIDES = ("jpeg", "png", "webp", "avif"), (1024, 2048)
PHOTO = (3000, 4000)  # px, rows and columns
GRAIN = 3  # levels; a phone's in room light
OPTIONS = {"theme": "minimal", "seed": 7}

T = TypeVar("T")


def measure(data: Path | None, *, rounds: int = 5) -> dict[str, dict[str, float]]:
    """{"JPEG 1024²": {marks, write, read: ms; bytes}}."""
    source = picture_of(data)
    photo = codec.encode(resized(source, PHOTO), format="jpeg").data
    with tempfile.TemporaryDirectory() as folder:
        signer = own_signer(Path(folder) / "own.pem")
        once(source, "png", photo, signer)  # the library is loaded before anything is timed
        return {
            f"{format.upper()} {side}²": medians(
                [once(resized(source, (side, side)), format, photo, signer) for _ in range(rounds)]
            )
            for format in FORMATS
            for side in SIDES
        }


def picture_of(data: Path | None) -> U8:
    """A photo of `data`, or coloured hills where there is none; (H, W, 3)."""
    found = clothing(data, 1) if data else []
    if found:
        return codec.decode(found[0]).image
    small = np.random.default_rng(1).integers(0, 255, (12, 12, 3), np.uint8)
    return resized(small, (1024, 1024))


def resized(image: U8, shape: tuple[int, int]) -> U8:
    """`image` at (rows, columns), with a camera's grain."""
    large = cv2.resize(image, shape[::-1], interpolation=cv2.INTER_CUBIC)
    grain = np.random.default_rng(2).normal(0, GRAIN, large.shape)
    return np.clip(large + grain, 0, 255).astype(np.uint8)


def once(image: U8, format: str, photo: bytes, signer: Signer) -> dict[str, float]:
    """One picture written, marked and read: milliseconds of each, and bytes of the marks."""
    recipe, origin = build("scene", options=OPTIONS), Origin(signer=signer)
    report = [{"step": one.engine, "version": "1", "model": None} for one in recipe.steps]

    def stated() -> Finishing:
        said = statement(origin, recipe, report, {"photo": photo}, pixel_locked=True)
        made = Finishing(Work(image), None, Export(format=format), said, {"photo": photo}, signer)
        len(made.packet)
        return made

    finish, to_state = timed(stated)
    plain, to_write = timed(finish.encoded)
    marked, to_sign = timed(lambda: finish.stamped(plain))
    _, to_read = timed(lambda: read(marked.data, [signer]))
    taken = len(marked.data) - len(plain.data) + len(finish.packet)
    return {"marks": to_state + to_sign, "write": to_write, "read": to_read, "bytes": taken}


def timed(act: Callable[[], T]) -> tuple[T, float]:
    """What `act` gives, and the milliseconds of processor time that it took."""
    started = time.process_time()
    return act(), 1000 * (time.process_time() - started)


def medians(found: list[dict[str, float]]) -> dict[str, float]:
    return {key: round(median(one[key] for one in found), 1) for key in found[0]}


def table(found: dict[str, dict[str, float]]) -> str:
    """The figures as Markdown."""
    lines = ["| file | marks | writing it | reading the marks | bytes of marks |", "|---" * 5 + "|"]
    lines += [
        f"| {name} | {f['marks']:.0f} ms | {f['write']:.0f} ms | {f['read']:.0f} ms "
        f"| {f['bytes']:,.0f} |"
        for name, f in found.items()
    ]
    return "\n".join(lines)


def main() -> int:
    """Print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    found: dict[str, Any] = measure(arguments.data, rounds=arguments.rounds)
    print(json.dumps(found) if arguments.json else table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
