"""Reviews."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from catalog.api.serializers.data import LabelField
from catalog.models import Review
from catalog.reasons import REASONS, reasons_of

SHOWN = {"code", "label", "todo", "clause"}
TOLD = [verb.value for verb in Review.Verb if verb not in Review.UNTOLD]
EVENT = {
    "id": 31,
    "rendition": 12,
    "product": 3,
    "verb": "needs_changes",
    "about": None,
    "reasons": [
        REASONS["cutout_edges"].model_dump(include=SHOWN)
        | {"policy": REASONS["cutout_edges"].policy.text.model_dump()}
    ],
    "note": "The handle is cut off.",
    "created_at": "2026-11-23T10:02:11Z",
}


class ReasonSerializer(serializers.Serializer[Any]):
    """Why a picture was sent back, and what to do about it."""

    code = serializers.CharField()
    label = LabelField()  # type: ignore[assignment]
    todo = LabelField()
    clause = serializers.CharField(help_text="The number of the platform's rule.")
    policy = LabelField(source="policy.text", help_text="What that rule says.")


@extend_schema_serializer(examples=[OpenApiExample("A picture that needs changes", EVENT)])
class ReviewSerializer(serializers.ModelSerializer[Review]):
    """One event of a review; never changed."""

    rendition = serializers.IntegerField(source="rendition_id", read_only=True)
    product = serializers.IntegerField(source="rendition.product_id", read_only=True)
    verb = serializers.ChoiceField(TOLD, read_only=True)
    about = serializers.IntegerField(
        source="about_id",
        read_only=True,
        allow_null=True,
        help_text="The decision that an appeal or its answer is about.",
    )
    reasons = serializers.SerializerMethodField()

    class Meta:
        model = Review
        fields = tuple(EVENT)
        read_only_fields = fields

    def get_reasons(self, review: Review) -> ReasonSerializer(many=True):  # type: ignore[valid-type]
        return ReasonSerializer(reasons_of(review.reasons), many=True).data


class AppealSerializer(serializers.Serializer[Any]):
    """A seller's words against a refusal."""

    words = serializers.CharField(max_length=2_000, help_text="What the moderator overlooked.")


class DecisionQuery(serializers.Serializer[Any]):
    """Which decisions to list."""

    verb = serializers.ChoiceField([verb.value for verb in Review.DECISIONS], required=False)
