"""What moderators type and tick."""

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import Review
from catalog.reasons import REASONS
from catalog.selectors.reviews import LogFilter
from catalog.services.reviews import Decision

VERBS = {
    Review.Verb.SUBMITTED: _("Submitted"),
    Review.Verb.WITHDRAWN: _("Withdrawn"),
    Review.Verb.APPROVED: _("Approved"),
    Review.Verb.NEEDS_CHANGES: _("Needs changes"),
    Review.Verb.REJECTED: _("Rejected"),
}


class ClaimForm(forms.Form):
    """Names the claim that a page holds."""

    token = forms.UUIDField()


class DecisionForm(ClaimForm):
    """A decision; whether it holds together is for the service to say."""

    verb = forms.ChoiceField(choices=[(verb, VERBS[verb]) for verb in Review.DECISIONS])
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


class NextForm(forms.Form):
    """Where in the queue to go on: after `beside`, or before it with `back`."""

    beside = forms.IntegerField(required=False)
    back = forms.BooleanField(required=False)


class LogForm(forms.Form):
    """Filter of the log."""

    verb = forms.ChoiceField(
        label=_("Event"), required=False, choices=[("", _("Every event")), *VERBS.items()]
    )
    q = forms.CharField(label=_("Shop, product or person"), required=False, max_length=100)

    @property
    def chosen(self) -> LogFilter:
        """What was asked for; all of it when that cannot be read."""
        if not self.is_valid():
            return LogFilter()
        return LogFilter(verb=self.cleaned_data["verb"], words=self.cleaned_data["q"])
