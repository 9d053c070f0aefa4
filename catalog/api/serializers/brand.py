"""The shop's brand kit."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers
from rest_framework.reverse import reverse

from catalog.models import Brand
from imaging.adverts.faces import FAMILIES

TONES = ("calm", "lively", "premium")
COLOUR = r"^#[0-9A-Fa-f]{6}\Z"
BRAND = {
    "primary": "#1F5A3C",
    "accent": "#C8452D",
    "text": "",
    "heading_font": "serif",
    "body_font": "",
    "tone": "calm",
    "logo": "https://studio.example/api/v1/shop/brand/logo/",
    "updated_at": "2026-11-23T09:14:00Z",
}


@extend_schema_serializer(examples=[OpenApiExample("A brand kit", BRAND)])
class BrandSerializer(serializers.ModelSerializer[Brand]):
    """How the shop's adverts look. What is empty is left to each layout."""

    primary = serializers.RegexField(
        COLOUR, allow_blank=True, required=False, help_text="Of panels and large lettering."
    )
    accent = serializers.RegexField(
        COLOUR, allow_blank=True, required=False, help_text="Of prices, badges and buttons."
    )
    text = serializers.RegexField(
        COLOUR, allow_blank=True, required=False, help_text="Of text on light ground."
    )
    heading_font = serializers.ChoiceField(list(FAMILIES), allow_blank=True, required=False)
    body_font = serializers.ChoiceField(list(FAMILIES), allow_blank=True, required=False)
    tone = serializers.ChoiceField(TONES, allow_blank=True, required=False)
    logo = serializers.SerializerMethodField(help_text="Where to download it; null without one.")

    class Meta:
        model = Brand
        fields = tuple(BRAND)
        read_only_fields = ("updated_at",)

    def get_logo(self, brand: Brand) -> str | None:
        return reverse("api:brand-logo", request=self.context["request"]) if brand.logo else None


class LogoUploadSerializer(serializers.Serializer[Any]):
    """A logo as a file of a form."""

    logo = serializers.FileField(help_text="PNG, WebP or JPEG, best with a transparent ground.")
