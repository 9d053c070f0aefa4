"""The shop."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from catalog.models import Membership

SHOP = {
    "slug": "teahouse",
    "name": "Tea house",
    "presets": ["amazon_main", "taobao_main"],
    "role": "editor",
    "training_consent": False,
    "keep_deleted_days": 30,
    "storage_bytes": 734_003_200,
    "products": 124,
    "photos": 380,
    "renditions": 912,
    "jobs_unfinished": 3,
}


@extend_schema_serializer(examples=[OpenApiExample("A shop", SHOP)])
class ShopSerializer(serializers.Serializer[Any]):
    """The token's shop, the role it acts with, and what the shop holds."""

    slug = serializers.CharField()
    name = serializers.CharField()
    presets = serializers.ListField(child=serializers.CharField())
    role = serializers.ChoiceField(Membership.Role.choices)
    training_consent = serializers.BooleanField()
    keep_deleted_days = serializers.IntegerField()
    storage_bytes = serializers.IntegerField()
    products = serializers.IntegerField()
    photos = serializers.IntegerField()
    renditions = serializers.IntegerField()
    jobs_unfinished = serializers.IntegerField()
