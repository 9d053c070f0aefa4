"""Photos: list, look, download, delete with undo. They are uploaded to a product."""

from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api import downloads
from catalog.api.serializers.photos import PhotoQuery, PhotoSerializer
from catalog.api.views.base import OfShop
from catalog.models import Photo
from catalog.selectors.photos import photo_of
from catalog.services.photos import photo_delete, photo_restore
from catalog.serving import attachment


class PhotoViewSet(OfShop):
    """The shop's photos."""

    lookup_value_converter = "int"
    queryset = Photo.objects.none()
    serializer_class = PhotoSerializer

    @extend_schema(parameters=[PhotoQuery])
    def list(self, request: Request) -> Response:
        """The shop's photos, newest first; `position` is their order within a product."""
        asked = self.asked(PhotoQuery)
        found = Photo.objects.filter(shop=self.shop, deleted_at__isnull=not asked["deleted"])
        if product := asked.get("product"):
            found = found.filter(product=product)
        return self.page(found)

    def retrieve(self, request: Request, pk: int) -> Response:
        """One photo, deleted ones too."""
        return self.answer(photo_of(self.shop, pk))

    def destroy(self, request: Request, pk: int) -> Response:
        """Delete a photo; it can be restored until the shop's retention is over."""
        photo_delete(photo=photo_of(self.shop, pk))
        return Response(status=204)

    @extend_schema(request=None)
    @action(["POST"], detail=True)
    def restore(self, request: Request, pk: int) -> Response:
        """Bring a deleted photo back."""
        return self.answer(photo_restore(photo=photo_of(self.shop, pk)))

    @extend_schema(responses=downloads.SCHEMA)
    @action(["GET"], detail=True)
    def file(self, request: Request, pk: int) -> HttpResponseBase:
        """The original as it was uploaded, as a download."""
        photo = photo_of(self.shop, pk)
        return attachment(photo.file, photo.name)
