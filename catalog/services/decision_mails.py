"""Mails that tell people what became of what they submitted. None is lost, none is sent twice."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation

from catalog.models import DecisionMail, Review, User
from catalog.reasons import Reason, reasons_of
from catalog.services.waking import task_wake
from catalog.services.webhook_events import review_told

logger = logging.getLogger(__name__)

SEND_TASK = "catalog.send_decision_mail"
FIRST_WAIT = timedelta(minutes=1)  # doubled with each try: the last one is made after 8.5 hours
MAX_TRIES = 10
AT_ONCE = 50  # mails of one sweep


def decision_mails_write(*, review: Review) -> None:
    """Note who is to be told of a decision, people and systems, in its transaction; wake the
    senders after it."""
    rows = [DecisionMail(review=review, to=person) for person in _people_to_tell(review)]
    DecisionMail.objects.bulk_create(rows)
    review_told(review)
    transaction.on_commit(lambda: task_wake(SEND_TASK, review.pk))


def decision_mails_send(*, review_id: int | None = None) -> int:
    """Send the mails that are due, of one decision or of all; how many left.

    One that fails is logged and tried again later.
    """
    due = DecisionMail.objects.filter(
        sent_at=None, next_try_at__lte=timezone.now(), tries__lt=MAX_TRIES
    )
    if review_id is not None:
        due = due.filter(review=review_id)
    return sum(_sent(mail) for mail in due.select_related("review", "to")[:AT_ONCE])


def _people_to_tell(review: Review) -> list[User]:
    """Who submitted it and who asked for it, as long as they are in the shop."""
    rendition = review.rendition
    submitted = rendition.reviews.filter(verb=Review.Verb.SUBMITTED).order_by("-pk").first()
    ids = (rendition.requested_by_id, submitted.by_id if submitted else None)
    known = {one for one in ids if one is not None}
    return list(User.objects.filter(memberships__shop=rendition.shop_id, pk__in=known))


def _sent(mail: DecisionMail) -> bool:
    """Claim one mail, send it, mark it. False when another worker has it or the server is away."""
    wait = FIRST_WAIT * 2**mail.tries
    mine = DecisionMail.objects.filter(pk=mail.pk, sent_at=None, tries=mail.tries).update(
        tries=F("tries") + 1, next_try_at=timezone.now() + wait
    )
    if not mine:
        return False
    try:
        _message(mail).send()
    except OSError as error:  # smtplib's errors are OSErrors too
        logger.warning("mail to %s about review %s not sent: %s", mail.to, mail.review_id, error)
        return False
    DecisionMail.objects.filter(pk=mail.pk).update(sent_at=timezone.now())
    return True


def _message(mail: DecisionMail) -> EmailMultiAlternatives:
    """The mail in its reader's language."""
    language = mail.to.language
    with translation.override(language):
        context = _context(mail.review, language)
        message = EmailMultiAlternatives(
            subject=" ".join(render_to_string("mail/decision_subject.txt", context).split()),
            body=render_to_string("mail/decision.txt", context),
            to=[mail.to.email],
        )
        message.attach_alternative(render_to_string("mail/decision.html", context), "text/html")
    return message


def _context(review: Review, language: str) -> dict[str, object]:
    rendition = review.rendition
    return {
        "review": review,
        "rendition": rendition,
        "shop": rendition.shop,
        "language": language,
        "reasons": [_told(reason, language) for reason in reasons_of(review.reasons)],
        "url": settings.SITE_URL + rendition.get_absolute_url(),
    }


def _told(reason: Reason, language: str) -> tuple[str, str, str]:
    """A reason, what to do, and the rule that is broken."""
    rule = f"{reason.clause}: {reason.policy.text.in_language(language)}"
    return reason.label.in_language(language), reason.todo.in_language(language), rule
