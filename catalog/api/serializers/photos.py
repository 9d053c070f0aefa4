"""Photos."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers
from rest_framework.reverse import reverse

from catalog.api.serializers.numbers import IdField
from catalog.models import Photo

PHOTO = {
    "id": 7,
    "product": 3,
    "variant": None,
    "name": "IMG_0412.jpg",
    "sha256": "9f2c41d08a0b7c0e6f2f7f1d6f0c52ce2d6d2f6b9d2a7bd1e2f3c4b5a6978812",
    "bytes": 2_148_331,
    "media_type": "image/jpeg",
    "width": 4032,
    "height": 3024,
    "position": 0,
    "created_at": "2026-11-23T09:12:44Z",
    "deleted_at": None,
    "file": "https://studio.example/api/v1/photos/7/file/",
}


@extend_schema_serializer(examples=[OpenApiExample("A photo", PHOTO, response_only=True)])
class PhotoSerializer(serializers.ModelSerializer[Photo]):
    """What the seller uploaded; `file` is the original, unchanged."""

    product = serializers.IntegerField(source="product_id", read_only=True)
    variant = serializers.IntegerField(source="variant_id", read_only=True, allow_null=True)
    bytes = serializers.IntegerField(read_only=True)
    file = serializers.SerializerMethodField()

    class Meta:
        model = Photo
        fields = tuple(PHOTO)
        read_only_fields = fields

    def get_file(self, photo: Photo) -> str:
        return reverse("api:photo-file", [photo.pk], request=self.context["request"])


class PhotoUploadSerializer(serializers.Serializer[Any]):
    """One file of a multipart form."""

    photo = serializers.FileField(allow_empty_file=True, help_text="JPEG, PNG, WebP, HEIC, …")
    variant = IdField(required=False, help_text="The variant it shows, of the same product.")


class PhotoQuery(serializers.Serializer[Any]):
    """Which photos to list."""

    product = IdField(required=False)
    deleted = serializers.BooleanField(
        default=False, help_text="Those that were deleted and can still be restored."
    )
