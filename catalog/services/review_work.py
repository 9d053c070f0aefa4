"""What moderators do with an item beside deciding: comment, and leave it to others."""

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.models import Rendition, ReviewClaim, ReviewComment, ReviewSkip, User
from catalog.selectors.screenings import screening_of
from catalog.services.review_rules import (
    check_in_queue,
    check_is_offered,
    check_may_decide,
    check_waiting,
    locked,
)


def review_comment(*, rendition: Rendition, by: User, text: str) -> ReviewComment:
    """Say something to the other moderators; the shop never reads it.

    Raises CatalogError without words, AccessDenied to people of its shop.
    """
    check_may_decide(rendition, by)
    if not text.strip():
        raise CatalogError(_("Write something first."))
    return ReviewComment.objects.create(rendition=rendition, by=by, text=text.strip())


@transaction.atomic
def review_skip(
    *, rendition: Rendition, moderator: User, reason: str, note: str = ""
) -> ReviewSkip:
    """Leave what waits to others until tomorrow, and say why; a claim on it is let go.

    Raises CatalogError when it does not wait or the reason is not known, AccessDenied to people
    of its shop.
    """
    rendition = locked(rendition)
    check_waiting(rendition)
    check_may_decide(rendition, moderator)
    screening = screening_of(rendition)
    check_in_queue(screening, moderator)
    check_is_offered(screening, "skipped")
    if reason not in ReviewSkip.Reason.values:
        raise CatalogError(_("Say why you leave it to somebody else."))
    ReviewClaim.objects.filter(rendition=rendition, moderator=moderator).delete()
    return ReviewSkip.objects.create(
        rendition=rendition, by=moderator, reason=reason, note=note.strip()
    )
