"""What a shop uses."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

USAGE = {
    "month": "2026-11",
    "pictures": 912,
    "recipes": [{"recipe": "main-image", "pictures": 912, "seconds": 1_430.5}],
    "seconds": 1_512.2,
    "rows": 1_000,
    "calls": 15_020,
    "stored_bytes": 734_003_200,
    "quota": {"pictures_a_month": 5_000, "rows_a_month": None, "stored_bytes": None},
    "tokens": [{"token": "cs_Zk3bT1x", "name": "Shop system", "day": "2026-11-23", "calls": 312}],
}


class RecipeUsageSerializer(serializers.Serializer[Any]):
    """Pictures of one recipe, and how long workers were at them."""

    recipe = serializers.CharField()
    pictures = serializers.IntegerField()
    seconds = serializers.FloatField()


class QuotaSerializer(serializers.Serializer[Any]):
    """What the operator allows the shop; null is without a limit."""

    pictures_a_month = serializers.IntegerField(allow_null=True)
    rows_a_month = serializers.IntegerField(allow_null=True)
    stored_bytes = serializers.IntegerField(allow_null=True)


class CallsSerializer(serializers.Serializer[Any]):
    """Calls of one token, named by its beginning, on one day."""

    token = serializers.CharField()
    name = serializers.CharField()
    day = serializers.DateField()
    calls = serializers.IntegerField()


@extend_schema_serializer(examples=[OpenApiExample("A month", USAGE)])
class UsageSerializer(serializers.Serializer[Any]):
    """A month of a shop. `seconds` are those of workers, for photos read and checks too."""

    month = serializers.CharField(source="month.name")
    pictures = serializers.IntegerField()
    recipes = RecipeUsageSerializer(many=True)
    seconds = serializers.FloatField()
    rows = serializers.IntegerField()
    calls = serializers.IntegerField()
    stored_bytes = serializers.IntegerField()
    quota = QuotaSerializer()
    tokens = CallsSerializer(many=True)


class UsageQuery(serializers.Serializer[Any]):
    """Which month."""

    month = serializers.RegexField(
        "^20[2-9][0-9]-(0[1-9]|1[0-2])$", required=False, help_text="As 2026-11; this one."
    )
