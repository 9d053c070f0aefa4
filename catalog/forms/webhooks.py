"""What owners type about webhooks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.forms.base import OneSentenceForm
from catalog.services import webhook_events as events

EVENT_CHOICES = [
    (events.IMPORT_CHECKED, _("An import was checked")),
    (events.IMPORT_ENDED, _("An import has ended")),
    (events.READY, _("A picture is ready")),
    (events.FAILED, _("A picture could not be made")),
    (events.DECIDED, _("A picture was decided on")),
]


class WebhookForm(OneSentenceForm):
    """A new address, and what it is told."""

    url = forms.CharField(
        label=_("Address"),
        max_length=2_048,
        widget=forms.URLInput({"placeholder": "https://shop.example/hooks/studio"}),
        error_messages={"required": _("Type the address of your system.")},
    )
    events = forms.MultipleChoiceField(
        label=_("Tell it when"),
        choices=EVENT_CHOICES,
        initial=list(events.EVENTS),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one event.")},
    )
