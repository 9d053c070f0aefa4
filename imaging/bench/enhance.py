"""The one tap: seconds, memory, good photos left alone, colours kept, a second tap, true colours.

    python -m imaging.bench.enhance --data DIR [--megapixels 12] [--out docs/enhance.jpg]

- seconds: each step alone and the tone and colour steps together, on a photo of
  `clothing/validation` enlarged; the best of ROUNDS, on the clock and of all cores together, and
  the most memory that the process held, the photo included.
- good photos: those named in `good_photos.txt`, picked by eye as well lit and of neutral light
  before anything was run on them, and the cut-outs of `products/` on white paper: how many come
  back byte for byte, how many with a mean ΔE00 under 0.5.
- colours: over photos of `clothing/validation` that were changed, the fact `colour_change` (median
  ΔE00 from exposure and white balance alone), and the mean ΔE00 of a second tap.
- true colours: products on grey-white paper under lamps that are known: median ΔE00 of the product
  from what it is, before and after.

With --out, a sheet of photos before and after.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import cv2
import numpy as np

from imaging.bench.measuring import Took, clothing, peak_mb, took
from imaging.engines import registry
from imaging.engines.base import U8, Context, Work
from imaging.ops.composite import over
from imaging.ops.delta_e import delta_e, lab
from imaging.ops.light import to_level, to_light
from imaging.pipeline import decode

GOOD = Path(__file__).with_name("good_photos.txt")
PHOTOS, ROUNDS = 60, 3
UNCHANGED = 0.5  # mean ΔE00
PAPER, WHITE = (232, 232, 232), (255, 255, 255)
PRODUCT_SIDE = 540  # px
LAMPS = {"daylight, dim": (1.0, 1.0, 1.0), "warm lamp": (1.1, 0.98, 0.72), "cold": (0.9, 1.0, 1.2)}
LAMP_STOPS, LAMP_NOISE = -1.2, 3.0  # stops; levels
NOT_MEASURED = "not measured (no pictures in --data)"
STEPS: dict[str, dict[str, Any]] = {
    "tone": {"exposure": 0.8, "contrast": 0.2},
    "tone, shadows opened": {"exposure": 0.8, "shadows": 0.3},
    "white-balance": {"light": (1.1, 1.0, 0.8)},
    "clarity": {},
    "colour": {},
    "sharpen": {"blur_sigma_px": 1.2},
    "sharpen, deblurring": {"blur_sigma_px": 2.0},
    "denoise": {"sigma": 3, "chroma_sigma": 3},
    "enhance, a good photo": {"strength": 0},
    "enhance, all of tone and colour": {
        "amounts": {"denoise": 0, "restore": 0, "sharpen": 0, "straighten": 0},
        "tuned": {
            "white-balance": {"light": (1.1, 1.0, 0.8)},
            "tone": {"exposure": 0.8, "shadows": 0.3},
            "clarity": {},
            "colour": {},
        },
    },
}
SHEET = (
    "longsleeve/44b0c5e7", "pants/0d0bb91d", "shoes/e92b0f2e", "shirt/1d2e0956",
    "skirt/2459a9ab", "pants/38dbb71c", "t-shirt/138183f7", "shorts/6505e289",
    "outwear/ee4d62e7", "t-shirt/c5371dda", "t-shirt/4a9ce2fd", "shirt/5d97eab8",
)  # fmt: skip
CELL, COLUMNS, GAP, QUALITY = 260, 4, 8, 82


def section(data: Path, megapixels: float = 12) -> str:
    """The tables as Markdown."""
    files = clothing(data, PHOTOS)
    if not files:
        return NOT_MEASURED
    return "\n\n".join([seconds(files[0], megapixels), good(data), colours(files), truth(data)])


def run(engine: str, work: Work, params: dict[str, Any]) -> Work:
    return registry.load(engine).run(work, registry.checked(engine, params), Context())


def seconds(photo: Path, megapixels: float) -> str:
    """How long each step takes, measured in a process of its own for its memory."""
    lines = [
        f"| step at {megapixels:g} MP | seconds | CPU seconds | peak memory of the process |",
        "|---|---|---|---|",
    ]
    for name in STEPS:
        command = [sys.executable, "-m", "imaging.bench.enhance", "--one", name]
        command += ["--photo", str(photo), "--megapixels", str(megapixels)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        wall, cpu, memory = (float(figure) for figure in told)
        lines.append(f"| {name} | {wall:.2f} | {cpu:.2f} | {memory:.0f} MB |")
    return "\n".join(lines)


def one(name: str, photo: Path, megapixels: float) -> str:
    """Best seconds on the clock and of all cores, and the most MB the process held, photo too."""
    work = enlarged(photo, megapixels)
    engine, params = name.split(",")[0], STEPS[name]
    tiny = Work(work.image[:64, :64].copy())
    run(engine, tiny, params)  # what is loaded once is loaded
    taken = [took(lambda: run(engine, work, params)) for _ in range(ROUNDS)]
    best = Took(*map(min, zip(*taken, strict=True)))
    return f"{best.clock} {best.processor} {peak_mb()}"


def enlarged(photo: Path, megapixels: float) -> Work:
    """`photo` with so many pixels, and a little noise, as a camera's pixels have."""
    image = decode({"photo": photo.read_bytes()}).image
    scale = (megapixels * 1e6 / (image.shape[0] * image.shape[1])) ** 0.5
    large = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    noise = np.empty(large.shape, np.int8)
    cv2.randn(noise, np.zeros(3), np.full(3, 2.0))
    return Work(np.asarray(cv2.add(large, noise, dtype=cv2.CV_8U), np.uint8))


def good(data: Path) -> str:
    """How many good photos come back as they were."""
    named = [data / "clothing" / "validation" / name for name in GOOD.read_text().split()]
    own = [decode({"photo": path.read_bytes()}).image for path in named if path.exists()]
    studio = [image for image, _ in products(data, WHITE)]
    lines = ["| good photos | of them byte for byte | mean ΔE00 under 0.5 |", "|---|---|---|"]
    for name, images in {"of phones, picked by eye": own, "products on white": studio}.items():
        apart = [mean_change(image, run("enhance", Work(image), {}).image) for image in images]
        same, near = (sum(a <= limit for a in apart) for limit in (0, UNCHANGED))
        lines.append(f"| {len(images)} {name} | {same} | {near} |")
    return "\n".join(lines)


def colours(files: Sequence[Path]) -> str:
    """How far colours move from a neutral correction, and what a second tap does."""
    changes, again, changed = [], [], 0
    for path in files:
        photo = decode({"photo": path.read_bytes()})
        once = run("enhance", photo, {})
        if once.image is photo.image:
            continue
        changed += 1
        changes.append(float(once.facts["colour_change"]))
        twice = run("enhance", Work(once.image), {})
        again.append(mean_change(once.image, twice.image))
    lines = [
        f"| of {len(files)} photos, {changed} were changed | median | 90 % | largest |",
        "|---|---|---|---|",
    ]
    for name, figures in {"`colour_change`": changes, "mean ΔE00 of a second tap": again}.items():
        middle, most, worst = np.quantile(figures or [0.0], (0.5, 0.9, 1)).tolist()
        lines.append(f"| {name} | {middle:.2f} | {most:.2f} | {worst:.2f} |")
    return "\n".join(lines)


def truth(data: Path) -> str:
    """How near products under lamps come to their own colours."""
    lines = [
        "| products on paper under | ΔE00 before | after | after, worst |",
        "|---|---|---|---|",
    ]
    for name, lamp in LAMPS.items():
        before, after = [], []
        for image, alpha in products(data, PAPER):
            light = to_light(image) * np.array(lamp, np.float32) * np.float32(2**LAMP_STOPS)
            noise = np.random.default_rng(1).normal(0, LAMP_NOISE, image.shape)
            seen = np.clip(np.rint(to_level(light) + noise), 0, 255).astype(np.uint8)
            made = run("enhance", Work(seen), {}).image
            before.append(product_change(image, seen, alpha))
            after.append(product_change(image, made, alpha))
        if before:
            figures = f"{median(before):.1f} | {median(after):.1f} | {max(after):.1f}"
            lines.append(f"| {name} | {figures} |")
    return "\n".join(lines)


def products(data: Path, paper: tuple[int, int, int]) -> Iterator[tuple[U8, U8]]:
    """The cut-outs laid on `paper`, and their alpha."""
    for path in sorted((data / "products").glob("*.png")):
        work = decode({"photo": path.read_bytes()})
        assert work.alpha is not None
        size = (PRODUCT_SIDE, PRODUCT_SIDE)
        image, alpha = (
            np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8)
            for plane in (work.image, work.alpha)
        )
        yield over(image, alpha, paper), alpha


def mean_change(one: U8, other: U8) -> float:
    """Mean ΔE00 of two pictures of one size; of others, 100: that is no small change."""
    return float(delta_e(lab(one), lab(other)).mean()) if one.shape == other.shape else 100.0


def product_change(truth: U8, seen: U8, alpha: U8) -> float:
    """Median ΔE00 inside the product, noise smoothed away."""
    if truth.shape != seen.shape:
        return 100.0
    smooth = (lab(np.asarray(cv2.blur(image, (7, 7)), np.uint8)) for image in (truth, seen))
    return float(np.median(delta_e(*smooth)[alpha == 255]))


def sheet(data: Path) -> U8:
    """(H, W, 3) uint8 BGR: photos of SHEET, each before and after."""
    folder = data / "clothing" / "validation"
    paths = [next(folder.glob(f"{name}*")) for name in SHEET]
    pairs = [pair(decode({"photo": path.read_bytes()})) for path in paths]
    rows = [np.hstack(pairs[at : at + COLUMNS]) for at in range(0, len(pairs), COLUMNS)]
    return np.asarray(np.vstack(rows)[..., ::-1])


def pair(photo: Work) -> U8:
    """A photo and what the one tap makes of it, side by side in a cell."""
    after = run("enhance", photo, {}).image
    cells = [np.pad(squared(i), ((0, GAP), (0, 2), (0, 0)), constant_values=255) for i in
             (photo.image, after)]  # fmt: skip
    return np.pad(np.hstack(cells), ((0, 0), (0, GAP), (0, 0)), constant_values=255)


def squared(image: U8) -> U8:
    """The middle of `image`, CELL wide and a third higher."""
    height, width = image.shape[:2]
    scale = max(CELL / width, CELL * 4 / 3 / height)
    large = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    top, left = (large.shape[0] - CELL * 4 // 3) // 2, (large.shape[1] - CELL) // 2
    return np.asarray(large[top : top + CELL * 4 // 3, left : left + CELL], np.uint8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--megapixels", type=float, default=12)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--photo", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(one(asked.one, asked.photo, asked.megapixels))
    elif asked.out:
        cv2.imwrite(str(asked.out), sheet(asked.data), [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    else:
        print(section(asked.data, asked.megapixels))


if __name__ == "__main__":
    main()
