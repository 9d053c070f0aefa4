"""How true the cut-out's alpha is: plain and refined edges, and rembg's, on the same composites.

    python -m imaging.bench.cutout_quality --data DIR [--json]

Composites at 1600 px as imaging.bench.composites makes them, over backgrounds of the `validation`
split; the constants of imaging.ops.matting were chosen on others, of the `train` split.

- error: mean absolute error of alpha over the whole frame, in [0, 1].
- boundary: the same within 10 px of the true contour (alpha crossing 0.5).
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import fmean, median
from typing import Any

import cv2
import numpy as np

from imaging.bench.composites import U8, Composite, composites, is_there
from imaging.bench.rembg_peer import RembgPeer
from imaging.engines.cutout import backend, net_of
from imaging.ops.matting import edges_refined, enlarged
from imaging.weights import MODELS, installed

SIZE = (1600, 1600)
NEAR_PX = 10
Alphas = Iterator[tuple[str, U8]]


def measure(data: Path, *, per_product: int = 1, split: str = "validation") -> dict[str, Any]:
    """Errors by way of cutting out: {way: {error, error_median, boundary}} and `photos`.

    {"measured": False} when `data` does not hold the pictures.
    """
    if not is_there(data):
        return {"measured": False}
    errors: dict[str, list[tuple[float, float]]] = {}
    with ExitStack() as stack:
        by_rembg = rembg_alpha(stack)
        made = composites(data, size=SIZE, split=split, per_product=per_product)
        for composite in made:
            for way, alpha in [*our_alphas(composite.image), ("rembg", by_rembg(composite.image))]:
                errors.setdefault(way, []).append(differences(alpha, composite))
    photos = len(next(iter(errors.values())))
    return {"measured": True, "photos": photos, **{way: summary(e) for way, e in errors.items()}}


def our_alphas(image: U8) -> Alphas:
    """Each installed model's alpha of `image`, plain and refined."""
    for key in (key for key in MODELS if MODELS[key].capability == "cutout" and installed(key)):
        mask = net_of(key, backend()).predict(image)
        yield f"{key} plain", enlarged(mask, image.shape)
        yield f"{key} refined", edges_refined(image, mask).alpha


def rembg_alpha(stack: ExitStack) -> Callable[[U8], U8]:
    """rembg's alpha of an image (H, W, 3) uint8 RGB, from a process that ends with `stack`."""
    peer = stack.enter_context(RembgPeer())
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    photo, mask = folder / "photo.png", folder / "mask.png"

    def alpha(image: U8) -> U8:
        cv2.imwrite(str(photo), image[..., ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 1])
        peer.mask(photo, mask)
        return np.asarray(cv2.imread(str(mask), cv2.IMREAD_GRAYSCALE), np.uint8)

    return alpha


def differences(alpha: U8, composite: Composite) -> tuple[float, float]:
    """Mean absolute error of `alpha`, in [0, 1]: everywhere, and near the true contour."""
    apart = cv2.absdiff(alpha, composite.truth)
    inside = (composite.truth > 127).astype(np.uint8)
    contour = cv2.morphologyEx(inside, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    near = cv2.distanceTransform(1 - contour, cv2.DIST_L2, 5) <= NEAR_PX
    return float(apart.mean() / 255), float(apart[near].mean() / 255)


def summary(errors: list[tuple[float, float]]) -> dict[str, float]:
    """Means over all photos, and the median photo."""
    whole, near = zip(*errors, strict=True)
    figures = {"error": fmean(whole), "error_median": median(whole), "boundary": fmean(near)}
    return {name: round(figure, 5) for name, figure in figures.items()}


def main() -> int:
    """Print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--per-product", type=int, default=1)
    parser.add_argument("--split", default="validation")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    found = measure(arguments.data, per_product=arguments.per_product, split=arguments.split)
    print(json.dumps(found) if arguments.json else table(found))
    return 0


def table(found: dict[str, Any]) -> str:
    """The figures as Markdown."""
    if not found["measured"]:
        return "cut-out quality: not measured (no pictures in --data)"
    lines = [f"| {found['photos']} photos | error | median photo | boundary |", "|---" * 4 + "|"]
    for way, figures in found.items():
        if isinstance(figures, dict):
            numbers = " | ".join(f"{figure:.5f}" for figure in figures.values())
            lines.append(f"| {way} | {numbers} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
