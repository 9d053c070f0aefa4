"""Adverts: asked for with words, in sizes."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api.serializers.adverts import AdvertRequestSerializer, LayoutSerializer, asked_of
from catalog.api.serializers.renditions import RenditionItemSerializer
from catalog.api.views.base import OfShop
from catalog.errors import CatalogError
from catalog.models import Photo, Rendition
from catalog.selectors.adverts import has_scene
from catalog.selectors.renditions import rendition_of_shop, renditions_of_shop
from catalog.services.adverts import adverts_request
from imaging.adverts.layouts import LAYOUTS
from imaging.adverts.sizes import SIZES


class LayoutViewSet(OfShop):
    """How adverts are laid out."""

    serializer_class = LayoutSerializer
    pagination_class = None

    @extend_schema(responses=LayoutSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Every layout of adverts, each with the sizes that it is asked for in."""
        rows = [
            {"key": one.key, "label": one.label, "sizes": list(SIZES)} for one in LAYOUTS.values()
        ]
        return Response(self.get_serializer(rows, many=True).data)


class AdvertViewSet(OfShop):
    """Adverts of the shop's products."""

    serializer_class = RenditionItemSerializer

    @extend_schema(
        request=AdvertRequestSerializer, responses={201: RenditionItemSerializer(many=True)}
    )
    def create(self, request: Request) -> Response:
        """Ask for an advert: one rendition for every size, all of them or none.

        It is made in the shop's brand kit. Words that do not fit are refused at once.
        """
        sent = self.sent(AdvertRequestSerializer)
        parent, photo = self.begun(sent)
        made = adverts_request(photo=photo, asked=asked_of(sent), by=self.person, parent=parent)
        shown = renditions_of_shop(self.shop).filter(pk__in=[one.pk for one in made])
        context = self.get_serializer_context()
        return Response(RenditionItemSerializer(shown, many=True, context=context).data, status=201)

    def begun(self, sent: dict[str, Any]) -> tuple[Rendition | None, Photo]:
        """What it is made from. Raises Http404, and CatalogError for a scene that there is not."""
        number = sent.get("rendition")
        parent = rendition_of_shop(shop=self.shop, rendition_id=number) if number else None
        if sent.get("background", {}).get("kind") == "scene" and not (parent and has_scene(parent)):
            raise CatalogError(_("Name a rendition that stands in a scene."))
        photos = Photo.objects.filter(shop=self.shop).select_related("shop", "product__shop")
        photo = sent.get("photo") or (parent.photo_id if parent else None)
        return parent, get_object_or_404(photos, pk=photo)
