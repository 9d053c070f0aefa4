"""A picture whose product was changed always goes to a person."""

from catalog.models import Rendition
from catalog.selectors.briefs import PREVIEW, plate_quality
from catalog.services.reviews import review_submit
from imaging.models import Job


def relit_submit(job: Job) -> None:
    """Consume an ended job: put a relit scene before the moderators, once it is in its finest.

    A preview is not: the picture that a moderator sees is never exchanged.
    """
    if not job.facts.get("scene", {}).get("relit") or plate_quality(job) == PREVIEW:
        return
    made = Rendition.objects.filter(job=job, deleted_at=None, reviews=None)
    rendition = made.select_related("requested_by").first()
    if rendition and rendition.requested_by:
        review_submit(rendition=rendition, by=rendition.requested_by)
