"""Scenes: seconds for plates and placing, and whether a single product pixel ever changes.

    python -m imaging.bench.scenes --data DIR

Products are the cut-outs of `products/` and, cut out here, photos of `clothing/validation`.

- placed: the step `scene` alone on a shipped plate at 1024 px, cut-out done; with encode, the file
  as well (JPEG and its thumbnail).
- preview and full: a new plate in a fresh process, start-up and placing included.
- lock: every product on every theme's shipped square plate at 512 px: the largest difference of
  any pixel inside the eroded mask, as `imaging.lock` measures it for every picture.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from imaging import lock
from imaging.bench.measuring import clothing, took
from imaging.engines import registry
from imaging.engines.base import Context, Work
from imaging.engines.scene import SceneParams
from imaging.ops.spread import shrunk
from imaging.pipeline import MemoryCache, Run, decode
from imaging.recipes import build
from imaging.themes import load_themes

PHOTOS = 20  # of clothing, beside the cut-outs
SIDE, LOCK_SIDE = 1024, 512  # px
LONGEST = 900  # px of what is placed at LOCK_SIDE
NOT_MEASURED = "not measured (no pictures in --data)"


def section(data: Path) -> str:
    """Both tables as Markdown."""
    if not (data / "products").is_dir():
        return NOT_MEASURED
    products = [cut_out(path) for path in files(data)]
    return f"{seconds(data, products)}\n\n{locked(products)}"


def files(data: Path) -> list[Path]:
    """The cut-outs, and photos of clothing spread over its classes."""
    return [*sorted(data.glob("products/*.png")), *clothing(data, PHOTOS)]


def cut_out(path: Path) -> Work:
    """A product found in its photo, with clean edges."""
    work = decode({"photo": path.read_bytes()})
    for step in build("cutout").steps:
        params = registry.checked(step.engine, step.params)
        work = registry.load(step.engine).run(work, params, Context())
    return work


def seconds(data: Path, products: list[Work]) -> str:
    """How long a person waits."""
    placed = [timed_placing(work) for work in products[:10]]
    whole = [timed_picture(path) for path in files(data)[:10]]
    photo = files(data)[0]
    preview, full = (timed_new_plate(photo, quality) for quality in ("preview", "full"))
    return "\n".join(
        [
            f"| a scene at {SIDE} px, cut-out done | seconds |",
            "|---|---|",
            f"| placed on a plate that is there (median of 10) | {median(placed):.2f} |",
            f"| the same from photo to file (median of 10) | {median(whole):.2f} |",
            f"| a new preview plate, process start to file | {preview:.1f} |",
            f"| a new full plate, process start to file | {full:.1f} |",
        ]
    )


def timed_placing(work: Work) -> float:
    params = SceneParams(theme="minimal", width=SIDE, height=SIDE)
    engine = registry.load("scene")
    engine.run(work, params, Context())
    return took(lambda: engine.run(work, params, Context())).clock


def timed_picture(path: Path) -> float:
    """Photo to file with a step cache that already knows the cut-out."""
    recipe = build("scene", options={"theme": "minimal", "long_side": SIDE})
    cache, photo = MemoryCache(), {"photo": path.read_bytes()}
    Run(recipe=recipe, cache=cache).make(photo)
    return took(lambda: Run(recipe=recipe, cache=cache).make(photo)).clock


def timed_new_plate(photo: Path, quality: str) -> float:
    """`manage.py render` in a new process with no plate kept; the product came cut out."""
    with tempfile.TemporaryDirectory(prefix="bench-plates-") as folder:
        command = [sys.executable, "manage.py", "render", str(photo), "--recipe", "scene"]
        command += ["--brief", "light wood, leaves, window light, natural", "--size", str(SIDE)]
        command += ["--option", f"quality={quality}", "--out", folder]
        environment = os.environ | {"STUDIO_PLATES_DIR": f"{folder}/plates"}
        return took(
            lambda: subprocess.run(command, check=True, env=environment, capture_output=True)
        ).clock


def locked(products: list[Work]) -> str:
    """The largest difference over all products and themes."""
    worst = pixels = pictures = 0
    for work in map(smaller, products):
        for key in load_themes():
            params = SceneParams(theme=key, width=LOCK_SIDE, height=LOCK_SIDE)
            measured = lock.measure(work.image, registry.load("scene").run(work, params, Context()))
            worst = max(worst, measured["max_difference"])
            pixels += measured["pixels"]
            pictures += 1
    return (
        f"Lock: {len(products)} products on {len(load_themes())} themes, {pictures} pictures, "
        f"{pixels / 1e6:.0f} million pixels compared inside the eroded masks: "
        f"largest difference {worst}."
    )


def smaller(work: Work) -> Work:
    """`work` with its longer side at most LONGEST px."""
    assert work.alpha is not None
    return Work(image=shrunk(work.image, LONGEST), alpha=shrunk(work.alpha, LONGEST))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    print(section(parser.parse_args().data))


if __name__ == "__main__":
    main()
