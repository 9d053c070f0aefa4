"""Looks for better photos."""

from typing import Any

from rest_framework import serializers

from catalog.api.serializers.data import LabelField


class LookSerializer(serializers.Serializer[Any]):
    """A look: options name it by `look` where it ships with the studio, by `cube` where it is the
    shop's own."""

    look = serializers.CharField(allow_null=True)
    cube = serializers.CharField(allow_null=True, help_text="SHA-256 of the shop's own file.")
    label = LabelField()  # type: ignore[assignment]


class LookUploadSerializer(serializers.Serializer[Any]):
    """A .cube file, and what to call it; left out, it is called as the file is."""

    file = serializers.FileField()
    name = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")


class LookNameSerializer(serializers.Serializer[Any]):
    """What to call it."""

    name = serializers.CharField(max_length=60)
