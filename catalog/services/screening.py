"""What runs when a seller submits: checks of rows at once, of the picture by a job."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from pydantic import BaseModel

from catalog.models import DeskItem, DeskQueue, Review, Screening, Shop
from catalog.risk.rules import Screened
from catalog.selectors.desk_queues import queue_that_takes
from catalog.services.near_duplicates import near_findings, picture_print, prints_keep
from catalog.services.risk import (
    lettering_findings,
    screening_score,
    seller_findings,
    without_own_brands,
)
from catalog.services.screen_jobs import is_screenable, screen_inputs, screen_recipe
from imaging.errors import EngineError
from imaging.models import Job
from imaging.recipes import SCREEN
from imaging.screening import Report
from imaging.services import job_create

# Jobs of one shop that wait at a time: they stand in the queue of its further pictures, and
# submitting hundreds must not keep those from being made. The rest are asked for as these end.
WINDOW = 3


@transaction.atomic
def screening_begin(*, submission: Review) -> Screening:
    """Note what rows tell of a submission, and have its picture looked at."""
    rendition = submission.rendition
    screening = Screening(rendition=rendition, submission=submission)
    screening.findings = as_json(seller_findings(rendition=rendition))
    screened: Screened = "waiting" if is_screenable(rendition) else "failed"
    screening_score(screening, screened=screened, report=None)
    screening_route(screening)
    screening.save()
    DeskItem.objects.filter(submission=submission).update(screening=screening)
    ask_afterwards(rendition.shop)
    return screening


def screening_take(job: Job) -> None:
    """Consume an ended job: complete the screening that asked for it; the next may ask."""
    if job.recipe != SCREEN:
        return
    asked = Screening.objects.select_for_update(of=("self",)).filter(job=job, finished_at=None)
    for screening in asked.select_related("rendition__shop", "rendition__job", "submission"):
        if job.status == Job.Status.DONE:
            screening_finish(screening, Report.model_validate(job.facts["screen"]))
            screening_route(screening)
            screening.save()
        else:
            screening_fail(screening)
        ask_afterwards(screening.rendition.shop)


def screening_finish(screening: Screening, report: Report) -> None:
    """Add what the picture tells: the machine's findings, and what rows say of it."""
    rendition = screening.rendition
    prints = prints_keep(rendition=rendition, picture=picture_print(report.measured))
    screening.findings += as_json(
        [
            *without_own_brands(report.findings, rendition.shop),
            *lettering_findings(lines=report.measured.lines),
            *near_findings(rendition=rendition, prints=prints),
        ]
    )
    screening.finished_at = timezone.now()
    screening_score(screening, screened="done", report=report)


def screening_fail(screening: Screening) -> None:
    """Leave it to a person: nothing looks at its picture."""
    screening_score(screening, screened="failed", report=None)
    screening_route(screening)
    screening.save()


def screening_route(screening: Screening) -> None:
    """Set the queue that takes it: of those there are once its row is held."""
    queues = list(DeskQueue.objects.order_by("position", "pk"))
    screening.queue = queue_that_takes(screening, queues)


def ask_afterwards(shop: Shop) -> None:
    """Ask for what has room once this transaction has ended, whatever becomes of the asking.

    Who appends a review holds the end of the chain, and who asks holds screenings of others: both
    at once, in two orders, wait for each other for ever. What is not asked for, the sweep asks for.
    """
    transaction.on_commit(lambda: screenings_ask(shop=shop), robust=True)


def screenings_ask(*, shop: Shop) -> int:
    """Queue jobs for a shop's submissions that have none, as many as may wait; how many were."""
    queued = Job.objects.of_tenant(shop.tenant).filter(status=Job.Status.QUEUED, recipe=SCREEN)
    room = max(0, WINDOW - queued.count())
    waiting = unasked().filter(rendition__shop=shop)
    asked = 0
    for screening in list(waiting.select_related("rendition__job").order_by("pk")[:room]):
        try:
            screening_ask(screening)
        except EngineError as error:
            if error.code == "too_many_jobs":  # asked again when a job of these ends
                break
            screening_give_up(screening)
        else:
            asked += 1
    return asked


def screenings_ask_waiting() -> int:
    """Queue jobs for submissions whose shop's queue was full; how many were."""
    shops = Shop.objects.filter(pk__in=unasked().values("rendition__shop"))
    return sum(screenings_ask(shop=shop) for shop in list(shops))


def unasked() -> QuerySet[Screening]:
    """Screenings that wait for a job."""
    return Screening.objects.filter(job=None, facts__screened="waiting")


@transaction.atomic
def screening_give_up(screening: Screening) -> None:
    """Leave it to a person where no job can be asked for, unless somebody else did so."""
    held = unasked().select_for_update(of=("self",)).filter(pk=screening.pk)
    for waiting in held.select_related("rendition__shop", "rendition__job", "submission"):
        screening_fail(waiting)


@transaction.atomic
def screening_ask(screening: Screening) -> None:
    """Queue the job that looks at its picture, behind every picture that somebody waits for.

    Raises EngineError("too_many_jobs"), and what `screen_recipe` raises.
    """
    rendition = screening.rendition
    free = Screening.objects.select_for_update().filter(pk=screening.pk, job=None)
    if not free.exists():
        return
    screening.job = job_create(
        tenant=rendition.shop.tenant,
        recipe=screen_recipe(rendition),
        inputs=screen_inputs(rendition),
        requested_by=f"user-{screening.submission.by_id}",
        priority=Job.Priority.MORE,
    )
    screening.save(update_fields=["job"])


def as_json(findings: Iterable[BaseModel]) -> list[dict[str, object]]:
    return [finding.model_dump(mode="json") for finding in findings]
