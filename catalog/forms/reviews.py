"""What moderators type and tick."""

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Import, Rendition, Review
from catalog.reasons import REASONS
from catalog.selectors.desk_figures import Period
from catalog.selectors.reviews import LogFilter
from catalog.services.reviews import Decision

VERBS = {
    Review.Verb.SUBMITTED: _("Submitted"),
    Review.Verb.WITHDRAWN: _("Withdrawn"),
    Review.Verb.APPROVED: _("Approved"),
    Review.Verb.NEEDS_CHANGES: _("Needs changes"),
    Review.Verb.REJECTED: _("Rejected"),
    Review.Verb.APPROVED_ONCE: _("Approved once"),
    Review.Verb.APPEALED: _("Appealed"),
    Review.Verb.UPHELD: _("Decision upheld"),
    Review.Verb.OVERTURNED: _("Decision overturned"),
    Review.Verb.RE_APPROVED: _("Second opinion: approve"),
    Review.Verb.RE_NEEDS_CHANGES: _("Second opinion: needs changes"),
    Review.Verb.RE_REJECTED: _("Second opinion: reject"),
}
DECIDED = (*Review.DECISIONS, *Review.APPEAL_ANSWERS)


class ClaimForm(forms.Form):
    """Names the claim that a page holds."""

    token = forms.UUIDField()


class OpinionForm(forms.Form):
    """Verb, reasons and words; whether they hold together is for the service to say."""

    verb = forms.ChoiceField(choices=[(verb, VERBS[verb]) for verb in DECIDED])
    reasons = forms.MultipleChoiceField(
        choices=[(code, reason.label.en) for code, reason in REASONS.items()], required=False
    )
    note = forms.CharField(max_length=2_000, required=False)

    @property
    def decision(self) -> Decision:
        return Decision(
            verb=self.cleaned_data["verb"],
            reasons=tuple(self.cleaned_data["reasons"]),
            note=self.cleaned_data["note"],
        )


class DecisionForm(ClaimForm, OpinionForm):
    """A decision on an item that the page holds."""


class AppealForm(forms.Form):
    """A seller's words against a decision; that there are some is for the service to say."""

    words = forms.CharField(max_length=2_000, required=False)


class SkipForm(forms.Form):
    """Why an item is left to others; whether that is a reason is for the service to say."""

    reason = forms.CharField(max_length=12, required=False)
    note = forms.CharField(max_length=500, required=False)


class CommentForm(forms.Form):
    """Words to the other moderators."""

    text = forms.CharField(max_length=2_000, required=False)


class NextForm(forms.Form):
    """Where in the queue to go on: after `beside`, or before it with `back`."""

    beside = forms.IntegerField(required=False)
    back = forms.BooleanField(required=False)


class RecordForm(forms.Form):
    """Words and days: filter of what is kept on record."""

    q = forms.CharField(label=_("Shop, product or person"), required=False, max_length=100)
    # Days of the platform, both included.
    since = forms.DateField(label=_("From"), required=False)
    until = forms.DateField(label=_("To"), required=False)

    @property
    def chosen(self) -> LogFilter:
        """What was asked for; all of it when that cannot be read."""
        if not self.is_valid():
            return LogFilter()
        since, until = self.cleaned_data["since"], self.cleaned_data["until"]
        return LogFilter(
            verb=self.cleaned_data.get("verb", ""),
            words=self.cleaned_data["q"],
            since=day_begins(since) if since else None,
            before=day_begins(until + timedelta(days=1)) if until else None,
        )


class LogForm(RecordForm):
    """Filter of the log."""

    verb = forms.ChoiceField(
        label=_("Event"), required=False, choices=[("", _("Every event")), *VERBS.items()]
    )


def day_begins(asked: date) -> datetime:
    """Midnight where the platform is."""
    return timezone.make_aware(datetime.combine(asked, time.min))


class DeskForm(forms.Form):
    """Which pictures a queue's page shows: of one queue, of one import, or all."""

    queue = forms.CharField(max_length=20, required=False)
    source = forms.ModelChoiceField(Import.objects.select_related("shop"), required=False)

    @property
    def source_chosen(self) -> Import | None:
        """The import; None where none was named, or none that there is."""
        self.is_valid()
        return self.cleaned_data.get("source")

    @property
    def address(self) -> str:
        """The page that shows the same."""
        chosen = {name: self.data[name] for name in ("queue", "source") if self.data.get(name)}
        query = f"?{urlencode(chosen)}" if chosen else ""
        return f"{reverse('catalog:review_queue')}{query}"


class ManyForm(DeskForm):
    """Pictures chosen in a queue: none that moderators never saw."""

    renditions = forms.ModelMultipleChoiceField(
        Rendition.objects.filter(pk__in=Review.objects.values("rendition")), required=False
    )


PERIODS = (1, 7, 30, 90)  # days
USUAL_PERIOD = 7


LONGEST_PERIOD = 366


class PeriodForm(forms.Form):
    """What time figures are of: some of PERIODS up to now, or days of the platform."""

    days = forms.TypedChoiceField(
        coerce=int, choices=[(days, days) for days in PERIODS], required=False, empty_value=None
    )
    since = forms.DateField(label=_("From"), required=False)
    until = forms.DateField(label=_("To"), required=False)

    def clean(self) -> dict[str, Any]:
        """Days that are missing: until today, or the usual period up to `until`."""
        said = self.cleaned_data
        since, until = said.get("since"), said.get("until")
        if since or until:
            until = until or timezone.localdate()
            since = since or until - timedelta(days=USUAL_PERIOD - 1)
            if not 0 <= (until - since).days < LONGEST_PERIOD:
                raise forms.ValidationError(
                    _("Choose a first day and a last day after it, 366 days at most.")
                )
        return {"days": said.get("days"), "since": since, "until": until}

    @property
    def days_chosen(self) -> int | None:
        """Of PERIODS; the usual one where nothing could be read, None where days were named."""
        if self.is_valid() and self.cleaned_data["since"]:
            return None
        return self.cleaned_data.get("days") or USUAL_PERIOD

    @property
    def chosen(self) -> Period:
        """What was asked for, or the usual period."""
        if days := self.days_chosen:
            return Period(timezone.now() - timedelta(days=days))
        since, until = self.cleaned_data["since"], self.cleaned_data["until"]
        return Period(day_begins(since), day_begins(until + timedelta(days=1)))
