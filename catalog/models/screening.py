"""What the checks say of a submission, before a person looks."""

from datetime import datetime, timedelta
from typing import Any, NoReturn

from django.db import models
from django.utils import timezone

from catalog.models.desk_queue import DeskQueue
from catalog.models.rendition import Rendition
from catalog.models.review import Review
from imaging.models import Job

WAITING, FAILED = "waiting", "failed"  # of facts["screened"]
WORTH = timedelta(minutes=15)  # of waiting, for each point of risk


class Screening(models.Model):
    """The checks of one submission: written when the seller submits, completed once.

    What rows alone can tell is there at once; what the picture tells comes with `job`, which is
    asked for when its shop has room for one, and sets `finished_at`. From then on nothing changes
    it but the queue it stands in, which follows the rules of the queues. A submission whose job
    failed, or that no job can look at, is never finished, and waits for a person all the same.
    """

    rendition = models.ForeignKey(Rendition, models.CASCADE, related_name="screenings")
    submission = models.OneToOneField(Review, models.CASCADE, related_name="screening")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    # As imaging.screening.model.Finding tells them, those of the job and those of rows.
    findings = models.JSONField(default=list)
    # What the rules were asked, a catalog.risk.rules.Facts, so that others can be tried on it.
    facts = models.JSONField(default=dict)
    risk = models.PositiveSmallIntegerField(default=0)
    # The rules that fired: [{"rule": code, "points": n}], as catalog.risk.rules names them.
    rules = models.JSONField(default=list)
    needs_four_eyes = models.BooleanField(default=False)
    # Whether the rules let it be approved without a person, where the platform says so.
    may_be_automatic = models.BooleanField(default=False)
    # What orders a queue by risk: when it would have to be submitted to stand there without any.
    stands_since = models.DateTimeField()
    queue = models.ForeignKey(
        DeskQueue, models.SET_NULL, null=True, blank=True, related_name="screenings"
    )
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["rendition", "-id"], name="screening_latest")]
        constraints = [
            models.CheckConstraint(
                name="screening_risk_is_a_percentage",
                condition=models.Q(risk__gte=0, risk__lte=100),
            ),
            models.CheckConstraint(
                name="screening_automatic_is_finished",
                condition=models.Q(may_be_automatic=False)
                | models.Q(needs_four_eyes=False, finished_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"risk {self.risk} of {self.rendition_id}"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Screenings are kept with their submissions.")

    @property
    def is_failed(self) -> bool:
        """Whether nothing looked at the picture, and nothing will by itself."""
        return self.facts.get("screened") == FAILED

    @property
    def is_running(self) -> bool:
        """Whether the picture is still being looked at, or will be."""
        return self.facts.get("screened") == WAITING


def standing(*, submitted_at: datetime, risk: int) -> datetime:
    """`stands_since`: a point of risk counts as WORTH of waiting, so nothing waits for ever."""
    return submitted_at - risk * WORTH
