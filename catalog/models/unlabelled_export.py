"""Who took a machine-made picture without its visible label, and why: kept, never cleaned up."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone

from catalog.models.rendition import Rendition
from catalog.models.shop import Shop


class UnlabelledExportQuerySet(models.QuerySet["UnlabelledExport"]):
    def delete(self) -> NoReturn:
        raise TypeError("Exports without the label stay on record.")


class UnlabelledExport(models.Model):
    """One agreement of a member, for one picture (Measures for Labelling, article 9).

    China asks for six months; the studio never removes a row. It outlives its rendition, so it
    holds what the picture was: its job and the SHA-256 of the file that was handed out.
    """

    shop = models.ForeignKey(Shop, models.PROTECT, related_name="+")
    rendition = models.ForeignKey(Rendition, models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    job_id = models.UUIDField()
    picture = models.CharField(max_length=64)
    reason = models.CharField(max_length=500)
    created_at = models.DateTimeField(default=timezone.now)

    objects = UnlabelledExportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["shop", "-created_at"], name="unlabelled_of_shop")]

    def __str__(self) -> str:
        return f"{self.by} took {self.job_id} without its label"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Exports without the label stay on record.")
