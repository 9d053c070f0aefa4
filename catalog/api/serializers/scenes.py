"""Themes, and what a scene is asked for with."""

from typing import Any, get_args

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.reverse import reverse

from catalog.api.serializers.data import LabelField
from catalog.api.serializers.options import OptionsSerializer
from catalog.models import Brief
from catalog.models.brief import MAX_TEXT
from imaging.brief import SceneBrief
from imaging.brief.model import Aspect
from imaging.themes import GROUPS, Theme

THEME = {
    "key": "minimal",
    "label": {"en": "Minimal", "zh": "极简"},
    "group": {"en": "Styles", "zh": "风格"},
    "thumbnail": "https://studio.example/themes/minimal.webp",
}
BRIEF = {
    "id": 5,
    "text": "on marble, soft light from the left, blingy",
    "theme": "minimal",
    "understood": {"style": "minimal", "surface": "marble", "light_direction": "left"},
    "unknown": ["blingy"],
    "remark": "",
}
ELSEWHERE = {"text", "channel"}  # fields of a brief that a scene cannot follow
IN_WORDS = {"type": "string", "maxLength": MAX_TEXT}


@extend_schema_serializer(examples=[OpenApiExample("A theme", THEME)])
class ThemeSerializer(serializers.Serializer[Theme]):
    """A curated look; `group` is where it belongs."""

    key = serializers.CharField()
    label = LabelField()  # type: ignore[assignment]
    group = serializers.SerializerMethodField()
    thumbnail = serializers.SerializerMethodField(help_text="A small WebP, open to everybody.")

    @extend_schema_field(LabelField)
    def get_group(self, theme: Theme) -> Any:
        return GROUPS[theme.group].model_dump()

    def get_thumbnail(self, theme: Theme) -> str:
        return reverse("catalog:theme_thumbnail", [theme.key], request=self.context["request"])


@extend_schema_field(SceneBrief.model_json_schema())
class SceneField(serializers.DictField):
    """The fields of a brief that say something."""


@extend_schema_serializer(examples=[OpenApiExample("A brief", BRIEF)])
class BriefSerializer(serializers.ModelSerializer[Brief]):
    """What was asked in words, as it was understood; the history of the studio page has it too."""

    understood = SceneField(source="scene", help_text="What the scene shows, theme and all.")
    unknown = serializers.ListField(
        child=serializers.CharField(), help_text="Words that were not understood."
    )

    class Meta:
        model = Brief
        fields = tuple(BRIEF)
        read_only_fields = fields


@extend_schema_field({"oneOf": [IN_WORDS, SceneBrief.model_json_schema()]})
class BriefField(serializers.Field[Any, Any, Any, Any]):
    """A scene in words, or as the fields of a brief."""

    words = serializers.CharField(max_length=MAX_TEXT)

    def to_internal_value(self, data: Any) -> str | dict[str, Any]:
        if not isinstance(data, dict):
            return str(self.words.run_validation(data))
        if extra := sorted(ELSEWHERE & data.keys()):
            said = _("“%(field)s” cannot be asked of a scene here.")
            raise serializers.ValidationError([said % {"field": field} for field in extra])
        return data


class SceneOptionsSerializer(OptionsSerializer):
    """What the recipe “scene” takes; a `brief` changes the `theme` where both are sent."""

    brief = BriefField(required=False, help_text="English or Chinese words, or a brief's fields.")
    theme = serializers.SlugField(max_length=40, required=False, help_text="A key of /themes/.")
    seed = serializers.IntegerField(
        min_value=0, max_value=2**31 - 1, required=False,
        help_text="Another number is another picture of the same scene.",
    )  # fmt: skip
    aspect = serializers.ChoiceField(
        get_args(Aspect), required=False, help_text="A channel's picture has the channel's shape."
    )
