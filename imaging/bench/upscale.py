"""Enlargements against the photo they were shrunk from, of clean photos and of damaged ones.

    python -m imaging.bench.upscale --data DIR

Photos are the middle of product pictures on white (`products/*.png`) and of clothing
(`clothing/validation`), SIDE px square; each is shrunk bicubically by the scale, damaged, and then
enlarged in every way. PSNR in dB and SSIM, of all photos of a kind; seconds are of the way alone,
for a megapixel of the small photo. Text: product pictures at half size, each line read before and
after.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import fmean

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from imaging.bench.fidelity import psnr, ssim
from imaging.bench.measuring import clothing, evenly, peak_mb, took
from imaging.engines.base import Context, Work
from imaging.engines.upscale import Upscale, load
from imaging.engines.upscale_choice import UpscaleParams, damage_of
from imaging.ocr import reader
from imaging.ops.composite import WHITE, over
from imaging.weights import installed

U8 = NDArray[np.uint8]
Picture = tuple[str, U8]
Scores = dict[tuple[str, int, str, str], list[tuple[float, float, float]]]

SIDE, OF_EACH = 160, 3
TEXT_EVERY = 8  # of the product pictures
NOISE, QUALITY = 8.0, 40  # levels; of JPEG
WAYS = ("bicubic", "plain", "sharp", "cleaned", "restoring")
MODELS = ("span-x2", "span-x4", "realesrgan-x4", "ppocr-find", "ppocr-read")


def section(data: Path) -> str:
    """The tables as Markdown."""
    if not any(data.glob("products/*.png")) or not all(map(installed, MODELS)):
        return "not measured (no pictures in --data, or models that are not here)"
    engine, pictures = load(), list(photos(data))
    scores: Scores = {}
    for kind, photo in pictures:
        for scale in (2, 4):
            for damage, act in damages().items():
                small = act(shrunk(photo, scale))
                for way in WAYS:
                    score = scored(engine, small, photo, way)
                    scores.setdefault((kind, scale, damage, way), []).append(score)
    return "\n\n".join([quality(scores), seconds(scores), choices(pictures), text(engine, data)])


def photos(data: Path) -> Iterator[Picture]:
    """The middle of OF_EACH pictures of either kind, (SIDE, SIDE, 3)."""
    for path in evenly(sorted(data.glob("products/*.png")), OF_EACH):
        yield "products", middle(on_white(path))
    for path in clothing(data, OF_EACH):
        yield "clothing", middle(np.asarray(Image.open(path).convert("RGB")))


def on_white(path: Path) -> U8:
    """A cut-out on white, (H, W, 3)."""
    rgba = np.asarray(Image.open(path).convert("RGBA"))
    return over(rgba[..., :3], rgba[..., 3], WHITE)


def middle(image: U8) -> U8:
    """The SIDE px square in the middle of `image`."""
    top, left = ((length - SIDE) // 2 for length in image.shape[:2])
    return np.ascontiguousarray(image[top : top + SIDE, left : left + SIDE])


def shrunk(photo: U8, scale: int) -> U8:
    """`photo` bicubically at 1/scale of its size."""
    size = (photo.shape[1] // scale, photo.shape[0] // scale)
    return np.asarray(Image.fromarray(photo).resize(size, Image.Resampling.BICUBIC))


def damages() -> dict[str, Callable[[U8], U8]]:
    """What is done to a small photo, by name."""
    return {
        "clean": lambda image: image,
        f"noise {NOISE:g}": noisy,
        f"JPEG {QUALITY}": packed,
        "both": lambda image: packed(noisy(image)),
    }


def noisy(image: U8) -> U8:
    """`image` with noise in every channel, the same each time."""
    noise = np.random.default_rng(image.size).normal(0, NOISE, image.shape)
    return np.rint(np.clip(image + noise, 0, 255)).astype(np.uint8)


def packed(image: U8) -> U8:
    """`image` as JPEG."""
    data = cv2.imencode(".jpg", image[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1]
    return np.ascontiguousarray(
        np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)[..., ::-1]
    )


def scored(engine: Upscale, small: U8, photo: U8, way: str) -> tuple[float, float, float]:
    """PSNR, SSIM and seconds a megapixel of `small` enlarged to the size of `photo`."""
    started = time.perf_counter()
    scale = photo.shape[0] // small.shape[0]
    if way == "bicubic":
        size = photo.shape[1::-1]
        found = np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    else:
        params = UpscaleParams.model_validate({"scale": scale, "net": way, "protect_text": False})
        found = engine.run(Work(image=small), params, Context()).image
    taken = time.perf_counter() - started
    return psnr(found, photo), ssim(found, photo), taken * 1e6 / (small.shape[0] * small.shape[1])


def quality(scores: Scores) -> str:
    """PSNR / SSIM of each way, a row for each kind, scale and damage."""
    rows = list(dict.fromkeys(key[:3] for key in scores))
    lines = ["| PSNR dB / SSIM | " + " | ".join(WAYS) + " |", "|---" * (len(WAYS) + 1) + "|"]
    for kind, scale, damage in rows:
        cells = []
        for way in WAYS:
            found = scores[kind, scale, damage, way]
            cells.append(f"{fmean(s[0] for s in found):.2f} / {fmean(s[1] for s in found):.3f}")
        lines.append(f"| {kind} ×{scale}, {damage} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def seconds(scores: Scores) -> str:
    """Seconds a megapixel of the small photo, by way, the least of all runs."""
    least = {way: min(s[2] for key in scores if key[3] == way for s in scores[key]) for way in WAYS}
    told = ", ".join(f"{way} {taken:.1f}" for way, taken in least.items())
    return f"Seconds a megapixel of the small photo, the quickest of all runs: {told}."


def choices(pictures: list[Picture]) -> str:
    """How many of the small photos are taken for damaged, by damage."""
    small = [shrunk(photo, 2) for _, photo in pictures]
    counts = {
        name: sum(damage_of(act(photo)).is_seen for photo in small)
        for name, act in damages().items()
    }
    told = ", ".join(f"{name} {count}" for name, count in counts.items())
    return f"Taken for damaged, of {len(small)}: {told}."


def text(engine: Upscale, data: Path) -> str:
    """Lines of text that read otherwise when enlarged by a net, and what reading costs."""
    lines, changed, spent = 0, 0, 0.0
    for path in sorted(data.glob("products/*.png"))[::TEXT_EVERY]:
        small = shrunk(on_white(path), 2)
        found = engine.run(Work(image=small), UpscaleParams(net="sharp"), Context()).facts[
            "upscale"
        ]
        lines, changed = lines + found["text"]["lines"], changed + found["text"]["plain"]
        spent = max(spent, took(partial(reader().lines, small)).processor)
    return (
        f"Text on product pictures, ×2 by the sharp net: {lines} lines read, {changed} enlarged "
        f"plainly as they would have read otherwise. Reading takes at most {spent:.1f} s of "
        f"processor for a picture; the whole process at most {peak_mb()} MB."
    )


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    print(section(parser.parse_args().data))
    return 0


if __name__ == "__main__":
    sys.exit(main())
