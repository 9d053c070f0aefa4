"""Submitting for review, claiming and deciding. Every decision: lock the row, check, append."""

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.errors import AccessDenied, CatalogError
from catalog.models import Rendition, Review, ReviewClaim, User
from catalog.models.review_queue import not_held_by_others, waiting_for
from catalog.reasons import REASONS, Reason
from catalog.services.decision_mails import decision_mails_write
from imaging.models import Job

logger = logging.getLogger(__name__)

CLAIM_LASTS = timedelta(minutes=10)
LOOK_AHEAD = 50  # candidates that others may snatch before "nothing waits" is said
Verb = Review.Verb


@dataclass(frozen=True)
class Decision:
    """What a moderator says: a verb of Review.DECISIONS, codes of REASONS, words of their own."""

    verb: str
    reasons: tuple[str, ...] = ()
    note: str = ""


@transaction.atomic
def review_submit(*, rendition: Rendition, by: User) -> Review:
    """Put a finished rendition before the moderators.

    Raises CatalogError when it is not ready, was deleted, waits already or was approved.
    """
    rendition = _locked(rendition)
    if rendition.job.status != Job.Status.DONE:
        raise CatalogError(_("Only a finished picture can be submitted for review."))
    if rendition.deleted_at:
        raise CatalogError(_("This picture was deleted. Restore it first."))
    verb = _verb_of(rendition)
    if verb == Verb.SUBMITTED:
        raise CatalogError(_("This picture is in review already."))
    if verb == Verb.APPROVED:
        raise CatalogError(_("This picture was approved already."))
    return Review.objects.create(rendition=rendition, verb=Verb.SUBMITTED, by=by)


@transaction.atomic
def review_withdraw(*, rendition: Rendition, by: User) -> Review:
    """Take a submitted rendition back; whoever was looking at it loses the claim.

    Raises CatalogError when it is not in review.
    """
    rendition = _locked(rendition)
    if _verb_of(rendition) != Verb.SUBMITTED:
        raise CatalogError(_("This picture is not in review, so there is nothing to withdraw."))
    ReviewClaim.objects.filter(rendition=rendition).delete()
    return Review.objects.create(rendition=rendition, verb=Verb.WITHDRAWN, by=by)


def review_claim_next(
    *, moderator: User, beside: Rendition | None = None, backwards: bool = False
) -> Rendition | None:
    """Claim the rendition that waits longest, None when there is none.

    `beside` asks for the one after it in the queue (or before it, `backwards`), going round at
    the end; it comes back itself only when it is the last one left.
    """
    for rendition in _in_turn(moderator, beside, backwards):
        try:
            review_claim(rendition=rendition, moderator=moderator)
        except CatalogError:
            continue  # somebody was faster, or it was withdrawn: the next one
        return rendition
    return None


@transaction.atomic
def review_claim(*, rendition: Rendition, moderator: User) -> ReviewClaim:
    """Hold one submitted rendition for one person; what that person held before is let go.

    Raises CatalogError when it is not waiting or somebody else holds it, AccessDenied to people
    of its shop.
    """
    rendition = _locked(rendition)
    _check_waiting(rendition)
    _check_may_decide(rendition, moderator)
    claim = _claim(rendition, moderator)
    if claim is None:
        raise CatalogError(_("Somebody else is reviewing this picture right now."))
    ReviewClaim.objects.filter(moderator=moderator).exclude(pk=claim.pk).delete()
    return claim


def review_heartbeat(*, rendition: Rendition, moderator: User, token: uuid.UUID) -> datetime:
    """Hold a live claim for longer; until when. Raises CatalogError when it was lost."""
    until = timezone.now() + CLAIM_LASTS
    if not _held(rendition, moderator, token).update(expires_at=until):
        raise CatalogError(_claim_lost())
    return until


def review_release(*, rendition: Rendition, moderator: User) -> None:
    """Let a rendition go undecided. Does nothing when `moderator` does not hold it."""
    ReviewClaim.objects.filter(rendition=rendition, moderator=moderator).delete()


@transaction.atomic
def review_decide(
    *, rendition: Rendition, moderator: User, token: uuid.UUID, decision: Decision
) -> Review:
    """Append a decision to a rendition that `moderator` holds, and mail it to its shop.

    Raises CatalogError when the claim was lost, it is no longer waiting or the reasons do not
    fit, AccessDenied to people of its shop.
    """
    rendition = _locked(rendition)
    _check_waiting(rendition)
    by_member = _check_may_decide(rendition, moderator)
    if not _held(rendition, moderator, token).exists():
        raise CatalogError(_claim_lost())
    _check_reasons(decision)
    review = Review.objects.create(
        rendition=rendition,
        verb=decision.verb,
        by=moderator,
        reasons=list(decision.reasons),
        note=decision.note.strip(),
        by_member=by_member,
    )
    ReviewClaim.objects.filter(rendition=rendition).delete()
    decision_mails_write(review=review)
    return review


def _locked(rendition: Rendition) -> Rendition:
    """The row, and nobody else changes its review until the transaction ends."""
    locked = Rendition.objects.select_for_update(of=("self",))
    return locked.select_related("job", "shop", "product").get(pk=rendition.pk)


def _verb_of(rendition: Rendition) -> str | None:
    return rendition.reviews.order_by("-pk").values_list("verb", flat=True).first()


def _in_turn(moderator: User, beside: Rendition | None, backwards: bool) -> list[Rendition]:
    """The first that `moderator` could claim in the order asked for, `beside` itself last.

    A list, because SQLite cannot start to write while a result is still being read.
    """
    free = not_held_by_others(waiting_for(moderator), moderator)
    if backwards:
        free = free.order_by("-submission")  # type: ignore[misc]  # annotated
    if beside is None:
        return list(free[:LOOK_AHEAD])
    at = _place_of(beside)
    to_come = Q(submission__lt=at) if backwards else Q(submission__gt=at)
    return [*free.filter(to_come)[:LOOK_AHEAD], *free.exclude(to_come)[:LOOK_AHEAD]]


def _place_of(rendition: Rendition) -> int:
    """Where a rendition stands, or stood before its decision, in the queue."""
    submitted = rendition.reviews.filter(verb=Verb.SUBMITTED).order_by("-pk")
    return submitted.values_list("pk", flat=True).first() or 0


def _check_waiting(rendition: Rendition) -> None:
    verb = _verb_of(rendition)
    if rendition.deleted_at:
        raise CatalogError(_("Its shop deleted this picture; there is nothing left to decide."))
    if verb in Review.DECISIONS:
        raise CatalogError(_("This picture was decided already."))
    if verb != Verb.SUBMITTED:
        raise CatalogError(_("Its shop took this picture back; it is no longer in review."))


def _check_may_decide(rendition: Rendition, moderator: User) -> bool:
    """Whether `moderator` is of the shop, which is only allowed to single operators, and logged."""
    if not moderator.is_moderator:
        raise AccessDenied(_("Only moderators decide on pictures."))
    is_member = moderator.memberships.filter(shop=rendition.shop_id).exists()
    if is_member and not settings.SINGLE_OPERATOR_APPROVES:
        raise AccessDenied(_("Nobody reviews the pictures of their own shop."))
    if is_member:
        logger.warning("%s reviews rendition %s of their own shop", moderator, rendition.pk)
    return is_member


def _claim(rendition: Rendition, moderator: User) -> ReviewClaim | None:
    """The claim, None when somebody else's is live. The unique row lets one person win."""
    now = timezone.now()
    claims = ReviewClaim.objects.filter(rendition=rendition)
    until = now + CLAIM_LASTS
    if not claims.filter(moderator=moderator, expires_at__gt=now).update(expires_at=until):
        free = claims.filter(Q(moderator=moderator) | Q(expires_at__lte=now))
        taken = free.update(moderator=moderator, token=uuid.uuid4(), expires_at=until)
        if not taken and not _claim_first(rendition, moderator, until):
            return None
    return claims.get(moderator=moderator)


def _claim_first(rendition: Rendition, moderator: User, until: datetime) -> bool:
    try:
        with transaction.atomic():
            ReviewClaim.objects.create(rendition=rendition, moderator=moderator, expires_at=until)
    except IntegrityError:
        return False
    return True


def _held(rendition: Rendition, moderator: User, token: uuid.UUID) -> QuerySet[ReviewClaim]:
    return ReviewClaim.objects.filter(
        rendition=rendition, moderator=moderator, token=token, expires_at__gt=timezone.now()
    )


def _claim_lost() -> str:
    return _(
        "Your hold on this picture ran out, so nothing was recorded. Claim it again to decide."
    )


def _check_reasons(decision: Decision) -> None:
    if decision.verb not in Review.DECISIONS:
        raise CatalogError(_("Approve, ask for changes or reject."))
    if decision.verb == Verb.APPROVED and decision.reasons:
        raise CatalogError(_("An approval has no reasons."))
    if decision.verb != Verb.APPROVED and not decision.reasons:
        raise CatalogError(_("Choose at least one reason, so that the seller knows what to do."))
    reasons = [_known(code, decision.verb) for code in decision.reasons]
    if any(reason.needs_note for reason in reasons) and not decision.note.strip():
        raise CatalogError(_("Say in the note what else is wrong."))


def _known(code: str, verb: str) -> Reason:
    reason = REASONS.get(code)
    if reason is None or verb not in reason.verbs:
        raise CatalogError(_("This reason does not fit this decision."))
    return reason
