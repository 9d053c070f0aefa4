"""Attributes: what was found, what was decided, and the words they may be said in."""

from collections.abc import Iterable
from typing import Any, get_args

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from catalog.api.serializers.data import AsData, LabelField
from catalog.models import AttributeFinding
from catalog.selectors.attribute_filters import FILTERED, OPEN
from catalog.selectors.attributes import Known, State
from catalog.services.attribute_decisions import SIZE_LENGTH
from imaging.attributes import NAMES, Evidence, Source, label_of, terms

EVIDENCE = {"box": [0.12, 0.08, 0.7, 0.84], "text": "", "hexes": ["#2c4a9a", "#f4f4f2"]}
FOUND = {
    "value": "blue",
    "confidence": 0.93,
    "evidence": EVIDENCE,
    "source": "photo",
    "model": "colour-1",
    "details": {"further": ["white"]},
    "photo": 7,
}
COLOUR = {
    "value": "blue",
    "values": ["blue", "white"],
    "label": {"en": "Blue", "zh": "蓝色"},
    "state": "suggested",
    "confidence": 0.93,
    "decided_at": None,
    "findings": [FOUND],
}


@extend_schema_field(Evidence)  # type: ignore[arg-type]
class EvidenceField(AsData):
    """What to show who asks why."""


@extend_schema_field(serializers.DictField())
class DetailsField(AsData):
    """What only this attribute has: an old price, the kind of a size, further colours."""


class AttributeFindingSerializer(serializers.Serializer[AttributeFinding]):
    """One value of one source; null: looked for and not visible."""

    value = serializers.CharField(allow_null=True)
    confidence = serializers.FloatField(min_value=0, max_value=1)
    evidence = EvidenceField()
    source = serializers.ChoiceField(get_args(Source))  # type: ignore[assignment]
    model = serializers.CharField()
    details = DetailsField()
    photo = serializers.IntegerField(source="photo_id", allow_null=True)


@extend_schema_serializer(examples=[OpenApiExample("A colour", COLOUR)])
class KnownSerializer(serializers.Serializer[Known]):
    """One attribute now: by what was decided, else by what is likeliest.

    `values` are what lists find the product by; `findings` all that sources say, the likeliest
    first: with state "conflict" they differ.
    """

    value = serializers.CharField(allow_null=True)
    values = serializers.ListField(child=serializers.CharField())
    label = serializers.SerializerMethodField()  # type: ignore[assignment]
    state = serializers.ChoiceField([one.value for one in State])
    confidence = serializers.SerializerMethodField()
    decided_at = serializers.DateTimeField(
        source="decision.created_at", default=None, allow_null=True
    )
    findings = AttributeFindingSerializer(many=True)

    def get_label(self, known: Known) -> LabelField(allow_null=True):  # type: ignore[valid-type]
        return label_of(known.name, known.value).model_dump() if known.value else None

    def get_confidence(self, known: Known) -> float | None:
        return known.finding.confidence if known.finding else None


@extend_schema_field(serializers.DictField(child=KnownSerializer()))
class KnownField(serializers.Field[Any, Any, Any, Any]):
    """A product's attributes by name; one that is missing was never looked for."""

    def to_representation(self, known: Iterable[Known]) -> dict[str, Any]:
        return {one.name: KnownSerializer(one).data for one in known}


class DecisionSerializer(serializers.Serializer[Any]):
    """What to say of one attribute.

    set: it is `value`. confirm: it is what is suggested. dismiss: the product has no such
    attribute. withdraw: what machines find counts again.
    """

    name = serializers.ChoiceField(NAMES)
    act = serializers.ChoiceField(["set", "confirm", "dismiss", "withdraw"], default="set")
    value = serializers.CharField(max_length=SIZE_LENGTH, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["act"] == "set" and "value" not in attrs:
            raise serializers.ValidationError(
                {"value": serializers.Field.default_error_messages["required"]}
            )
        return attrs


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Decisions",
            {
                "decisions": [
                    {"name": "colour", "act": "confirm"},
                    {"name": "price", "value": "89.00 CNY"},
                    {"name": "sleeve", "act": "dismiss"},
                ]
            },
            request_only=True,
        )
    ]
)
class DecisionsSerializer(serializers.Serializer[Any]):
    """Decisions on a product's attributes: all of them or none."""

    decisions = DecisionSerializer(many=True, max_length=len(NAMES))  # type: ignore[call-arg]


class AttributesSerializer(serializers.Serializer[Any]):
    """A product's attributes."""

    attributes = KnownField()


class TermSerializer(serializers.Serializer[Any]):
    """A value that an attribute may have; `google`: what Google's feed calls it, "" for none."""

    key = serializers.CharField()
    label = LabelField()  # type: ignore[assignment]
    google = serializers.CharField(allow_blank=True)


class VocabularySerializer(serializers.Serializer[Any]):
    """An attribute and its values; without values any text may stand."""

    name = serializers.CharField()
    label = LabelField()  # type: ignore[assignment]
    values = TermSerializer(many=True)  # type: ignore[assignment]


class AttributeQuery(serializers.Serializer[Any]):
    """Which attributes products must have: attribute_colour=blue and so on."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        fields |= {f"attribute_{name}": filter_of(name) for name in FILTERED}
        said = "With values that nobody confirmed yet."
        fields[f"attribute_{OPEN}"] = serializers.ChoiceField(
            ["yes"], required=False, help_text=said
        )
        return fields


def filter_of(name: str) -> serializers.Field[Any, Any, Any, Any]:
    if words := list(terms(name)):
        return serializers.ChoiceField(words, required=False)
    return serializers.CharField(max_length=SIZE_LENGTH, required=False)
