"""Retouching: seconds and memory at 12 megapixels, and how well holes are filled.

    python -m imaging.bench.retouching --data DIR [--megapixels 12]

- seconds: each engine alone, decoding and cut-out done, on one photo of `clothing/validation`
  enlarged; seconds of processors too, which other work on the machine does not stretch.
- filling: ellipses cut from photos of `clothing/validation`, filled by ours and by OpenCV's two:
  the difference from what was there (RMSE of levels), and how much of its fine detail is there
  again (mean absolute Laplacian, 1 = as much).
- dust: soft spots drawn at random on photos enlarged to 1,600 px: how many are found, in all and of
  those on plain ground (PLAIN levels of deviation in the PATCH px about them before they were
  drawn, noise included), and how many places are taken for dust that are none.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.bench.measuring import clothing, peak_mb, took
from imaging.engines import registry
from imaging.engines.base import U8, Context, Work
from imaging.ops.fill import filled
from imaging.ops.specks import specks
from imaging.pipeline import decode

Mask = NDArray[np.bool_]
Fill = Callable[[U8, Mask], U8]

PHOTOS = 24
DUSTY_SIDE, SPOTS = 1600, 8
PATCH, PLAIN = 41, 4.0
NOT_MEASURED = "not measured (no pictures in --data)"
STEPS: dict[str, dict[str, Any]] = {
    "look": {"look": "film"},
    "straighten": {"degrees": 2.5},
    "straighten, measured": {},
    "compose": {"aspect": "1:1"},
    "relief": {},
    "background-blur": {},
    "heal": {},
    "erase": {},
}
FILLS: dict[str, Fill] = {
    "ours": lambda image, hole: filled(image, hole),
    "OpenCV Telea": lambda image, hole: _opencv(image, hole, cv2.INPAINT_TELEA),
    "OpenCV Navier-Stokes": lambda image, hole: _opencv(image, hole, cv2.INPAINT_NS),
}


def section(data: Path, megapixels: float = 12) -> str:
    """The tables as Markdown."""
    files = clothing(data, PHOTOS)
    if not files:
        return NOT_MEASURED
    return "\n\n".join([seconds(files[0], megapixels), filling(files), dust(files)])


def seconds(path: Path, megapixels: float) -> str:
    """The table of `timed_steps`, from a process of its own: so is its memory."""
    command = [sys.executable, "-m", "imaging.bench.retouching", "--photo", str(path)]
    command += ["--megapixels", str(megapixels)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def timed_steps(path: Path, megapixels: float) -> str:
    """Seconds of each engine on the photo at `path`, enlarged, and what memory all of it took."""
    work, small = large(path, megapixels), large(path, 0.1)
    before = peak_mb()
    rows = [f"| {megapixels:g} megapixels | seconds | of processors |", "|---|---|---|"]
    for step, asked in STEPS.items():
        key = step.split(",")[0]
        engine, params = registry.load(key), registry.checked(key, asked)
        engine.run(small, params, Context())  # what is made once in a process is made
        taken = took(partial(engine.run, work, params, Context()))
        rows.append(f"| {step} | {taken.clock:.1f} | {taken.processor:.1f} |")
    more = peak_mb() - before
    rows.append(f"\nMemory: {more} MB more than enlarging the photo and its mask had taken.")
    return "\n".join(rows)


def large(path: Path, megapixels: float) -> Work:
    """The photo at `path` enlarged, its product found, and a spot of it marked."""
    work = decode({"photo": path.read_bytes()})
    found = registry.load("cutout").run(work, registry.checked("cutout", {}), Context())
    scale = (megapixels * 1e6 / (work.image.shape[0] * work.image.shape[1])) ** 0.5
    assert found.alpha is not None
    image = cv2.resize(work.image, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    alpha = cv2.resize(found.alpha, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    marked = np.zeros(alpha.shape, np.uint8)
    reach = max(1, round(0.05 * max(alpha.shape)))
    cv2.circle(marked, (2 * reach, 2 * reach), reach, 255, -1)
    inputs = {"marked": marked}
    return Work(image.astype(np.uint8), alpha.astype(np.uint8), facts=found.facts, inputs=inputs)


def filling(files: list[Path]) -> str:
    """How near to the truth, and how sharp, each way of filling is."""
    rng = np.random.default_rng(0)
    scores: dict[str, list[tuple[float, float, float]]] = {name: [] for name in FILLS}
    for path in files:
        image = decode({"photo": path.read_bytes()}).image
        hole = some_hole(image.shape, rng)
        spoilt = np.where(hole[..., None], np.uint8(255), image)
        for name, fill in FILLS.items():
            started = time.perf_counter()
            made = fill(spoilt, hole)
            scores[name].append((*judged(made, image, hole), time.perf_counter() - started))
    rows = [f"| {len(files)} holes, medians | RMSE | detail | seconds |", "|---|---|---|---|"]
    for name, found in scores.items():
        rmse, detail, spent = (median(column) for column in zip(*found, strict=True))
        rows.append(f"| {name} | {rmse:.1f} | {detail:.2f} | {spent:.2f} |")
    return "\n".join(rows)


def some_hole(shape: tuple[int, ...], rng: np.random.Generator) -> Mask:
    """An ellipse of a tenth of the shorter side, anywhere."""
    reach = round(0.09 * min(shape[:2]))
    middle = (
        int(rng.integers(reach, shape[1] - reach)),
        int(rng.integers(reach, shape[0] - reach)),
    )
    hole = np.zeros(shape[:2], np.uint8)
    cv2.ellipse(hole, middle, (reach, round(0.75 * reach)), 20, 0, 360, 1, -1)
    return hole > 0


def judged(made: U8, truth: U8, hole: Mask) -> tuple[float, float]:
    """RMSE of levels in the hole, and the share of detail that is there again."""
    rmse = float(np.sqrt(((made[hole].astype(np.float32) - truth[hole]) ** 2).mean()))
    return rmse, detail(made, hole) / max(detail(truth, hole), 1e-3)


def detail(image: U8, hole: Mask) -> float:
    """Mean absolute Laplacian well inside the hole."""
    inside = cv2.erode(hole.view(np.uint8), np.ones((5, 5), np.uint8)) > 0
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    return float(np.abs(cv2.Laplacian(grey, cv2.CV_32F))[inside].mean())


def _opencv(image: U8, hole: Mask, how: int) -> U8:
    return np.asarray(cv2.inpaint(image, hole.view(np.uint8), 5, how), np.uint8)


def dust(files: list[Path]) -> str:
    """Spots of 3 to 7 px and 25 to 60 levels, on products, folds and floors alike."""
    rng = np.random.default_rng(3)
    hits: list[tuple[bool, bool]] = []  # whether it was found, whether it lies on plain ground
    places = 0
    for path in files:
        image, spots = dusty(path, rng)
        mask = specks(image)
        hits += [(bool(mask[y, x]), is_plain) for x, y, is_plain in spots]
        places += cv2.connectedComponents(mask.view(np.uint8))[0] - 1
    found, plain = sum(hit for hit, _ in hits), [hit for hit, is_plain in hits if is_plain]
    return (
        f"Dust: of {len(hits)} spots drawn anywhere {found} were found, {sum(plain)} of the "
        f"{len(plain)} on plain ground, and {places - found} places were taken for dust that "
        "nobody drew."
    )


def dusty(path: Path, rng: np.random.Generator) -> tuple[U8, list[tuple[int, int, bool]]]:
    """The photo at `path`, enlarged, with spots; where they are, and whether on plain ground."""
    image = decode({"photo": path.read_bytes()}).image.astype(np.float32)
    scale = DUSTY_SIDE / max(image.shape[:2])
    image = np.asarray(
        cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.float32
    )
    height, width = image.shape[:2]
    image += rng.normal(0, 2, image.shape).astype(np.float32)
    clean, spots = image.copy(), []
    for _ in range(SPOTS):
        x, y = int(rng.integers(40, width - 40)), int(rng.integers(40, height - 40))
        rows, columns = np.mgrid[-12:13, -12:13]
        spread, strength = rng.uniform(1, 2.2), rng.uniform(25, 60) * rng.choice((-1, 1))
        spot = strength * np.exp(-(rows**2 + columns**2) / (2 * spread**2))
        image[y - 12 : y + 13, x - 12 : x + 13] += spot[..., None]
        around = clean[max(0, y - PATCH // 2) : y + PATCH // 2, x - PATCH // 2 : x + PATCH // 2]
        spots.append((x, y, bool(around.mean(axis=2).std() < PLAIN)))
    return np.clip(np.rint(image), 0, 255).astype(np.uint8), spots


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--megapixels", type=float, default=12)
    parser.add_argument("--photo", type=Path)
    given = parser.parse_args()
    if given.photo:
        print(timed_steps(given.photo, given.megapixels))
    elif given.data:
        print(section(given.data, given.megapixels))
    else:
        parser.error("name the pictures: --data DIR")


if __name__ == "__main__":
    main()
