"""How much a shop may use, and how often its tokens called."""

from django.db import models

from catalog.models.shop import ApiToken, Shop


class Quota(models.Model):
    """What an operator allows a shop; what is empty has no limit. Its row is the lock under which
    use is counted and grows."""

    shop = models.OneToOneField(Shop, models.CASCADE, related_name="quota")
    pictures_a_month = models.PositiveIntegerField(null=True, blank=True)
    rows_a_month = models.PositiveIntegerField(null=True, blank=True)
    stored_bytes = models.PositiveBigIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"quota of {self.shop_id}"


class ApiCalls(models.Model):
    """The calls of one token on one day (UTC), as noted up to a minute ago."""

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="calls")
    day = models.DateField()
    calls = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "day"], name="api_calls_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.calls} on {self.day}"
