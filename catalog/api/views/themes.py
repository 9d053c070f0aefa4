"""Themes: looks with names, data that ships with the studio."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api.serializers.scenes import ThemeSerializer
from catalog.api.views.base import OfShop
from imaging.themes import load_themes


class ThemeViewSet(OfShop):
    """Curated looks."""

    serializer_class = ThemeSerializer
    pagination_class = None

    @extend_schema(responses=ThemeSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Every theme, in the order in which the studio offers them."""
        return Response(self.get_serializer(list(load_themes().values()), many=True).data)
