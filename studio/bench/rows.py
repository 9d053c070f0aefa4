"""Rows per minute of an import with recipe "main image", against the same recipe in a bare loop.

    python -m studio.bench.rows --data DIR [--rows 40]

An import of real photos runs in a studio of its own, with everything that a studio does on the
side, and one image worker; before and after it one process makes the same pictures of the same
photos one after the other, with the same net, encoding and signature, and no database. The import
runs twice: main images and nothing else, then in a shop that also has its photos' attributes read,
as shops have unless they say otherwise. Wall time is of a machine that others may use; processor
time is the worker's own against the loop's own. The share of the worker's time that its jobs' steps
took, from its first picture to its last, is that ratio told from within, whatever else the machine
did: a bare loop does nothing but these steps.
"""

import argparse
import io
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from studio.bench.table import table

PRESET = "shopify"
LOOP = "--loop"
QUIET_S = 15  # after a start: workers that give way are up last

HEAD = (
    "main images, one worker",
    "rows per minute",
    "seconds a row",
    "processor seconds a row",
    "of the loop",
    "of its processor time",
    "time in steps",
)


@dataclass(frozen=True)
class Taken:
    """What so many pictures took, in seconds, and how much of it was spent in steps."""

    wall: float
    processor: float
    share: float = 1.0  # of the time from the first to the last; a loop does nothing else


def main() -> None:
    """Print the table; with --loop, make main images of photos and print the seconds."""
    if LOOP in sys.argv:
        taken = bare([Path(name) for name in sys.argv[2:]])
        print(taken.wall, taken.processor)
        return
    from studio.bench.__main__ import prepare

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=40)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        prepare(Path(folder))
        print(section(asked.data.resolve(), Path(folder) / "models", rows=asked.rows))


def section(data: Path, models: Path, *, rows: int = 40) -> str:
    """The import and the loop beside each other, as Markdown. Django must be set up."""
    first, *photos = sorted((data / "clothing").rglob("*.jpg"))[::7][: rows + 1] or [data]
    if len(photos) < rows:
        return "not measured (no pictures in --data)"
    before = looped(photos, models)
    plain, reading = imports_taken(first, photos, models)
    after = looped(photos, models)
    loop = Taken(mean([before.wall, after.wall]), mean([before.processor, after.processor]))
    measured = {
        "bare loop, one process": loop,
        "import": plain,
        "import, attributes read beside it": reading,
    }
    return table(HEAD, [line(name, taken, loop, rows) for name, taken in measured.items()])


def line(name: str, taken: Taken, loop: Taken, rows: int) -> tuple[str | float, ...]:
    return (
        name,
        60 * rows / taken.wall,
        taken.wall / rows,
        taken.processor / rows,
        loop.wall / taken.wall,
        loop.processor / taken.processor,
        f"{taken.share:.0%}",
    )


def looped(photos: list[Path], models: Path) -> Taken:
    """The bare loop in a process of its own, with the worker's environment and nets."""
    from studio.processes import environment

    command = [sys.executable, "-m", "studio.bench.rows", LOOP, *map(str, photos)]
    shown = subprocess.run(
        command,
        env=environment(name="localhost", port=0) | {"STUDIO_MODELS_DIR": str(models)},
        capture_output=True,
        check=True,
        text=True,
    )
    wall, processor = map(float, shown.stdout.split())
    return Taken(wall, processor)


def bare(photos: list[Path]) -> Taken:
    """Main images of `photos`, from bytes to signed bytes, once the net is loaded."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    import django

    django.setup()
    from imaging.errors import EngineError
    from imaging.origin import origin
    from imaging.pipeline import Run
    from imaging.recipes import build

    recipe, said = build("main-image", preset_key=PRESET), origin()
    files = [photo.read_bytes() for photo in photos]
    Run(recipe=recipe, origin=said).make({"photo": files[0]})
    wall, processor = time.perf_counter(), time.process_time()
    for file in files:
        with suppress(EngineError):  # no product found: the import's jobs end so too
            Run(recipe=recipe, origin=said).make({"photo": file})
    return Taken(time.perf_counter() - wall, time.process_time() - processor)


def imports_taken(first: Path, photos: list[Path], models: Path) -> list[Taken]:
    """Imports of one row a photo, from start to end: without and with attributes being read.

    `first` is imported before, so that the nets are loaded.
    """
    from catalog.models import Shop, User
    from catalog.services.shops import shop_create
    from imaging.models import Job
    from studio.bench.live import running

    owner = User.objects.create_user("rows@example.com", "bench")
    taken = []
    with running(models) as (_, supervisor):
        for name, are_read in (("plain", False), ("reading", True)):
            shop: Shop = shop_create(name=name, owner=owner, slug=name)
            Shop.objects.filter(pk=shop.pk).update(are_photos_read=are_read)
            imported(shop, owner, [first])
            time.sleep(QUIET_S)
            begun = processor_seconds(supervisor)
            seconds = imported(shop, owner, photos)
            processor = processor_seconds(supervisor) - begun
            jobs = Job.objects.filter(recipe="main-image", tenant=shop.tenant)
            share = share_in_steps(list(jobs.order_by("started_at"))[1:])
            taken.append(Taken(seconds, processor, share))
    return taken


def share_in_steps(jobs: list[Any]) -> float:
    """Of the time from the first of one worker's jobs to the end of the last."""
    steps = sum(note["seconds"] for job in jobs for note in job.report)
    return float(steps / (jobs[-1].finished_at - jobs[0].started_at).total_seconds())


def imported(shop: Any, owner: Any, photos: list[Path]) -> float:
    """Import photos and have their main images made; the seconds from start to end."""
    from catalog.importing.making import Pictures
    from catalog.models import Import
    from catalog.services.import_files import ImportFiles
    from catalog.services.imports import import_receive, import_start

    making = Pictures(recipe="main-image", presets=(PRESET,))
    files = ImportFiles("rows.csv", sheet_of(photos), archive_of(photos))
    source = import_receive(shop=shop, by=owner, files=files, makings=[making])
    wait_for(source, Import.Status.CHECKED)
    started = time.perf_counter()
    import_start(source=source)
    wait_for(source, Import.Status.DONE)
    return time.perf_counter() - started


def wait_for(source: Any, status: str) -> None:
    until = time.monotonic() + 1_800
    while source.status != status:
        if time.monotonic() > until:
            raise RuntimeError(f"the import is still {source.status}")
        time.sleep(0.2)
        source.refresh_from_db()


def sheet_of(photos: list[Path]) -> io.BytesIO:
    lines = [f"{photo.stem},Product {photo.stem},{photo.name}" for photo in photos]
    return io.BytesIO("\n".join(["sku,title,photos", *lines]).encode())


def archive_of(photos: list[Path]) -> io.BytesIO:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        for photo in photos:
            packed.write(photo, photo.name)
    return archive


def processor_seconds(supervisor: int) -> float:
    """What the image worker and its children have used so far."""
    from studio.bench.live import children, descendants, program_name

    workers = [pid for pid in children(supervisor) if program_name(pid).startswith("image worker")]
    every = [one for pid in workers for one in (pid, *descendants(pid))]
    return sum(map(seconds_of, every))


def seconds_of(pid: int) -> float:
    """User and system time of one process (proc(5), fields 14 and 15 of stat)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
