"""Renditions."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import (
    OpenApiExample,
    PolymorphicProxySerializer,
    extend_schema_field,
    extend_schema_serializer,
)
from rest_framework import serializers
from rest_framework.reverse import reverse

from catalog.api.serializers.better_photos import (
    BetterPhotoOptionsSerializer,
    FixSerializer,
)
from catalog.api.serializers.data import ReportField
from catalog.api.serializers.jobs import StepReportSerializer
from catalog.api.serializers.numbers import IdField
from catalog.api.serializers.scenes import BriefSerializer, SceneOptionsSerializer
from catalog.models import Rendition, Review
from catalog.selectors.rendition_facts import is_brushed, models_used, source_type, warnings_of
from catalog.selectors.reviews import DRAFT
from imaging.improving import ONE_TAP
from imaging.models import Job
from imaging.selectors import job_error

REVIEW_STATES = [
    DRAFT,
    *(verb.value for verb in (Review.Verb.SUBMITTED, *Review.DECISIONS, Review.Verb.APPEALED)),
]
ASKED = {"photos": [7, 8], "recipe": "main-image", "presets": ["amazon_main", "taobao_main"]}
ASKED_SCENE = {
    "photos": [7],
    "recipe": "scene",
    "options": {"theme": "minimal", "brief": "on marble, soft light from the left", "seed": 3},
}
ASKED_BETTER = {
    "photos": [7],
    "recipe": "enhance",
    "options": {
        "strength": 0.8,
        "amounts": {"sharpen": 0},
        "look": {"look": "film", "strength": 0.6},
        "upscale": {"scale": 2},
    },
}
PICTURE = {
    "media_type": "image/jpeg",
    "bytes": 412_770,
    "width": 2000,
    "height": 2000,
    "sha256": "1c0ad7a6b0f14e0c9b1f5a1f8d3f7e2d4c5b6a79880f1e2d3c4b5a6978878695",
}
ITEM = {
    "id": 12,
    "product": 3,
    "photo": 7,
    "job": "0d7f6a39-5a8f-4a06-9a52-1b7fd9f5f0f2",
    "recipe": "main-image",
    "preset": "amazon_main",
    "brief": None,
    "status": "done",
    "progress": 1.0,
    "error": "",
    "review": "draft",
    "is_chosen": False,
    "pixel_locked": True,
    "picture": PICTURE,
    "file": "https://studio.example/api/v1/renditions/12/file/",
    "created_at": "2026-11-23T09:14:00Z",
}


class PictureSerializer(serializers.Serializer[Any]):
    """The finished file."""

    media_type = serializers.CharField()
    bytes = serializers.IntegerField()
    width = serializers.IntegerField(required=False)
    height = serializers.IntegerField(required=False)
    sha256 = serializers.CharField()


@extend_schema_serializer(examples=[OpenApiExample("A finished rendition", ITEM)])
class RenditionItemSerializer(serializers.ModelSerializer[Rendition]):
    """A picture of a product; ready when `status` is "done"."""

    product = serializers.IntegerField(source="product_id", read_only=True)
    photo = serializers.IntegerField(source="photo_id", read_only=True, allow_null=True)
    job = serializers.UUIDField(source="job_id", read_only=True)
    brief = BriefSerializer(
        read_only=True, allow_null=True, help_text="What was asked of a scene, and understood."
    )
    status = serializers.ChoiceField(Job.Status.choices, source="job.status", read_only=True)
    progress = serializers.FloatField(source="job.progress", read_only=True)
    error = serializers.SerializerMethodField(help_text="Why there is no picture.")
    review = serializers.SerializerMethodField()
    pixel_locked = serializers.SerializerMethodField(
        help_text="Whether the product's pixels were measured to be the photo's; null before."
    )
    picture = PictureSerializer(source="job.outputs.picture", read_only=True, allow_null=True)
    file = serializers.SerializerMethodField(help_text="Where to download it; null until ready.")

    class Meta:
        model = Rendition
        fields = tuple(ITEM)
        read_only_fields = fields

    def get_error(self, rendition: Rendition) -> str:
        return job_error(rendition.job)

    def get_review(self, rendition: Rendition) -> serializers.ChoiceField(REVIEW_STATES):  # type: ignore[valid-type]
        return rendition.review_verb or DRAFT  # type: ignore[attr-defined]

    def get_pixel_locked(self, rendition: Rendition) -> bool | None:
        return rendition.job.facts.get("pixel_locked")

    def get_file(self, rendition: Rendition) -> str | None:
        if "picture" not in rendition.job.outputs:
            return None
        return reverse("api:rendition-file", [rendition.pk], request=self.context["request"])


class LockSerializer(serializers.Serializer[Any]):
    """The measurement behind `pixel_locked`, over `pixels` pixels inside the product."""

    locked = serializers.BooleanField()
    max_difference = serializers.IntegerField()
    pixels = serializers.IntegerField()
    eroded_px = serializers.IntegerField()


class ModelUsedSerializer(serializers.Serializer[Any]):
    """A model that worked on the picture, and under which licence."""

    key = serializers.CharField()
    architecture = serializers.CharField()
    sha256 = serializers.CharField()
    licence = serializers.CharField()


class RenditionSerializer(RenditionItemSerializer):
    """A rendition with what was done, how sure the cut-out is and how it meets its channel."""

    parents: Any = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    steps = StepReportSerializer(source="job.report", many=True, read_only=True)
    models = serializers.SerializerMethodField()
    confidence = serializers.FloatField(
        source="job.facts.cutout.confidence", read_only=True, default=None, allow_null=True
    )
    warnings = serializers.SerializerMethodField()
    is_brushed = serializers.SerializerMethodField(help_text="A person corrected the cut-out.")
    lock = LockSerializer(source="job.facts.lock", read_only=True, default=None, allow_null=True)
    preflight = ReportField(source="job.facts.preflight", default=None, allow_null=True)
    fixes = FixSerializer(
        source="job.facts.enhance.fixes", many=True, read_only=True, default=None, allow_null=True,
        help_text="What a better photo needed, and why.",
    )  # fmt: skip
    colour_change = serializers.FloatField(
        source="job.facts.colour_change", read_only=True, default=None, allow_null=True,
        help_text="Median ΔE00 of the product's colours from a neutral correction's.",
    )  # fmt: skip
    digital_source_type = serializers.SerializerMethodField(help_text="The IPTC term in the file.")

    class Meta(RenditionItemSerializer.Meta):
        fields = (
            *ITEM, "parents", "steps", "models", "confidence", "warnings", "is_brushed", "lock",
            "preflight", "fixes", "colour_change", "digital_source_type",
        )  # fmt: skip

    def get_models(self, rendition: Rendition) -> ModelUsedSerializer(many=True):  # type: ignore[valid-type]
        return ModelUsedSerializer(models_used(rendition), many=True).data

    def get_warnings(self, rendition: Rendition) -> list[str]:
        return warnings_of(rendition.job)

    def get_is_brushed(self, rendition: Rendition) -> bool:
        return is_brushed(rendition.job)

    def get_digital_source_type(self, rendition: Rendition) -> str:
        return source_type(rendition.job)


OPTIONS: dict[str, type[serializers.Serializer[Any]]] = {
    "scene": SceneOptionsSerializer,
    ONE_TAP: BetterPhotoOptionsSerializer,
}


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="RenditionOptions",
        serializers=list(OPTIONS.values()),
        resource_type_field_name=None,
    )
)
class OptionsField(serializers.DictField):
    """Options of whichever recipe is asked for."""


@extend_schema_serializer(
    examples=[
        OpenApiExample("Two photos, two channels", ASKED),
        OpenApiExample("A scene in words", ASKED_SCENE),
        OpenApiExample("A better photo", ASKED_BETTER),
    ]
)
class RenditionRequestSerializer(serializers.Serializer[Any]):
    """Which photos, by which recipe, for which channels: one rendition for each pair."""

    photos = serializers.ListField(child=IdField(), min_length=1, max_length=100)
    recipe = serializers.CharField(
        max_length=40, help_text="A key of /recipes/; adverts are asked for at /adverts/."
    )
    presets = serializers.ListField(
        child=serializers.CharField(max_length=40), max_length=100, default=list,
        help_text="Keys of /presets/, for recipes that need one.",
    )  # fmt: skip
    options = OptionsField(
        required=False, help_text="For the recipe “scene”, or for “enhance”, as it takes them."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "options" not in attrs:
            return attrs
        kind = OPTIONS.get(attrs["recipe"])
        if kind is None:
            said = _("Only the recipes “scene” and “enhance” take options.")
            raise serializers.ValidationError({"options": [said]})
        options = kind(data=attrs["options"], context=self.context)
        if not options.is_valid():
            raise serializers.ValidationError({"options": options.errors})
        return {**attrs, "options": options.validated_data}


class UnlabelledSerializer(serializers.Serializer[Any]):
    """An agreement to label a picture oneself."""

    reason = serializers.CharField(max_length=500, help_text="Why it is needed without the label.")
    is_agreed = serializers.BooleanField(help_text="You label it where the law asks for it.")


class RenditionQuery(serializers.Serializer[Any]):
    """Which renditions to list."""

    product = IdField(required=False)
    photo = IdField(required=False)
    recipe = serializers.CharField(max_length=40, required=False)
    preset = serializers.CharField(max_length=40, required=False)
    status = serializers.ChoiceField(Job.Status.choices, required=False)
    review = serializers.ChoiceField(REVIEW_STATES, required=False)
    chosen = serializers.BooleanField(required=False)
