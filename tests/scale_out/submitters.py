"""Processes at once: sellers who submit, checks that end (and rules that approve), an operator.

python -m tests.scale_out.submitters --pictures 60 --racers 4, which prints as JSON what became of
them. The second half of the racers ends the jobs that look at what the first half submits; one more
changes what the queues of the desk take all the time.
"""

import argparse
import json
import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

PATIENCE_S = 60


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=int, required=True)
    parser.add_argument("--racers", type=int, required=True)
    options = parser.parse_args()
    fork = multiprocessing.get_context("fork")
    # In a process of its own: connections to database and bucket do not survive a fork.
    with fork.Pool(1) as maker:
        pictures = maker.apply(a_shop_that_is_trusted, [options.pictures])
    half = options.racers // 2
    shares = [partial(submit, pictures[number::half]) for number in range(half)]
    shares += [end_checks] * half + [change_queues]
    start = multiprocessing.Barrier(len(shares))
    with fork.Pool(len(shares), ready, (start,)) as pool:
        raced = pool.map(race, shares, chunksize=1)
    errors = [error for one in raced for error in one["errors"]]
    told = {"errors": errors, "verbs": verbs(), "misrouted": misrouted()}
    meanwhile = [one["meanwhile"] for one in raced]
    print(
        json.dumps({**told, "ended_meanwhile": sum(meanwhile[half:-1]), "changes": meanwhile[-1]})
    )


def a_shop_that_is_trusted(count: int) -> list[int]:
    """A shop whose pictures the rules may approve, and pictures of it to submit."""
    from catalog.models import Review
    from tests.factories import make_photo, make_product, make_rendition, make_shop, make_user

    owner, moderator = make_user("owner@example.com"), make_user("moderator@example.com")
    shop = make_shop(owner=owner)
    photo = make_photo(make_product(shop))
    made = [make_rendition(photo, requested_by=owner) for _ in range(count + 3)]
    for rendition in made:
        rendition.job.facts = {"pixel_locked": True}
        rendition.job.save()
    for rendition in made[:3]:
        Review.objects.create(rendition=rendition, verb="submitted", by=owner)
        Review.objects.create(rendition=rendition, verb="approved", by=moderator)
    return [rendition.pk for rendition in made[3:]]


def ready(start: Any) -> None:
    global together
    together = start


def race(part: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    together.wait()
    return part()


def submit(share: list[int]) -> dict[str, Any]:
    from django.db import DatabaseError

    from catalog.models import Rendition
    from catalog.services.reviews import review_submit

    errors = []
    for rendition in Rendition.objects.filter(pk__in=share).select_related("requested_by"):
        try:
            review_submit(rendition=rendition, by=rendition.requested_by)
        except DatabaseError as error:
            errors.append(str(error))
    return {"errors": errors, "meanwhile": 0}


def end_checks() -> dict[str, Any]:
    """End every job that looks at a picture, as a worker does, until nothing waits any more."""
    from django.db import DatabaseError

    from catalog.services.outbox import consume_finished_job
    from catalog.services.screening import screenings_ask_waiting

    errors, meanwhile, until = [], 0, time.monotonic() + PATIENCE_S
    while time.monotonic() < until and not all_looked_at():
        job = ended_job()
        try:
            if job is None:
                screenings_ask_waiting()
            elif consume_finished_job(job) and not all_looked_at():
                meanwhile += 1
        except DatabaseError as error:
            errors.append(str(error))
    return {"errors": errors, "meanwhile": meanwhile}


def change_queues() -> dict[str, Any]:
    """Two queues change places, by risk, as long as anything is to be looked at."""
    from django.db import DatabaseError

    from catalog.services.desk_queues import QueueSettings, desk_queue_save

    errors, changes, until = [], 0, time.monotonic() + PATIENCE_S
    queues = [None, None]
    while time.monotonic() < until and not all_looked_at():
        lowest = 1 + changes % 30  # what was not looked at yet counts more than what is clean
        rules = {"risk_at_least": lowest}, {"risk_at_most": lowest - 1}
        try:
            for place, rule in enumerate(rules):
                settings = QueueSettings(name_en="Some", name_zh="一些", rule=rule)
                queues[place] = desk_queue_save(settings=settings, queue=queues[place])
        except DatabaseError as error:
            errors.append(str(error))
        changes += 1
    return {"errors": errors, "meanwhile": changes}


def misrouted() -> int:
    """How many wait where today's queues would not send them."""
    from catalog.models import DeskItem, DeskQueue
    from catalog.selectors.desk_queues import queue_that_takes

    queues = list(DeskQueue.objects.order_by("position", "pk"))
    items = DeskItem.objects.select_related("screening__rendition__shop")
    return sum(one.screening.queue != queue_that_takes(one.screening, queues) for one in items)


def ended_job() -> Any:
    """The id of one that this process ended; None where none waits."""
    from django.utils import timezone

    from imaging.models import Job, OutboxEntry
    from imaging.screening import Report

    waiting = Job.objects.filter(status=Job.Status.QUEUED, recipe="screen")
    for job in waiting.order_by("pk"):
        said = {
            "facts": {"screen": Report().model_dump(mode="json")},
            "finished_at": timezone.now(),
        }
        if waiting.filter(pk=job.pk).update(status=Job.Status.DONE, **said):
            OutboxEntry.objects.create(job=job)
            return job.pk
    return None


def all_looked_at() -> bool:
    """Whether everything was submitted, and every check has ended."""
    from catalog.models import Rendition, Screening

    to_submit = Rendition.objects.filter(reviews=None)
    return not to_submit.exists() and not Screening.objects.filter(finished_at=None).exists()


def verbs() -> dict[str, int]:
    from catalog.models import Review

    return Counter(Review.objects.values_list("verb", flat=True))


if __name__ == "__main__":
    import django

    assert os.environ["DJANGO_SETTINGS_MODULE"]
    django.setup()
    main()
