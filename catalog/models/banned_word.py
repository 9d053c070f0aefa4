"""The platform's own changes to the words of goods that may not be sold."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class BannedWord(models.Model):
    """One change to catalog/risk/banned.toml: a word more, or (`is_banned` False) one less."""

    word = models.CharField(max_length=80, unique=True)
    is_banned = models.BooleanField(default=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word
