"""What the platform's operator decides about the moderators' desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import DeskQueue, User
from catalog.reasons import REASONS
from catalog.risk.rules import HIGHEST
from catalog.services.desk_queues import QueueSettings
from imaging.presets import load_presets
from imaging.reader import language
from imaging.recipes import RECIPES

ORDERS = [
    (DeskQueue.Order.OLDEST, _("Oldest first")),
    (DeskQueue.Order.RISKIEST, _("Riskiest first")),
]
ACTIONS = [
    ("approved", _("Approve")),
    ("needs_changes", _("Needs changes")),
    ("rejected", _("Reject")),
    ("skipped", _("Skip")),
]
LANGUAGES = [("en", "English"), ("zh", "中文")]
ROUTED = ("recipes", "presets", "codes", "languages", "risk_at_least", "risk_at_most")


def recipes() -> list[tuple[str, str]]:
    return [(key, spec.label.in_language(language())) for key, spec in RECIPES.items()]


def channels() -> list[tuple[str, str]]:
    return [(key, one.label.in_language(language())) for key, one in load_presets().items()]


def reasons() -> list[tuple[str, str]]:
    return [(key, reason.label.in_language(language())) for key, reason in REASONS.items()]


def any_of(label: Any, choices: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    """Any of several, or none."""
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=widget, help_text=help_text
    )


class QueueForm(forms.Form):
    """One queue of the desk."""

    name_en = forms.CharField(label=_("Name in English"), max_length=60)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=60)
    position = forms.IntegerField(
        label=_("Position"),
        min_value=0,
        max_value=999,
        initial=0,
        help_text=_("The first queue that takes a picture gets it."),
    )
    order = forms.ChoiceField(label=_("Order"), choices=ORDERS, widget=forms.RadioSelect)
    shops = forms.CharField(
        label=_("Shops"),
        required=False,
        help_text=_("The names in their addresses, with commas between; empty for all."),
    )
    recipes = any_of(_("Pictures"), recipes, _("None chosen means all; so below."))
    presets = any_of(_("Channels"), channels)
    codes = any_of(_("Findings"), reasons)
    languages = any_of(_("Language of the title"), LANGUAGES)
    risk_at_least = forms.IntegerField(
        label=_("Risk from"), min_value=0, max_value=HIGHEST, initial=0
    )
    risk_at_most = forms.IntegerField(
        label=_("Risk to"), min_value=0, max_value=HIGHEST, initial=HIGHEST
    )
    hidden_actions = any_of(_("Not offered here"), ACTIONS)
    moderators = forms.ModelMultipleChoiceField(
        label=_("Only for these moderators"),
        queryset=User.objects.filter(is_moderator=True).order_by("email"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    @classmethod
    def of(cls, queue: DeskQueue) -> "QueueForm":
        """The form with what a queue is now."""
        plain = ("name_en", "name_zh", "position", "order", "hidden_actions")
        now = {name: getattr(queue, name) for name in plain}
        shops = ", ".join(queue.rule.get("shops", []))
        people = queue.moderators.all() if queue.pk else []
        return cls(initial={**now, **queue.rule, "shops": shops, "moderators": people})

    @property
    def settings(self) -> QueueSettings:
        """What was chosen, once all is valid."""
        chosen = self.cleaned_data
        shops = [one.strip() for one in chosen["shops"].split(",") if one.strip()]
        return QueueSettings(
            name_en=chosen["name_en"],
            name_zh=chosen["name_zh"],
            rule={**{name: chosen[name] for name in ROUTED}, "shops": shops},
            position=chosen["position"],
            order=chosen["order"],
            hidden_actions=chosen["hidden_actions"],
            moderators=chosen["moderators"],
        )


class WordsForm(forms.Form):
    """The platform's own banned words, one a line."""

    banned = forms.CharField(
        label=_("Also banned"),
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("One a line. English words are found whole, Chinese ones anywhere."),
    )
    allowed = forms.CharField(
        label=_("Not banned after all"),
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("Words of the list, or longer phrases that hold one, as “nerf gun” does."),
    )
