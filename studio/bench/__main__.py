"""Everything the studio states about speed, memory and quality, in one run, as Markdown.

    make bench DATA=DIR        (python -m studio.bench --data DIR)

DIR holds `clothing/` (github.com/alexeygrigorev/clothing-dataset-small, CC0) and `products/`
(cut-outs of github.com/saleor/saleor, BSD-3-Clause). What is absent is said to be not measured.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path

from imaging.weights import DEFAULT_MODELS

SIDE_12_MP = (4000, 3000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data.resolve()
    print(heading())
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        prepare(Path(folder))
        for title, section in sections(data, Path(folder)).items():
            print(f"\n## {title}\n\n{section()}", flush=True)


def heading() -> str:
    """What was measured on which machine, when."""
    packages = ("torch", "onnxruntime", "opencv-python", "numpy", "Django")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        "# Measurements\n\n"
        f"`make bench DATA=DIR`, {date.today()}, {os.cpu_count()} cores, {platform.machine()}, "
        f"Python {platform.python_version()}, {versions}. Seconds are of a shared machine: "
        "read ratios first. DIR is described in `studio/bench/__main__.py`."
    )


def prepare(folder: Path) -> None:
    """A studio's folder of its own; Django reads it from the environment."""
    from imaging.weights.store import folder as models

    os.environ["STUDIO_MODELS_DIR"] = str(models())
    os.environ["STUDIO_VAR_DIR"] = str(folder / "v")
    # What runs is what set-up installs, whatever else this machine has.
    (folder / "models").mkdir()
    for key in DEFAULT_MODELS:
        (folder / "models" / f"{key}.onnx").symlink_to(models() / f"{key}.onnx")
    os.environ["STUDIO_LOG_LEVEL"] = "WARNING"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], check=True)
    import django

    django.setup()


def sections(data: Path, folder: Path) -> dict[str, Callable[[], str]]:
    from imaging.bench import (
        adverts,
        brief_quality,
        categories,
        colours,
        cutout_quality,
        cutout_speed,
        enhance,
        restoration,
        retouching,
        scenes,
        screening,
        stamps,
        tag_reading,
        taste,
        upscale,
        watermark,
    )
    from imaging.bench.composites import is_there
    from studio.bench import exporting, importing, lists, live, rows

    def photos() -> list[Path]:
        made = is_there(data)
        return cutout_speed.photos_made(data, SIDE_12_MP, folder) if made else []

    return {
        "Cut-out: speed against rembg": lambda: cutout_speed.table(cutout_speed.measure(data)),
        "Cut-out: alpha against rembg": lambda: cutout_quality.table(cutout_quality.measure(data)),
        "Scenes: seconds, and the product's own pixels": lambda: scenes.section(data),
        "Adverts: seconds, contrast and the product's own pixels": lambda: adverts.section(data),
        "One tap: seconds, good photos left alone, true colours": lambda: enhance.section(data),
        "Retouching: seconds, holes and dust": lambda: retouching.section(data),
        "Larger photos: clean and damaged, by every way": lambda: upscale.section(data),
        "Restoration: our nets against OpenCV": lambda: restoration.table(
            restoration.measure(data)
        ),
        "Taste: a replay of twenty choices": taste.section,
        "Briefs: what is read out of a sentence": lambda: brief_quality.table(
            brief_quality.measure()
        ),
        "Attributes: price and size": tag_reading.section,
        "Attributes: colour": lambda: colours.section(data),
        "Attributes: category, pattern, material, sleeves, length": lambda: categories.section(
            data
        ),
        "Checks before a person looks": lambda: screening.section(data),
        "Marks of a file: milliseconds and bytes": lambda: stamps.table(stamps.measure(data)),
        "Watermark: what it outlives, and false alarms": lambda: watermark.section(data),
        "Shop files: rows a second and memory": importing.section,
        "Products as files: products a second and memory": exporting.section,
        "Lists of 100,000 products": lists.apart,
        "Imports: rows a minute against a bare loop": lambda: rows.section(data, folder / "models"),
        "The studio, running": lambda: live.section(
            [one.read_bytes() for one in photos()], models=folder / "models"
        ),
        "Chaos with the real engines": lambda: chaos(photos(), folder),
    }


def chaos(photos: list[Path], folder: Path) -> str:
    """Kill everything while main images of 12 MP photos are made."""
    if not photos:
        return "not measured (no pictures in --data)"
    from studio.bench.live import free_port

    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
        "STUDIO_VAR_DIR": str(folder / "c"),
        "STUDIO_MODELS_DIR": str(folder / "models"),
        "STUDIO_PORT": str(free_port()),
    }
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, env=environment, check=True)
    storm = [sys.executable, "-m", "tests.chaos.driver", "--recipe", "main-image", "--jobs", "40"]
    storm += ["--kills", "10", "--every-s", "6", "--within-s", "400", *map(str, photos)]
    done = subprocess.run(storm, env=environment, check=True, capture_output=True, text=True)
    report = json.loads(done.stdout.splitlines()[-1])
    return "\n".join(f"- {name.replace('_', ' ')}: {value}" for name, value in report.items())


if __name__ == "__main__":
    main()
