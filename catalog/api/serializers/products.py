"""Products and variants."""

from typing import Any

from drf_spectacular.utils import (
    OpenApiExample,
    extend_schema_field,
    extend_schema_serializer,
)
from rest_framework import serializers

from catalog.api.serializers.attributes import COLOUR, AttributeQuery, KnownField
from catalog.api.serializers.numbers import IdField
from catalog.api.serializers.photos import PHOTO, PhotoSerializer
from catalog.models import Product, Variant
from catalog.selectors.attributes import attributes_of
from catalog.services.products import (
    CATEGORY_LENGTH,
    DESCRIPTION_LENGTH,
    SKU_LENGTH,
    TITLE_LENGTH,
)

ASKED = {
    "title": "Celadon teapot",
    "description": "Hand-thrown, 240 ml.",
    "category": "Teaware",
    "variants": [
        {"sku": "TP-240-G", "price": "39.00", "currency": "EUR", "options": {"Colour": "Green"}}
    ],
}
ITEM = {
    "id": 3,
    **ASKED,
    "variants": [{"id": 5, **ASKED["variants"][0]}],  # type: ignore[dict-item]
    "created_at": "2026-11-23T09:10:02Z",
    "updated_at": "2026-11-23T09:10:02Z",
    "archived_at": None,
}


class VariantSerializer(serializers.ModelSerializer[Variant]):
    """One buyable form. `id` names the variant to change; without it the SKU finds it."""

    id = IdField(required=False)
    sku = serializers.CharField(max_length=SKU_LENGTH, allow_blank=True, required=False)
    price = serializers.DecimalField(12, 2, min_value=0, allow_null=True, required=False)
    currency = serializers.CharField(
        max_length=3, allow_blank=True, required=False, help_text="Three letters, such as USD."
    )
    options = serializers.DictField(child=serializers.CharField(max_length=200), required=False)

    class Meta:
        model = Variant
        fields = ("id", "sku", "price", "currency", "options")

    def validate_options(self, value: dict[str, str]) -> dict[str, str]:
        """The names are held to what their values are held to."""
        name = serializers.CharField(max_length=200)
        return {name.run_validation(key): text for key, text in value.items()}


class TextsSerializer(serializers.ModelSerializer[Product]):
    """What a product says of itself."""

    title = serializers.CharField(max_length=TITLE_LENGTH)
    description = serializers.CharField(
        max_length=DESCRIPTION_LENGTH, allow_blank=True, required=False
    )
    category = serializers.CharField(max_length=CATEGORY_LENGTH, allow_blank=True, required=False)
    variants = VariantSerializer(many=True, required=False, max_length=200)  # type: ignore[call-arg]

    class Meta:
        model = Product
        fields = tuple(ITEM)
        read_only_fields = ("id", "created_at", "updated_at", "archived_at")


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A product in a list",
            ITEM | {"cover": 7, "photo_count": 4, "attributes": {"colour": COLOUR}},
            response_only=True,
        )
    ]
)
class ProductItemSerializer(TextsSerializer):
    """A product in a list, with its first photo and how many it has."""

    cover = serializers.IntegerField(source="cover_id", read_only=True, allow_null=True)
    photo_count = serializers.IntegerField(read_only=True)
    attributes = serializers.SerializerMethodField()

    class Meta(TextsSerializer.Meta):
        fields = (*ITEM, "cover", "photo_count", "attributes")

    @extend_schema_field(KnownField)
    def get_attributes(self, product: Product) -> dict[str, Any]:
        return KnownField().to_representation(self.context["known"][product.pk])


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A product with its photos",
            ITEM | {"photos": [PHOTO], "attributes": {"colour": COLOUR}},
            response_only=True,
        ),
        OpenApiExample("A new product", ASKED, request_only=True),
    ]
)
class ProductSerializer(TextsSerializer):
    """A product with its photos in their order. `variants`, when sent, become all it has."""

    photos = serializers.SerializerMethodField()
    attributes = serializers.SerializerMethodField()

    class Meta(TextsSerializer.Meta):
        fields = (*ITEM, "photos", "attributes")

    @extend_schema_field(KnownField)
    def get_attributes(self, product: Product) -> dict[str, Any]:
        return KnownField().to_representation(attributes_of(product))

    def get_photos(self, product: Product) -> PhotoSerializer(many=True):  # type: ignore[valid-type]
        photos = product.photos.filter(deleted_at=None)
        return PhotoSerializer(photos, many=True, context=self.context).data


class ProductQuery(AttributeQuery):
    """Which products to list."""

    q = serializers.CharField(
        max_length=200, required=False, allow_blank=True,
        help_text="Words that title, description, category, SKUs or attributes hold; Chinese too.",
    )  # fmt: skip
    category = serializers.CharField(max_length=CATEGORY_LENGTH, required=False)
    archived = serializers.BooleanField(default=False, help_text="The archived ones instead.")
