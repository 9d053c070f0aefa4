"""What the recipe “enhance” takes."""

from typing import Any

from rest_framework import serializers

from catalog.api.serializers.data import LabelField
from catalog.api.serializers.options import OptionsSerializer
from imaging.engines.registry import ENGINES
from imaging.improving import AFTER


class Parameters(serializers.DictField):
    """An engine's own parameters; it checks them."""


class FixSerializer(serializers.Serializer[Any]):
    """One fix that was made: its engine, with which parameters, and why."""

    step = serializers.CharField()
    label = LabelField()  # type: ignore[assignment]
    params = serializers.DictField()
    why = LabelField()


class BetterPhotoOptionsSerializer(OptionsSerializer):
    """The one tap, and each further step by its name with its engine's own parameters."""

    strength = serializers.FloatField(
        min_value=0, max_value=1, required=False, help_text="Of every fix; 0 leaves all out."
    )
    amounts = serializers.DictField(
        child=serializers.FloatField(min_value=0, max_value=1),
        required=False,
        help_text="Of single fixes, by step; 0 leaves one out.",
    )
    tuned = serializers.DictField(
        child=Parameters(),
        required=False,
        help_text="Parameters of single fixes, by step, in place of those that were measured.",
    )

    def get_fields(self) -> dict[str, Any]:
        further = {
            step: Parameters(required=False, help_text=f"{ENGINES[step].label.en}.")
            for step in AFTER
            if step in ENGINES
        }
        return {**super().get_fields(), **further}
