"""Channels and recipes by name."""

from typing import Any

from rest_framework import serializers

from catalog.api.serializers.data import LabelField


class PresetItemSerializer(serializers.Serializer[Any]):
    """A channel in a list; `group` is where it belongs."""

    key = serializers.CharField()
    label = LabelField()  # type: ignore[assignment]
    group = LabelField()


class RecipeSerializer(serializers.Serializer[Any]):
    """What can be made of a photo."""

    key = serializers.CharField()
    label = LabelField()  # type: ignore[assignment]
    needs_preset = serializers.BooleanField()
