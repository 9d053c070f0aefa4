"""Processes that race for the same jobs; prints as JSON who got what.

python -m tests.scale_out.racers --jobs 120 --racers 4
"""

import argparse
import json
import multiprocessing
import os
from typing import Any

TENANTS = 3


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--jobs", type=int, required=True)
    parser.add_argument("--racers", type=int, required=True)
    options = parser.parse_args()
    waiting = queue(options.jobs)
    start = multiprocessing.Barrier(options.racers)
    with multiprocessing.get_context("fork").Pool(options.racers, ready, (start,)) as pool:
        races = pool.map(race, range(options.racers), chunksize=1)
    print(json.dumps({"waiting": waiting, "races": races}))


def queue(count: int) -> list[str]:
    from django.db import connection

    from imaging.models import Job

    jobs = [
        Job(tenant=f"shop-{number % TENANTS}", recipe="none", steps=[], inputs={})
        for number in range(count)
    ]
    Job.objects.bulk_create(jobs)
    connection.close()  # a connection does not survive a fork
    return [str(job.pk) for job in jobs]


def ready(start: Any) -> None:
    global together
    together = start


def race(racer: int) -> list[dict[str, Any]]:
    """Claim and end jobs until none waits; each with how many of its tenant ran then."""
    from django.utils import timezone

    from imaging.models import Job

    together.wait()
    got = []
    while Job.objects.filter(status=Job.Status.QUEUED).exists():
        job = Job.objects.claim_next(queue="cpu", worker=f"racer-{racer}")
        if job is None:  # every tenant is at its cap
            continue
        running = Job.objects.filter(tenant=job.tenant, status=Job.Status.RUNNING).count()
        got.append({"job": str(job.pk), "attempts": job.attempts, "running": running})
        job.held().update(status=Job.Status.DONE, finished_at=timezone.now(), lease_until=None)
    return got


if __name__ == "__main__":
    import django

    assert os.environ["DJANGO_SETTINGS_MODULE"]
    django.setup()
    main()
