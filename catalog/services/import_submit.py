"""Submitting all pictures of an import: asked for with one click, done in turns."""

import logging
from datetime import datetime, timedelta
from typing import cast

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.models import Import, Rendition, User
from catalog.selectors.import_report import pictures_to_submit
from catalog.services.reviews import review_submit

logger = logging.getLogger(__name__)

AT_ONCE = 50  # pictures looked up together
FIRST_TURN = timedelta(seconds=1)  # within the click
TURN = timedelta(seconds=5)


def import_submit(*, source: Import, by: User) -> None:
    """Put every finished picture of an import that was not submitted before the moderators.

    What takes longer than a click goes on by itself. Raises CatalogError where there is none.
    """
    if not pictures_to_submit(source).exists():
        raise CatalogError(_("This import has no finished picture left to be submitted."))
    Import.objects.filter(pk=source.pk).update(submitter=by, submitted_up_to=0)
    source.refresh_from_db()
    submit_turn(source, timezone.now() + FIRST_TURN)


def imports_submit() -> None:
    """Go on with every import that is being submitted."""
    until = timezone.now() + TURN
    for source in Import.objects.exclude(submitter=None).select_related("submitter"):
        submit_turn(source, until)


def submit_turn(source: Import, until: datetime) -> None:
    """Submit pictures one by one: each is a short transaction, so that nobody waits for it."""
    while batch := submit_next(source):
        for rendition in batch:
            if timezone.now() >= until:
                return
            submit_one(source, rendition)
    Import.objects.filter(pk=source.pk).update(submitter=None)
    source.submitter = None


def submit_next(source: Import) -> list[Rendition]:
    left = pictures_to_submit(source).filter(pk__gt=source.submitted_up_to)
    return list(left.select_related("shop")[:AT_ONCE])


def submit_one(source: Import, rendition: Rendition) -> None:
    """Submit one, or pass by what was deleted or submitted meanwhile: the report counts it so."""
    try:
        review_submit(rendition=rendition, by=cast(User, source.submitter))
    except CatalogError as error:
        logger.info("picture %s was not submitted: %s", rendition.pk, error.sentence)
    source.submitted_up_to = rendition.pk
    Import.objects.filter(pk=source.pk).update(submitted_up_to=rendition.pk)
