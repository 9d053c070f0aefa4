"""Which part of the log to write into a file."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.selectors.reviews import Period


class DecisionExportForm(forms.Form):
    """The first and the last day, both included, as days of the platform; and the kind of file."""

    since = forms.DateField(label=_("From"), required=False)
    until = forms.DateField(label=_("To"), required=False)
    kind = forms.ChoiceField(
        label=_("File"), choices=[("csv", "CSV"), ("jsonl", "JSON Lines")], required=False
    )

    @property
    def period(self) -> Period:
        """What was asked for; open where no day was named."""
        since, until = self.cleaned_data["since"], self.cleaned_data["until"]
        return Period(since=day(since), before=day(until + timedelta(days=1) if until else None))


def day(asked: date | None) -> datetime | None:
    """When a day begins where the platform is."""
    return timezone.make_aware(datetime.combine(asked, time.min)) if asked else None
