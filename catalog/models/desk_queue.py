"""The moderators' queues: which submissions go where, and what may be done there."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class DeskQueue(models.Model):
    """One queue. Of all queues by `position`, the first whose `rule` fits takes a submission.

    `rule` is `catalog.risk.routing.Routing` as JSON. What no queue takes waits in the default
    queue, which has no row. Without `moderators` everybody may work in it.
    """

    class Order(models.TextChoices):
        OLDEST = "oldest"
        RISKIEST = "riskiest"

    name_en = models.CharField(max_length=60)
    name_zh = models.CharField(max_length=60)
    rule = models.JSONField(default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    order = models.CharField(max_length=8, choices=Order, default=Order.OLDEST)
    # Of HIDEABLE in catalog.risk.routing: what the desk does not offer here.
    hidden_actions = models.JSONField(default=list, blank=True)
    moderators = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="desk_queue_order_known",
                condition=models.Q(order__in=["oldest", "riskiest"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name_en

    def is_open_to(self, moderator: models.Model) -> bool:
        """Whether `moderator` may work in it."""
        return not self.moderators.exists() or self.moderators.filter(pk=moderator.pk).exists()

    def name_in(self, language: str) -> str:
        """Its name for a reader of `language`, such as "zh-hans"."""
        return self.name_zh if language.startswith("zh") else self.name_en
