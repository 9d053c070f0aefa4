"""What people type about a shop, its team and its keys."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.forms.base import OneSentenceForm
from catalog.models import Membership, Shop
from imaging.presets import load_presets
from imaging.reader import language

ROLES = [
    (Membership.Role.OWNER, _("Owner: everything, also settings and team")),
    (Membership.Role.EDITOR, _("Editor: adds products and makes pictures")),
    (Membership.Role.VIEWER, _("Viewer: looks and downloads")),
]


def channel_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every channel by group, in the reader's language and the file's order."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, preset in load_presets().items():
        label = preset.label.in_language(language())
        groups.setdefault(preset.group.in_language(language()), []).append((key, label))
    return list(groups.items())


class ChannelsField(forms.MultipleChoiceField):
    """Sales channels as grouped check boxes."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=channel_choices, **options)


class ChannelsForm(forms.Form):
    """A form with channels to tick, shown by group."""

    def channel_groups(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """(group, [(key, label, whether it is ticked)]) for the page."""
        ticked = set(self["presets"].value() or ())
        return [
            (group, [(key, label, key in ticked) for key, label in options])
            for group, options in channel_choices()
        ]


class ShopForm(ChannelsForm):
    """A new shop."""

    name = forms.CharField(
        label=_("Name of the shop"),
        max_length=80,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "organization"}),
    )
    presets = ChannelsField(label=_("Where do you sell?"), required=False)


class ShopSettingsForm(ChannelsForm):
    """What an owner may change of a shop."""

    name = forms.CharField(label=_("Name of the shop"), max_length=80)
    presets = ChannelsField(label=_("Channels"), required=False)
    training_consent = forms.BooleanField(
        label=_("Our pictures and corrections may be used to train the studio's models"),
        help_text=_(
            "Off unless you say so. What you photograph, make and correct here would help cut-outs"
            " and attributes get better: photos are stored by what they show, without the shop’s"
            " name. Nothing is used from before you switch it on, and you can switch it off again"
            " at any time."
        ),
        required=False,
    )
    are_photos_read = forms.BooleanField(
        label=_("Read attributes from new photos"),
        help_text=_(
            "Colour, category, pattern, price and size are suggested after each upload, for you to"
            " confirm. It costs some computing time; nothing leaves this studio."
        ),
        required=False,
    )
    keep_deleted_days = forms.IntegerField(
        label=_("Keep deleted photos and pictures for (days)"),
        help_text=_("Until then they can be brought back. After that their files are removed."),
        min_value=1,
        max_value=365,
    )

    @classmethod
    def of(cls, shop: Shop, *, disabled: bool) -> "ShopSettingsForm":
        """The form with what the shop has now."""
        form = cls(
            initial={
                "name": shop.name,
                "presets": shop.presets,
                "training_consent": shop.training_consent_at is not None,
                "are_photos_read": shop.are_photos_read,
                "keep_deleted_days": shop.keep_deleted_days,
            }
        )
        for field in form.fields.values():
            field.disabled = disabled
        return form


class InviteForm(forms.Form):
    """An offer to join."""

    email = forms.EmailField(label=_("Mail address"))
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, initial=Membership.Role.EDITOR)


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(choices=Membership.Role.choices)


class TokenForm(OneSentenceForm):
    """A new key to the REST API."""

    # An id of its own: the settings page has a shop's name beside it.
    name = forms.CharField(
        label=_("What is it for?"), max_length=60, widget=forms.TextInput({"id": "token-name"})
    )
