"""What pages read of the checks of a submission."""

from catalog.models import Rendition, Screening


def screening_of(rendition: Rendition) -> Screening | None:
    """The checks of its latest submission; None where it was submitted before there were any."""
    latest = Screening.objects.filter(rendition=rendition).order_by("-pk")
    return latest.select_related("job", "queue").first()
