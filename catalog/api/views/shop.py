"""The token's shop."""

from typing import cast

from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api.auth import Caller
from catalog.api.serializers.shop import ShopSerializer
from catalog.api.views.base import OfShop
from catalog.models import Photo, Product, Rendition
from catalog.selectors.shops import storage_used
from imaging.models import Job


class ShopViewSet(OfShop):
    """The token's shop."""

    serializer_class = ShopSerializer

    def retrieve(self, request: Request) -> Response:
        """The shop, the role this token acts with, and what the shop holds."""
        shop = self.shop
        live = {"shop": shop, "deleted_at": None}
        return self.answer(
            {
                "slug": shop.slug,
                "name": shop.name,
                "presets": shop.presets,
                "role": cast(Caller, request.user).role,
                "training_consent": shop.training_consent_at is not None,
                "keep_deleted_days": shop.keep_deleted_days,
                "storage_bytes": storage_used(shop),
                "products": Product.objects.filter(shop=shop, archived_at=None).count(),
                "photos": Photo.objects.filter(**live).count(),
                "renditions": Rendition.objects.filter(**live).count(),
                "jobs_unfinished": Job.objects.of_tenant(shop.tenant).unfinished().count(),
            }
        )
