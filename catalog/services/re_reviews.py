"""Second opinions on decisions that were drawn by chance. They change nothing."""

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.models import Review, User
from catalog.selectors.re_reviews import decisions_to_re_review
from catalog.services.review_rules import Decision, check_may_decide, check_reasons, locked


@transaction.atomic
def re_review_decide(*, review: Review, moderator: User, decision: Decision) -> Review:
    """Append what `moderator`, who was not told of it, would have decided instead of `review`.

    Raises CatalogError when it was not drawn for this person, somebody else was faster or the
    reasons do not fit, AccessDenied to people of its shop.
    """
    rendition = locked(review.rendition)
    by_member = check_may_decide(rendition, moderator)
    if not decisions_to_re_review(moderator=moderator).filter(pk=review.pk).exists():
        raise CatalogError(_("This decision is not waiting for a second opinion of yours."))
    check_reasons(decision)
    return Review.objects.create(
        rendition=rendition,
        verb=f"re_{decision.verb}",
        by=moderator,
        about=review,
        reasons=list(decision.reasons),
        note=decision.note.strip(),
        by_member=by_member,
    )
