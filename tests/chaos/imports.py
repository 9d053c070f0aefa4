"""Kill everything while an import runs, then count what is left. Prints one JSON line.

python -m tests.chaos.imports --rows 500 --kills 8 --seed 1
"""

import argparse
import io
import json
import os
import random
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.chaos.killing import Studio, spread, studio_running

CHANNEL = "amazon_main"
TWO_PHOTOS = 25  # one row in so many


def main() -> None:
    options = arguments()
    chance = random.Random(options.seed)
    with studio_running() as studio:
        started = time.monotonic()
        source = received(options.rows, chance)
        killed = storm(studio, source, options, chance)
        report = outcome(source, until=started + options.within_s)
    print(json.dumps(report | {"killed": killed, "seconds": round(time.monotonic() - started, 1)}))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=500)
    parser.add_argument("--kills", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every-s", type=float, default=4)
    parser.add_argument("--within-s", type=float, default=200)
    return parser.parse_args()


def received(rows: int, chance: random.Random) -> Any:
    """An import of `rows` products with a photo each, some with two, for one channel."""
    from catalog.importing.making import Pictures
    from catalog.services.import_files import ImportFiles
    from catalog.services.imports import import_receive
    from tests.factories import make_shop
    from tests.sheets import csv_of, zip_of

    names = {number: photo_names(number) for number in range(rows)}
    photos = {name: photo(chance) for several in names.values() for name in several}
    sheet = csv_of(
        *(
            {"sku": f"C-{number}", "title": f"Cup {number}", "photos": "|".join(several)}
            for number, several in names.items()
        )
    )
    files = ImportFiles("cups.csv", io.BytesIO(sheet), io.BytesIO(zip_of(photos)))
    making = Pictures(recipe="quick", presets=(CHANNEL,))
    shop = make_shop(slug="chaos", name="Chaos")
    return import_receive(shop=shop, by=None, files=files, makings=[making])


def is_right(report: dict[str, Any], rows: int) -> bool:
    """Whether what is left after the storm is what the import was to bring, each thing once."""
    photos = sum(len(photo_names(number)) for number in range(rows))
    right = {
        "status": "done",
        "rows": {"done/created": rows},
        "products": rows,
        "skus": rows,
        "photos": photos,
        "photo_names": photos,
        "renditions": photos,
        "photos_with_a_picture": photos,
        "jobs": {"done": photos},
        "untold": False,
        "missing": [],
        "unnamed": [],
        "broken": [],
    }
    return {key: report[key] for key in right} == right


def photo_names(number: int) -> list[str]:
    return [f"{number}-{one}.png" for one in range(1 if number % TWO_PHOTOS else 2)]


def photo(chance: random.Random) -> bytes:
    from PIL import Image

    picture = Image.frombytes("RGB", (64, 64), chance.randbytes(64 * 64 * 3))
    picture.save(out := io.BytesIO(), "PNG")
    return out.getvalue()


def storm(
    studio: Studio, source: Any, options: argparse.Namespace, chance: random.Random
) -> Counter[str]:
    """Start the import as soon as it may be, and kill at seeded moments until its end."""
    killed: list[str] = []
    for name in spread(studio.victims, options.kills, chance):
        wait_until = time.monotonic() + options.every_s * chance.uniform(0.3, 1.7)
        while time.monotonic() < wait_until:
            patiently(lambda: started(source))
            time.sleep(0.1)
        killed += studio.kill(name, chance)
    return Counter(killed)


def started(source: Any) -> None:
    """Start the import once it was checked, as its seller would."""
    from catalog.models import Import
    from catalog.services.imports import import_start

    source.refresh_from_db()
    if source.status == Import.Status.CHECKED:
        import_start(source=source)


def patiently(ask: Callable[[], Any]) -> Any:
    """What `ask` says; None while the database is away."""
    from django.db import InterfaceError, OperationalError, close_old_connections

    try:
        return ask()
    except (InterfaceError, OperationalError):
        close_old_connections()
        return None


def outcome(source: Any, *, until: float) -> dict[str, Any]:
    """Wait for the end, then count: rows, products, photos, pictures, and files nobody names."""
    from catalog.models import Import

    while time.monotonic() < until:
        patiently(lambda: started(source))
        if source.status == Import.Status.DONE and patiently(all_told):
            break
        time.sleep(0.2)
    return counted(source)


def all_told() -> bool:
    from imaging.models import OutboxEntry

    return not OutboxEntry.objects.filter(consumed_at=None).exists()


def counted(source: Any) -> dict[str, Any]:
    from catalog.models import Photo, Product, Rendition, Variant
    from imaging.models import Job

    named, stored = files_named(source), files_stored()
    made = Rendition.objects.values_list("photo", "preset")
    return {
        "status": source.status,
        "rows": Counter("/".join(one) for one in source.rows.values_list("status", "outcome")),
        "products": Product.objects.count(),
        "skus": len(set(Variant.objects.values_list("sku", flat=True))),
        "photos": Photo.objects.count(),
        "photo_names": len(set(Photo.objects.values_list("name", flat=True))),
        "renditions": len(made),
        "photos_with_a_picture": len(set(made)),
        "jobs": Counter(Job.objects.values_list("status", flat=True)),
        "attempts": Counter(Job.objects.values_list("attempts", flat=True)),
        "untold": not all_told(),
        "files": len(stored),
        "missing": sorted(named - stored)[:5],
        "unnamed": sorted(stored - named)[:5],
        "broken": broken_outputs()[:5],
    }


def files_named(source: Any) -> set[str]:
    """Every file that a row promises."""
    from catalog.models import Photo
    from imaging.models import Job, StepResult

    photos = Photo.objects.values_list("file", "thumbnail")
    outputs = Job.objects.values_list("outputs", flat=True)
    return {
        source.file,
        source.photos,
        *(name for both in photos for name in both),
        *(item["file"] for roles in outputs for item in roles.values()),
        *StepResult.objects.values_list("file", flat=True),
    }


def files_stored(folder: str = "") -> set[str]:
    """Every file there is, but for parts that a killed process left: those go after a day."""
    from django.core.files.storage import default_storage

    from imaging.whole_files import PARTS

    folders, files = default_storage.listdir(folder)
    found = {f"{folder}{name}" for name in files}
    for one in folders:
        if one != PARTS:
            found |= files_stored(f"{folder}{one}/")
    return found


def broken_outputs() -> list[str]:
    """Pictures whose bytes are not those that their jobs wrote."""
    from imaging.models import Job
    from tests.chaos.driver import has_its_files

    return [str(job.pk) for job in Job.objects.filter(status="done") if not has_its_files(job)]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.chaos.settings")
    import django

    django.setup()
    main()
