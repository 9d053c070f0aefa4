"""A picture made from a preview plate is made again from the full one, and changes quietly."""

from catalog.models import Rendition
from catalog.selectors.briefs import PREVIEW, plate_quality
from catalog.services.renditions import recipe_of
from imaging.models import Job
from imaging.services import job_create


def picture_improve(job: Job) -> None:
    """Consume an ended job: ask for a better one where it was a preview, take it where it is one.

    A picture that somebody decided on, or asked a moderator to, is never changed.
    """
    if plate_quality(job) == PREVIEW:
        better_ask(job)
    elif job.status == Job.Status.DONE:
        better_take(job)


def better_ask(job: Job) -> None:
    """Queue the same picture at full quality, behind everything a person waits for."""
    waiting = Rendition.objects.select_for_update(of=("self",)).select_related("shop")
    rendition = waiting.filter(job=job, better_job=None, preview_job=None, deleted_at=None).first()
    if rendition is None:
        return
    rendition.better_job = job_create(
        tenant=rendition.shop.tenant,
        recipe=recipe_of(rendition, job.inputs, quality="full"),
        inputs=job.inputs,
        requested_by=job.requested_by,
        priority=Job.Priority.LATER,
    )
    rendition.save(update_fields=["better_job"])


def better_take(job: Job) -> None:
    """Show `job` from now on, where it is the better job of a picture that nobody decided on."""
    rendition = Rendition.objects.select_for_update().filter(better_job=job).first()
    # Asked once the row is held: PostgreSQL does not look again at what a join found before.
    if rendition is None or rendition.reviews.exists():
        return
    rendition.preview_job_id = rendition.job_id
    rendition.job, rendition.better_job = job, None
    rendition.save(update_fields=["job", "better_job", "preview_job"])
