"""Approving without a person what the rules find harmless, where the platform lets them."""

from django.conf import settings

from catalog.models import Screening
from catalog.services.approvals import review_approve_by_rules
from imaging.models import Job
from imaging.recipes import SCREEN


def harmless_approve(job: Job) -> None:
    """Consume an ended job: approve the picture it looked at, in nobody's name."""
    if not settings.RULES_APPROVE or job.recipe != SCREEN:
        return
    for screening in Screening.objects.filter(job=job).select_related("rendition"):
        review_approve_by_rules(rendition=screening.rendition)
