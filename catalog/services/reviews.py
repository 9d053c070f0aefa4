"""Submitting for review, claiming and deciding. Every decision: lock the row, check, append."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.models import DeskQueue, Rendition, Review, ReviewClaim, Screening, User
from catalog.models.review_queue import beyond, not_held_by_others, waiting_for
from catalog.models.review_work import not_skipped_today
from catalog.selectors.reviews import latest_of
from catalog.selectors.screenings import screening_of
from catalog.services.decision_mails import decision_mails_write
from catalog.services.review_rules import (
    Decision,
    check_answers,
    check_in_queue,
    check_is_another,
    check_is_checked,
    check_is_offered,
    check_may_decide,
    check_waiting,
    locked,
)
from catalog.services.screening import screening_begin
from imaging.models import Job

CLAIM_LASTS = timedelta(minutes=10)
LOOK_AHEAD = 20  # candidates that others may snatch before "nothing waits" is said
Verb = Review.Verb


@transaction.atomic
def review_submit(*, rendition: Rendition, by: User) -> Review:
    """Put a finished rendition before the moderators.

    Raises CatalogError when it is not ready, was deleted, waits already or was approved.
    """
    rendition = locked(rendition)
    if rendition.job.status != Job.Status.DONE:
        raise CatalogError(_("Only a finished picture can be submitted for review."))
    if rendition.deleted_at:
        raise CatalogError(_("This picture was deleted. Restore it first."))
    latest = latest_of(rendition)
    if latest and latest.verb in Review.WAITING:
        raise CatalogError(_("This picture is in review already."))
    if latest and latest.verb == Verb.APPROVED:
        raise CatalogError(_("This picture was approved already."))
    review = Review.objects.create(rendition=rendition, verb=Verb.SUBMITTED, by=by)
    screening_begin(submission=review)
    return review


@transaction.atomic
def review_withdraw(*, rendition: Rendition, by: User) -> Review:
    """Take a submitted rendition back; whoever was looking at it loses the claim.

    Raises CatalogError when it is not in review.
    """
    rendition = locked(rendition)
    latest = latest_of(rendition)
    if latest is None or latest.verb not in (Verb.SUBMITTED, Verb.APPROVED_ONCE):
        raise CatalogError(_("This picture is not in review, so there is nothing to withdraw."))
    ReviewClaim.objects.filter(rendition=rendition).delete()
    return Review.objects.create(rendition=rendition, verb=Verb.WITHDRAWN, by=by)


def review_claim_next(
    *,
    moderator: User,
    beside: Rendition | None = None,
    backwards: bool = False,
    queue: DeskQueue | None = None,
) -> Rendition | None:
    """Claim the first rendition of `queue`, or of all queues; None when nothing waits there.

    `beside` asks for the one after it in the queue (or before it, `backwards`), going round at
    the end; it comes back itself only when it is the last one left.
    """
    for rendition in _in_turn(moderator, beside, backwards, queue):
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
    of its shop, to who approved it once or decided what is or was appealed against, and outside
    its queue.
    """
    rendition = locked(rendition)
    waiting = check_waiting(rendition)
    check_may_decide(rendition, moderator)
    check_is_another(waiting, moderator)
    check_in_queue(screening_of(rendition), moderator)
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

    Of an appeal the answer is returned. Raises CatalogError when the claim was lost, it is no
    longer waiting or the reasons do not fit, AccessDenied to people of its shop and to who has
    to leave it to somebody else.
    """
    rendition = locked(rendition)
    waiting = check_waiting(rendition)
    by_member = check_may_decide(rendition, moderator)
    check_is_another(waiting, moderator)
    screening = screening_of(rendition)
    check_in_queue(screening, moderator)
    if not _held(rendition, moderator, token).exists():
        raise CatalogError(_claim_lost())
    check_answers(waiting, decision)
    check_is_offered(screening, decision.verb)
    check_is_checked(screening, decision)
    said = Review(
        rendition=rendition,
        verb=decision.verb,
        by=moderator,
        reasons=list(decision.reasons),
        note=decision.note.strip(),
        by_member=by_member,
    )
    ReviewClaim.objects.filter(rendition=rendition).delete()
    approval = _approval(waiting, screening)
    if waiting.verb == Verb.APPEALED:
        return _appealed(waiting, said, approval)
    return _submitted(said, approval)


def _submitted(said: Review, approval: Verb) -> Review:
    """Append what was said of a submission; the seller is told unless a second person has to."""
    if said.verb == Verb.APPROVED:
        said.verb = approval
    said.save()
    if said.verb != Verb.APPROVED_ONCE:
        decision_mails_write(review=said)
    return said


def _appealed(waiting: Review, said: Review, approval: Verb) -> Review:
    """Append the answer to an appeal; what was overturned is approved by the same person."""
    said.about = waiting.about
    said.save()
    if said.verb == Verb.OVERTURNED:
        Review.objects.create(
            rendition=said.rendition,
            verb=approval,
            by=said.by,
            by_member=said.by_member,
        )
    decision_mails_write(review=said)
    return said


def _approval(waiting: Review, screening: Screening | None) -> Verb:
    """APPROVED_ONCE where a second pair of eyes is due that did not look yet."""
    is_first = waiting.verb != Verb.APPROVED_ONCE and not settings.SINGLE_OPERATOR_APPROVES
    is_due = screening is not None and screening.needs_four_eyes
    return Verb.APPROVED_ONCE if is_first and is_due else Verb.APPROVED


def _in_turn(
    moderator: User, beside: Rendition | None, backwards: bool, queue: DeskQueue | None
) -> Iterator[Rendition]:
    """The first that `moderator` could claim in the order asked for, `beside` itself last.

    In lists, because SQLite cannot start to write while a result is still being read.
    """
    free = not_held_by_others(waiting_for(moderator, queue), moderator)
    free = not_skipped_today(free, moderator)
    if backwards:
        free = free.reverse()
    if beside is not None:
        to_come = beyond(beside, queue, backwards=backwards)
        yield from list(free.filter(to_come)[:LOOK_AHEAD])
        free = free.exclude(to_come)
    yield from list(free[:LOOK_AHEAD])


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
