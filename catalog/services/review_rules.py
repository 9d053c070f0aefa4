"""What must hold before a review is appended; shared by everything that decides."""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from catalog.errors import AccessDenied, CatalogError
from catalog.models import Rendition, Review, Screening, User
from catalog.models.review_queue import overturned_of
from catalog.reasons import REASONS, Reason
from catalog.selectors.reviews import latest_of

logger = logging.getLogger(__name__)
Verb = Review.Verb


@dataclass(frozen=True)
class Decision:
    """What a moderator says: a verb, codes of REASONS, words of their own.

    Of a submitted picture a verb of Review.DECISIONS, of an appeal one of Review.APPEAL_ANSWERS.
    """

    verb: str
    reasons: tuple[str, ...] = ()
    note: str = ""


def locked(rendition: Rendition) -> Rendition:
    """The row, and nobody else changes its review until the transaction ends."""
    Rendition.objects.select_for_update().get(pk=rendition.pk)
    # Read once the row is held: PostgreSQL does not look again at what a join found before.
    return Rendition.objects.select_related("job", "shop", "product").get(pk=rendition.pk)


def check_waiting(rendition: Rendition) -> Review:
    """The row that waits for a moderator. Raises CatalogError when there is none."""
    latest = latest_of(rendition)
    if rendition.deleted_at:
        raise CatalogError(_("Its shop deleted this picture; there is nothing left to decide."))
    if latest is None or latest.verb == Verb.WITHDRAWN:
        raise CatalogError(_("Its shop took this picture back; it is no longer in review."))
    if latest.verb not in Review.WAITING:
        raise CatalogError(_("This picture was decided already."))
    return latest


def check_may_decide(rendition: Rendition, moderator: User) -> bool:
    """Whether `moderator` is of the shop, which is only allowed to single operators, and logged.

    Raises AccessDenied.
    """
    if not moderator.is_moderator:
        raise AccessDenied(_("Only moderators decide on pictures."))
    is_member = moderator.memberships.filter(shop=rendition.shop_id).exists()
    if is_member and not settings.SINGLE_OPERATOR_APPROVES:
        raise AccessDenied(_("Nobody reviews the pictures of their own shop."))
    if is_member:
        logger.warning("%s reviews rendition %s of their own shop", moderator, rendition.pk)
    return is_member


def check_is_another(waiting: Review, moderator: User) -> None:
    """Second approvals and appeals are for another person. Raises AccessDenied.

    A single operator has nobody else, and is let through.
    """
    if settings.SINGLE_OPERATOR_APPROVES:
        return
    if waiting.verb == Verb.APPROVED_ONCE and waiting.by_id == moderator.pk:
        raise AccessDenied(_("You approved this picture once. Somebody else has to look at it."))
    if waiting.about and waiting.about.by_id == moderator.pk:
        raise AccessDenied(_("This appeal is about your own decision. Somebody else answers it."))
    if overturned_of(moderator).filter(rendition=waiting.rendition_id).exists():
        raise AccessDenied(_("Your decision was overturned. Somebody else looks at this picture."))


def check_in_queue(screening: Screening | None, moderator: User) -> None:
    """A queue of some moderators is not for others. Raises AccessDenied."""
    if screening and screening.queue and not screening.queue.is_open_to(moderator):
        raise AccessDenied(_("This picture waits in a queue of other moderators."))


def check_is_offered(screening: Screening | None, act: str) -> None:
    """`act` must not be hidden in the queue that the rendition waits in. Raises CatalogError.

    To overturn a decision is to approve.
    """
    hidden = Verb.APPROVED if act == Verb.OVERTURNED else act
    if screening and screening.queue and hidden in screening.queue.hidden_actions:
        raise CatalogError(_("This queue does not offer that. Leave it to somebody else."))


def check_is_checked(screening: Screening | None, decision: Decision) -> None:
    """Nothing is approved before its checks end: they say whether two people have to.

    Raises CatalogError.
    """
    if decision.verb in (Verb.APPROVED, Verb.OVERTURNED) and screening and screening.is_running:
        raise CatalogError(
            _("The checks of this picture are still running. Wait a moment, or send it back.")
        )


def check_answers(waiting: Review, decision: Decision) -> None:
    """`decision` must be one that can be made of what waits. Raises CatalogError."""
    if waiting.verb != Verb.APPEALED:
        return check_reasons(decision)
    if decision.verb not in Review.APPEAL_ANSWERS:
        raise CatalogError(_("This is an appeal: say whether the decision stands."))
    if decision.verb == Verb.UPHELD and not decision.note.strip():
        raise CatalogError(_("Say in the note why the decision stands; the seller reads it."))
    return None


def check_reasons(decision: Decision) -> None:
    """Verb, reasons and note of a decision must hold together. Raises CatalogError."""
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
