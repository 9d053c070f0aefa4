"""Looks for better photos: those that ship with the studio, and the shop's own."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api.serializers.looks import (
    LookNameSerializer,
    LookSerializer,
    LookUploadSerializer,
)
from catalog.api.views.base import OfShop
from catalog.models import OwnLook
from catalog.selectors.own_looks import own_look_with_cube, own_looks_of
from catalog.services.own_looks import (
    own_look_add,
    own_look_delete,
    own_look_rename,
    own_look_restore,
)
from imaging.looks import Look, load_looks


class LookViewSet(OfShop):
    """Looks."""

    serializer_class = LookSerializer
    pagination_class = None
    parser_classes = [MultiPartParser, JSONParser]
    lookup_field = "cube"

    @extend_schema(responses=LookSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Every look, the shop's own first, in the order in which the studio offers them."""
        own = [row_of_own(one) for one in own_looks_of(self.shop)]
        shipped = [row_of(one) for one in load_looks().values()]
        return Response(self.get_serializer([*own, *shipped], many=True).data)

    @extend_schema(
        request={"multipart/form-data": LookUploadSerializer}, responses={201: LookSerializer}
    )
    def create(self, request: Request) -> Response:
        """Keep a .cube file as a look of the shop's; the same file again is the same look."""
        sent = self.sent(LookUploadSerializer)
        look = own_look_add(shop=self.shop, name=sent["name"], data=sent["file"], by=self.person)
        return self.answer(row_of_own(look), status=201)

    @extend_schema(request=LookNameSerializer)
    def partial_update(self, request: Request, cube: str) -> Response:
        """Call one of the shop's own looks by another name."""
        look = own_look_with_cube(shop=self.shop, cube=cube)
        name = self.sent(LookNameSerializer)["name"]
        return self.answer(row_of_own(own_look_rename(look=look, name=name)))

    def destroy(self, request: Request, cube: str) -> Response:
        """No longer offer one of the shop's own looks; pictures that were made with it stay."""
        own_look_delete(look=own_look_with_cube(shop=self.shop, cube=cube))
        return Response(status=204)

    @extend_schema(request=None)
    @action(["POST"], detail=True)
    def restore(self, request: Request, cube: str) -> Response:
        """Bring a deleted look back."""
        look = own_look_with_cube(shop=self.shop, cube=cube, deleted=True)
        own_look_restore(look=look)
        return self.answer(row_of_own(look))


def row_of(look: Look) -> dict[str, Any]:
    return {"look": look.key, "cube": None, "label": look.label}


def row_of_own(look: OwnLook) -> dict[str, Any]:
    """A name of the shop's own is the same in both languages."""
    return {"look": None, "cube": look.sha256, "label": {"en": look.name, "zh": look.name}}
