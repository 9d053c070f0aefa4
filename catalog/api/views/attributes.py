"""The words of attributes: data that ships with the studio."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api.serializers.attributes import VocabularySerializer
from catalog.api.views.base import OfShop
from imaging.attributes import NAMES, label_of, terms


class AttributeViewSet(OfShop):
    """Attributes and the values they may have."""

    serializer_class = VocabularySerializer
    pagination_class = None

    @extend_schema(responses=VocabularySerializer(many=True))
    def list(self, request: Request) -> Response:
        """Every attribute, in the order pages show them."""
        rows = [
            {"name": name, "label": label_of("name", name), "values": list(terms(name).values())}
            for name in NAMES
        ]
        return Response(self.get_serializer(rows, many=True).data)
