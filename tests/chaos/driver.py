"""Kill everything while jobs run, then count what is left. Prints one JSON line.

python -m tests.chaos.driver --jobs 200 --kills 12 --seed 1 [--recipe main-image PHOTO …]
"""

import argparse
import hashlib
import io
import json
import os
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.chaos.killing import Studio, spread, studio_running

TENANTS = 5


def main() -> None:
    options = arguments()
    with studio_running() as studio:
        report = storm(studio, options)
    print(json.dumps(report))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("photos", nargs="*", type=Path)
    parser.add_argument("--jobs", type=int, default=200)
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every-s", type=float, default=1.5)
    parser.add_argument("--within-s", type=float, default=110)
    parser.add_argument("--recipe", default="quick")
    return parser.parse_args()


def storm(studio: Studio, options: argparse.Namespace) -> dict[str, Any]:
    """Queue jobs in bursts while programs are killed at seeded moments; then wait for the end."""
    from imaging.models import Job

    chance = random.Random(options.seed)
    started = time.monotonic()
    names = spread(studio.victims, options.kills, chance)
    killed: list[str] = []
    for turn in range(options.kills):
        burst = options.jobs * (turn + 1) // options.kills - options.jobs * turn // options.kills
        for _ in range(burst):
            queue(options, chance)
        time.sleep(options.every_s * chance.uniform(0.3, 1.7))
        killed += studio.kill(names[turn], chance)
    while Job.objects.unfinished().exists() and time.monotonic() - started < options.within_s:
        time.sleep(0.2)
    return outcome(killed, time.monotonic() - started, settle_until=started + options.within_s)


def queue(options: argparse.Namespace, chance: random.Random) -> None:
    """One job as the web process asks for it, also while the broker is dead."""
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    from imaging import recipes, services
    from imaging.models import Job
    from imaging.recipe import Recipe, Step

    data = photo(options.photos, chance)
    digest = hashlib.sha256(data).hexdigest()
    name = default_storage.save(f"photos/chaos/{digest}.png", ContentFile(data))
    if options.recipe == "quick":
        step = Step(engine="quick", params={"seconds": round(chance.uniform(0, 0.2), 3)})
        recipe = Recipe(key="quick", steps=(step,))
    else:
        recipe = recipes.build(options.recipe, preset_key="amazon_main")
    services.job_create(
        tenant=f"shop-{chance.randrange(TENANTS)}",
        recipe=recipe,
        inputs={"photo": {"file": name, "sha256": digest}},
        priority=chance.choice(Job.Priority.values),
    )


def photo(photos: list[Path], chance: random.Random) -> bytes:
    if photos:
        return chance.choice(photos).read_bytes()
    from PIL import Image

    picture = Image.frombytes("RGB", (20, 20), chance.randbytes(20 * 20 * 3))
    picture.save(out := io.BytesIO(), "PNG")
    return out.getvalue()


def outcome(killed: list[str], seconds: float, *, settle_until: float) -> dict[str, Any]:
    """Every job's end, counted: lost, without its files, with two results, not told."""
    from imaging.models import Job, OutboxEntry

    while OutboxEntry.objects.filter(consumed_at=None).exists() and time.monotonic() < settle_until:
        time.sleep(0.2)
    jobs = list(Job.objects.all())
    return {
        "jobs": len(jobs),
        "statuses": Counter(job.status for job in jobs),
        "attempts": Counter(job.attempts for job in jobs),
        "bad_files": sum(not has_its_files(job) for job in jobs),
        "two_results": sum(result_folders(job) > 1 for job in jobs),
        "outbox": OutboxEntry.objects.count(),
        "outbox_unconsumed": OutboxEntry.objects.filter(consumed_at=None).count(),
        "killed": Counter(killed),
        "seconds": round(seconds, 1),
    }


def has_its_files(job: Any) -> bool:
    from django.core.files.storage import default_storage

    for item in job.outputs.values():
        with default_storage.open(item["file"]) as file:
            if hashlib.sha256(file.read()).hexdigest() != item["sha256"]:
                return False
    return bool(job.outputs)


def result_folders(job: Any) -> int:
    """How many attempts left files behind."""
    from django.core.files.storage import default_storage

    from imaging.job_files import attempt_folder, attempts_stored

    folders = [attempt_folder(job, attempt) for attempt in attempts_stored(job)]
    return sum(bool(default_storage.listdir(folder)[1]) for folder in folders)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.chaos.settings")
    import django

    django.setup()
    main()
