"""The shop's brand kit: read, change, and its logo."""

from django.http import Http404
from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api import downloads
from catalog.api.permissions import OwnersWrite
from catalog.api.schema import failure
from catalog.api.serializers.brand import BrandSerializer, LogoUploadSerializer
from catalog.api.views.base import OfShop
from catalog.selectors.brand import brand_of
from catalog.services.brand import brand_logo_remove, brand_logo_set, brand_update
from catalog.serving import attachment

NO_LOGO = failure("The shop has no logo", "Not found.", "not_found")


class BrandViewSet(OfShop):
    """The shop's brand kit."""

    serializer_class = BrandSerializer
    permission_classes = [IsAuthenticated, OwnersWrite]

    def retrieve(self, request: Request) -> Response:
        """How the shop's adverts look."""
        return self.answer(brand_of(self.shop))

    def partial_update(self, request: Request) -> Response:
        """Change what is sent; an empty value leaves that part to the layouts."""
        sent = self.sent(BrandSerializer, partial=True)
        return self.answer(brand_update(shop=self.shop, **sent))

    @extend_schema(responses={**downloads.SCHEMA, 404: NO_LOGO})
    def logo(self, request: Request) -> HttpResponseBase:
        """The logo as adverts show it, as a download."""
        brand = brand_of(self.shop)
        if not brand.logo:
            raise Http404
        return attachment(brand.logo, "logo.png")

    @extend_schema(
        request={"multipart/form-data": LogoUploadSerializer}, responses={200: BrandSerializer}
    )
    def logo_set(self, request: Request) -> Response:
        """Put another logo in the place of the one there is; its empty margins are cut off."""
        file = self.sent(LogoUploadSerializer)["logo"]
        return self.answer(brand_logo_set(shop=self.shop, data=file, name=file.name or ""))

    def logo_remove(self, request: Request) -> Response:
        """Adverts made from now on show no logo."""
        brand_logo_remove(shop=self.shop)
        return Response(status=204)
