"""What pictures can be made for, and how: data that ships with the studio."""

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api.serializers.presets import PresetItemSerializer, RecipeSerializer
from catalog.api.views.base import OfShop
from imaging.presets import Preset, load_presets
from imaging.recipes import RECIPES


class PresetViewSet(OfShop):
    """Sales channels' rules."""

    lookup_field = "key"
    serializer_class = PresetItemSerializer
    pagination_class = None

    @extend_schema(responses=PresetItemSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Every channel."""
        return Response(self.get_serializer(list(load_presets().values()), many=True).data)

    @extend_schema(responses=Preset)
    def retrieve(self, request: Request, key: str) -> Response:
        """One channel: how its picture is made, and its rules with where and when each was read."""
        if key not in load_presets():
            raise NotFound
        return Response(load_presets()[key].model_dump(mode="json"))


class RecipeViewSet(OfShop):
    """What can be made of a photo."""

    serializer_class = RecipeSerializer
    pagination_class = None

    @extend_schema(responses=RecipeSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Every recipe."""
        rows = [
            {"key": key, "label": spec.label, "needs_preset": spec.needs_preset}
            for key, spec in RECIPES.items()
        ]
        return Response(self.get_serializer(rows, many=True).data)
