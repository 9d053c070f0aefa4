"""How long a cut-out takes against rembg with the same U²-Net-p file on the same photos.

    python -m imaging.bench.cutout_speed --data DIR [--json]

JPEG close-ups of composites at 12 MP and at 1600 px, with a little noise, as a camera's pixels have
and an enlarged picture's have not (both cost whoever writes the PNG). "encoded": from the file's
bytes to RGBA PNG bytes; "pixels": to RGBA pixels, so decoding counts and encoding does not. Ours
refines edges and cleans their colours, rembg does neither. Taken in pairs, in turn, so that a busy
machine hits both alike: medians of seconds, and the median of the pairs' ratios (above 1: ours is
faster). "outside the net": the share of our time spent on anything but the net.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import cv2
import numpy as np

from imaging import codec
from imaging.bench.composites import U8, Composite, composites, is_there
from imaging.bench.rembg_peer import RembgPeer
from imaging.engines import cutout, decontaminate
from imaging.engines.base import Context, Work
from imaging.nets.saliency import F32, SaliencyNet

SIZES = {"12 MP": (4000, 3000), "1600 px": (1600, 1200)}
MADE_AT = (1600, 1600)
EVERY = 8  # of the products: a bottle, a cushion, a T-shirt, shoes
MARGIN = 0.1  # of the product's longer side: people fill the frame (median 45 % of 200 photos)
NOISE_LEVELS = 3  # standard deviation; a phone's in room light
MODEL = "u2netp"


class Stopwatch:
    """A net that adds up the time it takes."""

    def __init__(self, net: SaliencyNet) -> None:
        self.net, self.backend, self.seconds = net, net.backend, 0.0

    def predict(self, image: U8) -> F32:
        """See imaging.nets.saliency.SaliencyNet.predict."""
        started = time.perf_counter()
        mask = self.net.predict(image)
        self.seconds += time.perf_counter() - started
        return mask


def measure(data: Path, *, rounds: int = 2) -> dict[str, Any]:
    """{size: {encoded | pixels: {ours_s, rembg_s, ratio, outside_net}}}.

    {"measured": False} when `data` does not hold the pictures.
    """
    if not is_there(data):
        return {"measured": False}
    found: dict[str, Any] = {"measured": True}
    with RembgPeer() as peer, timed_net() as net, tempfile.TemporaryDirectory() as folder:
        for name, size in SIZES.items():
            photos = photos_made(data, size, Path(folder))
            ours(photos[0], encoded=False)  # both load their net before anything is timed
            peer.seconds(photos[0], encoded=False)
            found[name] = {
                way: pairs(photos * rounds, peer, net, encoded=way == "encoded")
                for way in ("encoded", "pixels")
            }
    return found


def photos_made(data: Path, size: tuple[int, int], folder: Path) -> list[Path]:
    """JPEG files of close-up composites of `size` (longer, shorter side)."""
    paths = []
    for index, made in enumerate(islice(composites(data, size=MADE_AT), 0, None, EVERY)):
        paths.append(folder / f"{size[0]}-{index}.jpg")
        near = close_up(made, size)
        noise = np.random.default_rng(index).normal(0, NOISE_LEVELS, near.shape)
        bgr = np.clip(near[..., ::-1] + noise, 0, 255).astype(np.uint8)
        cv2.imwrite(str(paths[-1]), bgr, [cv2.IMWRITE_JPEG_QUALITY, 92])
    return paths


def close_up(made: Composite, size: tuple[int, int]) -> U8:
    """The part of the composite that the product fills, upright or across, enlarged to `size`."""
    x, y, width, height = cv2.boundingRect(made.truth)
    margin = round(MARGIN * max(width, height))
    rows = slice(max(y - margin, 0), y + height + margin)
    columns = slice(max(x - margin, 0), x + width + margin)
    upright = size if width > height else size[::-1]
    part = made.image[rows, columns]
    return np.asarray(cv2.resize(part, upright, interpolation=cv2.INTER_CUBIC), np.uint8)


def pairs(
    photos: list[Path], peer: RembgPeer, net: Stopwatch, *, encoded: bool
) -> dict[str, float]:
    """Medians over `photos`, each done by both, one after the other."""
    mine, theirs, in_net = [], [], []
    for photo in photos:
        net.seconds = 0.0
        mine.append(ours(photo, encoded=encoded))
        in_net.append(net.seconds)
        theirs.append(peer.seconds(photo, encoded=encoded))
    ratios = [other / own for own, other in zip(mine, theirs, strict=True)]
    outside = [1 - inside / own for own, inside in zip(mine, in_net, strict=True)]
    figures = {"ours_s": mine, "rembg_s": theirs, "ratio": ratios, "outside_net": outside}
    return {name: round(median(values), 3) for name, values in figures.items()}


def ours(photo: Path, *, encoded: bool) -> float:
    """Seconds from the file's bytes to RGBA PNG bytes, or only to pixels."""
    data = photo.read_bytes()
    started = time.perf_counter()
    work = Work(codec.decode(data).image)
    work = cutout.load().run(work, cutout.CutoutParams(model=MODEL), Context())
    work = decontaminate.load().run(work, decontaminate.DecontaminateParams(), Context())
    if encoded:
        codec.encode(work.image, work.alpha, format="png")
    return time.perf_counter() - started


@contextmanager
def timed_net() -> Iterator[Stopwatch]:
    """The engine's net with a stopwatch around it."""
    net = Stopwatch(cutout.net_of(MODEL, cutout.backend()))
    usual, cutout.net_of = cutout.net_of, lambda key, on: net  # type: ignore[assignment]
    try:
        yield net
    finally:
        cutout.net_of = usual


def main() -> int:
    """Print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    found = measure(arguments.data, rounds=arguments.rounds)
    print(json.dumps(found) if arguments.json else table(found))
    return 0


def table(found: dict[str, Any]) -> str:
    """The figures as Markdown."""
    if not found["measured"]:
        return "cut-out speed: not measured (no pictures in --data)"
    lines = ["| photo | until | ours | rembg | rembg : ours | outside the net |", "|---" * 6 + "|"]
    for size in SIZES:
        for way, f in found[size].items():
            times = f"{f['ours_s']:.2f} s | {f['rembg_s']:.2f} s | {f['ratio']:.2f}"
            lines.append(f"| {size} | {way} | {times} | {f['outside_net']:.0%} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
