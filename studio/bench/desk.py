"""Milliseconds to the next item of the moderators' desk, and a race of moderators for every item.

    python -m studio.bench.desk --waiting 1000 --decided 20000      (DATABASE_URL for PostgreSQL)

Renditions are rows without files, of 50 shops. Latency: one moderator takes the next item of a
queue by risk, again and again, leaving each to the next. Race: moderators, each a process of its
own, claim and approve until nothing waits; no item may be approved twice, or claimed by two.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from studio.bench.near import set_up, settle
from studio.bench.table import table

TAKES = 200
SHOPS = 50
PEOPLE = 4
PATIENCE_S = 600


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--waiting", type=int, default=1_000)
    parser.add_argument("--decided", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        set_up(folder)
        people = fill(options.waiting, options.decided)
        print(section(people, options.waiting, options.decided))


def section(people: Sequence[int], waiting: int, decided: int) -> str:
    from django.db import connection

    times = {"oldest first": takes(people[0], None), "riskiest first": takes(people[0], risky())}
    rows = [(name, *map(float, np.percentile(of, (50, 95, 100)))) for name, of in times.items()]
    head = (f"next of {waiting:,}, {decided:,} decided", "p50 ms", "p95 ms", "max ms")
    raced = race(people)
    return f"{connection.vendor}\n\n{table(head, rows)}\n\n{raced}"


def fill(waiting: int, decided: int) -> list[int]:
    """Rows for everything; the moderators."""
    from catalog.models import DeskQueue, User

    DeskQueue.objects.create(name_en="Risk", name_zh="风险", order=DeskQueue.Order.RISKIEST)
    people = [
        User.objects.create_user(f"moderator{n}@example.com", None, is_moderator=True).pk
        for n in range(PEOPLE)
    ]
    seller = User.objects.create_user("seller@example.com", None).pk
    renditions = made_renditions(waiting + decided)
    decided_before(renditions[:decided], seller, people[0])
    submitted(renditions[decided:], seller)
    settle()
    return people


def made_renditions(count: int) -> list[Any]:
    from catalog.models import Product, Rendition, Shop
    from imaging.models import Job

    shops = [Shop.objects.create(slug=f"shop-{n}", name=f"Shop {n}") for n in range(SHOPS)]
    products = [Product.objects.create(shop=shop, title=f"Lamp {shop.pk}") for shop in shops]
    ended = {"status": "done", "recipe": "main-image", "steps": [], "inputs": {}}
    jobs = [
        Job(tenant=shops[n % SHOPS].tenant, finished_at=shops[0].created_at, **ended)
        for n in range(count)
    ]
    Job.objects.bulk_create(jobs, batch_size=500)
    renditions = [
        Rendition(shop=shops[n % SHOPS], product=products[n % SHOPS], job=job, recipe="main-image")
        for n, job in enumerate(jobs)
    ]
    return Rendition.objects.bulk_create(renditions, batch_size=500)


def decided_before(renditions: Sequence[Any], seller: int, moderator: int) -> None:
    """History, written past the chain: what it says is not measured here, only that it is there."""
    from django.db.models import QuerySet

    from catalog.models import Review

    rows = [
        Review(rendition=one, verb=verb, by_id=by, previous_hash=f"p{key}", hash=key)
        for one in renditions
        for verb, by in (("submitted", seller), ("approved", moderator))
        for key in (f"{one.pk}-{verb}",)
    ]
    QuerySet.bulk_create(Review.objects.all(), rows, batch_size=500)


def submitted(renditions: Sequence[Any], seller: int) -> None:
    """What waits, with screenings as a submission leaves them, and risks of all heights."""
    from catalog.models import DeskItem, Review, Screening
    from catalog.models.screening import standing
    from catalog.services.screening import screening_route

    risks = np.random.default_rng(1).integers(0, 101, len(renditions))
    for rendition, risk in zip(renditions, risks.tolist(), strict=True):
        review = Review.objects.create(rendition=rendition, verb="submitted", by_id=seller)
        since = standing(submitted_at=review.created_at, risk=risk)
        screening = Screening(rendition=rendition, submission=review, risk=risk, stands_since=since)
        screening_route(screening)
        screening.save()
        DeskItem.objects.filter(rendition=rendition).update(screening=screening)


def risky() -> Any:
    from catalog.models import DeskQueue

    return DeskQueue.objects.get()


def takes(person: int, queue: Any) -> list[float]:
    """Milliseconds of TAKES claims of the next item, each left again for the one after it."""
    from catalog.models import User
    from catalog.services.reviews import review_claim_next

    moderator = User.objects.get(pk=person)
    at = review_claim_next(moderator=moderator, queue=queue)
    times = []
    for _ in range(TAKES):
        started = time.perf_counter()
        at = review_claim_next(moderator=moderator, beside=at, queue=queue)
        times.append((time.perf_counter() - started) * 1_000)
    return times


def race(people: Sequence[int]) -> str:
    """All moderators at once until nothing waits."""
    from catalog.models import ReviewClaim

    ReviewClaim.objects.all().delete()
    started = time.perf_counter()
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "studio.bench.desk_racer", str(person)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for person in people
    ]
    claimed = [run.communicate(timeout=PATIENCE_S)[0].split() for run in runs]
    seconds = time.perf_counter() - started
    return raced(claimed, seconds)


def raced(claimed: Sequence[Sequence[str]], seconds: float) -> str:
    """What came of it; a row that two people approved would be two rows here."""
    from catalog.models import DeskItem

    by_item = Counter(one for of_person in claimed for one in of_person)
    twice = sum(times > 1 for times in by_item.values())
    shares = ", ".join(str(len(of_person)) for of_person in claimed)
    return (
        f"{PEOPLE} moderators raced for {len(by_item):,} items in {seconds:.0f} s "
        f"({shares} each): {twice} decided twice, {DeskItem.objects.count()} left over."
    )


if __name__ == "__main__":
    main()
