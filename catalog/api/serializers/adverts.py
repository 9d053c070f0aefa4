"""What an advert is asked for with."""

from typing import Any, get_args

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from catalog.api.serializers.brand import COLOUR
from catalog.api.serializers.data import LabelField
from catalog.api.serializers.numbers import IdField
from catalog.selectors.adverts import Ground, GroundKind, language_written
from catalog.services.adverts import AdvertAsked
from imaging.adverts import words as limits
from imaging.adverts.layouts import DEFAULT_LAYOUT, LAYOUTS
from imaging.adverts.sizes import SIZES
from imaging.adverts.words import Adjust, Words

ASKED = {
    "photo": 7,
    "layout": "sale",
    "sizes": ["1:1", "9:16"],
    "words": {"headline": "Teapot week", "price": "€39", "old_price": "€49", "badge": "-20%"},
    "background": {"kind": "gradient", "colours": ["#F4F2EE", "#DED8CF"]},
    "adjust": {"warmth": 0.2},
}
COLOURS_NEEDED = (
    gettext_lazy("Name colours only where the kind is “colour” or “gradient”."),
    gettext_lazy("The kind “colour” takes one colour."),
    gettext_lazy("The kind “gradient” takes two colours."),
)


class TextField(serializers.CharField):
    """One text of an advert, left out where empty."""

    def __init__(self, most: int) -> None:
        super().__init__(max_length=most, allow_blank=True, required=False)

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if not all(mark.isprintable() or mark == "\n" for mark in text):
            raise serializers.ValidationError(_("This text has a character that cannot be shown."))
        return text


class WordsSerializer(serializers.Serializer[Any]):
    """What the advert says, the most important first."""

    headline = TextField(limits.MAX_HEADLINE)
    subline = TextField(limits.MAX_SUBLINE)
    price = TextField(limits.MAX_PRICE)
    old_price = TextField(limits.MAX_PRICE)
    badge = TextField(limits.MAX_BADGE)
    call_to_action = TextField(limits.MAX_CALL)


class BackgroundSerializer(serializers.Serializer[Any]):
    """What is behind the product: the layout's own ground, the scene of `rendition`, a theme, or
    one or two colours."""

    kind = serializers.ChoiceField(get_args(GroundKind), default="layout")
    theme = serializers.SlugField(max_length=40, required=False)
    colours = serializers.ListField(
        child=serializers.RegexField(COLOUR), max_length=2, required=False
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        needed = {"colour": 1, "gradient": 2}.get(attrs["kind"], 0)
        if len(attrs.get("colours", ())) != needed:
            raise serializers.ValidationError(COLOURS_NEEDED[needed])
        if (attrs["kind"] == "theme") != ("theme" in attrs):
            raise serializers.ValidationError(
                _("Name a theme where the kind is “theme”, nowhere else.")
            )
        return attrs


class AdjustSerializer(serializers.Serializer[Any]):
    """Colours of everything but the product."""

    warmth = serializers.FloatField(min_value=-1, max_value=1, required=False)
    brightness = serializers.FloatField(min_value=-1, max_value=1, required=False)
    brand_wash = serializers.FloatField(min_value=0, max_value=1, required=False)


@extend_schema_serializer(examples=[OpenApiExample("Two sizes of a sale", ASKED)])
class AdvertRequestSerializer(serializers.Serializer[Any]):
    """An advert of a photo, or of what a rendition shows: one rendition for every size."""

    photo = IdField(required=False, help_text="Left out with `rendition`, whose photo it is.")
    rendition = IdField(
        required=False, help_text="A scene to letter, or an advert to make differently."
    )
    layout = serializers.ChoiceField(list(LAYOUTS), default=DEFAULT_LAYOUT)
    sizes = serializers.ListField(
        child=serializers.ChoiceField(list(SIZES)), min_length=1, max_length=len(SIZES)
    )
    words = WordsSerializer()
    background = BackgroundSerializer(required=False)
    adjust = AdjustSerializer(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs.keys() & {"photo", "rendition"}:
            raise serializers.ValidationError({"photo": [_("Name a photo or a rendition.")]})
        return attrs


def asked_of(sent: dict[str, Any]) -> AdvertAsked:
    """What the valid request asks for."""
    ground = sent.get("background", {"kind": "layout"})
    return AdvertAsked(
        words=Words(**sent["words"]),
        layout=sent["layout"],
        sizes=sent["sizes"],
        ground=Ground(
            ground["kind"],
            ground.get("theme", ""),
            tuple(one.upper() for one in ground.get("colours", ())),
        ),
        adjust=Adjust(**sent.get("adjust", {})),
        language=language_written(),
    )


class LayoutSerializer(serializers.Serializer[Any]):
    """A layout of adverts."""

    key = serializers.CharField()
    label = LabelField()  # type: ignore[assignment]
    sizes = serializers.ListField(child=serializers.CharField())
