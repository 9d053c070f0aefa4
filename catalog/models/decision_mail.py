"""Mails about decisions that still have to leave, or left."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from catalog.models.review import Review


class DecisionMail(models.Model):
    """One mail about one decision to one person, sent once.

    Written with the decision, so that a broker or mail server that is away loses nothing. Whoever
    sends it first moves `next_try_at`: that is the claim, and the wait before the next try.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="mails")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(sent_at=None),
                name="decision_mail_open",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["review", "to"], name="decision_mail_once"),
        ]

    def __str__(self) -> str:
        return f"review {self.review_id} to {self.to}"
