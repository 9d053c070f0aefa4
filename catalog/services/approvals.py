"""Approvals of what is locked and of low risk: many at once, or by the platform's rules."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.models import Rendition, Review, ReviewClaim, Screening, User
from catalog.selectors.screenings import screening_of
from catalog.services.decision_mails import decision_mails_write
from catalog.services.review_rules import Decision, check_waiting, locked
from catalog.services.reviews import review_claim, review_decide

LOW_RISK = 10  # of 100: a new shop, a broken channel rule; nothing that was found with certainty
AT_ONCE = 200


@dataclass(frozen=True)
class NotApproved:
    """A picture that has to be looked at alone, and why."""

    rendition: Rendition
    sentence: str


@dataclass(frozen=True)
class Approvals:
    """What became of many approvals at once: one row each, or one sentence each."""

    approved: list[Review]
    refused: list[NotApproved]


def reviews_approve(*, ids: Sequence[int], moderator: User) -> Approvals:
    """Approve each of `ids` that is locked, of low risk, and free for `moderator`.

    Each is a decision of its own; what `moderator` held is let go. Raises CatalogError for more
    than AT_ONCE.
    """
    if len(ids) > AT_ONCE:
        raise CatalogError(_("Choose at most %(n)d pictures at once.") % {"n": AT_ONCE})
    approved, refused = [], []
    for rendition in Rendition.objects.filter(pk__in=ids).select_related("job").order_by("pk"):
        try:
            approved.append(_approved(rendition, moderator))
        except CatalogError as error:
            refused.append(NotApproved(rendition, error.sentence))
    return Approvals(approved, refused)


@transaction.atomic
def review_approve_by_rules(*, rendition: Rendition) -> Review | None:
    """Approve what the rules let pass without a person, in nobody's name.

    None when the rules do not, when it no longer waits or when a person is looking at it.
    """
    rendition = locked(rendition)
    screening = screening_of(rendition)
    held = ReviewClaim.objects.filter(rendition=rendition, expires_at__gt=timezone.now())
    if screening is None or not screening.may_be_automatic or held.exists():
        return None
    try:
        waiting = check_waiting(rendition)
    except CatalogError:
        return None
    if waiting != screening.submission or not _is_locked(rendition):
        return None
    review = Review.objects.create(rendition=rendition, verb=Review.Verb.APPROVED, by=None)
    decision_mails_write(review=review)
    return review


@transaction.atomic
def _approved(rendition: Rendition, moderator: User) -> Review:
    """The approval of one picture. Raises CatalogError when it has to be looked at alone."""
    claim = review_claim(rendition=rendition, moderator=moderator)
    if why := why_alone(rendition, screening_of(rendition)):
        raise CatalogError(why)
    return review_decide(
        rendition=rendition,
        moderator=moderator,
        token=claim.token,
        decision=Decision(Review.Verb.APPROVED),
    )


def why_alone(rendition: Rendition, screening: Screening | None) -> str:
    """Why a waiting picture has to be looked at alone; "" where it may be approved with others."""
    if not _is_locked(rendition):
        return _("Its product's pixels are not locked: look at it alone.")
    if screening is None or screening.finished_at is None:
        return _("Its checks are not finished: look at it alone, or wait.")
    if screening.needs_four_eyes or screening.risk > LOW_RISK:
        return _("Its risk is not low: look at it alone.")
    return ""


def _is_locked(rendition: Rendition) -> bool:
    return rendition.job.facts.get("pixel_locked") is True
