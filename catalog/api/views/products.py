"""Products: list, search, add, change, archive."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api.serializers.attributes import AttributesSerializer, DecisionsSerializer
from catalog.api.serializers.photos import PhotoSerializer, PhotoUploadSerializer
from catalog.api.serializers.products import (
    ProductItemSerializer,
    ProductQuery,
    ProductSerializer,
)
from catalog.api.views.base import OfShop
from catalog.models import Product, Variant
from catalog.selectors.attribute_filters import attributes_chosen, products_with
from catalog.selectors.attributes import attributes_of, attributes_of_all
from catalog.selectors.products import product_of, products_found, products_shown
from catalog.services.attribute_decisions import attributes_decide
from catalog.services.attribute_jobs import photo_read_ask
from catalog.services.photos import photo_add
from catalog.services.products import (
    product_archive,
    product_create,
    product_unarchive,
    product_update,
)
from catalog.throttles import TokenThrottle, UploadThrottle


class ProductViewSet(OfShop):
    """The shop's products."""

    lookup_value_converter = "int"
    queryset = Product.objects.none()
    serializer_class = ProductSerializer

    @extend_schema(parameters=[ProductQuery], responses=ProductItemSerializer(many=True))
    def list(self, request: Request) -> Response:
        """The shop's products, newest first."""
        asked = self.asked(ProductQuery)
        found = products_found(self.shop, asked.get("q", ""), archived=asked["archived"])
        if category := asked.get("category"):
            found = found.filter(category=category)
        if not asked["archived"]:
            found = products_with(self.shop, found, attributes_chosen(asked))
        keys = self.paginate_queryset(found.only("created_at")) or []
        page = products_shown([one.pk for one in keys])
        context = {"known": attributes_of_all(page)}
        rows = ProductItemSerializer(page, many=True, context=context).data
        return self.get_paginated_response(rows)

    def retrieve(self, request: Request, pk: int) -> Response:
        """One product with its photos."""
        return self.answer(product_of(self.shop, pk))

    def create(self, request: Request) -> Response:
        """Add a product, with at least one variant: one without a SKU when none is sent."""
        product = product_create(shop=self.shop, **self.sent(ProductSerializer))
        return self.answer(product_of(self.shop, product.pk), status=201)

    def partial_update(self, request: Request, pk: int) -> Response:
        """Change what is sent; `variants`, when sent, become all the product has."""
        product = product_of(self.shop, pk)
        product_update(product=product, **self.sent(ProductSerializer, partial=True))
        return self.answer(product_of(self.shop, pk))

    @extend_schema(request=None)
    @action(["POST"], detail=True)
    def archive(self, request: Request, pk: int) -> Response:
        """Take a product out of the lists; nothing of it is removed."""
        return self.answer(product_archive(product=product_of(self.shop, pk)))

    @extend_schema(request=None)
    @action(["POST"], detail=True)
    def unarchive(self, request: Request, pk: int) -> Response:
        """Bring an archived product back."""
        return self.answer(product_unarchive(product=product_of(self.shop, pk)))

    @extend_schema(responses=AttributesSerializer)
    @action(["GET"], detail=True)
    def attributes(self, request: Request, pk: int) -> Response:
        """What is known of a product, with evidence: found by machines, decided by the shop."""
        return attributes_answer(product_of(self.shop, pk))

    @extend_schema(request=DecisionsSerializer, responses=AttributesSerializer)
    @attributes.mapping.patch
    def attributes_decide(self, request: Request, pk: int) -> Response:
        """Confirm, correct or dismiss attributes; all of the decisions or none."""
        product = product_of(self.shop, pk)
        decisions = self.sent(DecisionsSerializer)["decisions"]
        attributes_decide(product=product, decisions=decisions, by=self.person)
        return attributes_answer(product)

    @extend_schema(
        request={"multipart/form-data": PhotoUploadSerializer}, responses={201: PhotoSerializer}
    )
    @action(
        ["POST"],
        detail=True,
        parser_classes=[MultiPartParser],
        throttle_classes=[TokenThrottle, UploadThrottle],
    )
    def photos(self, request: Request, pk: int) -> Response:
        """Upload a photo. Sending the same bytes again gives the photo that is already there."""
        product = product_of(self.shop, pk)
        sent: dict[str, Any] = self.sent(PhotoUploadSerializer)
        variant = sent.get("variant") and get_object_or_404(
            Variant, product=product, pk=sent["variant"]
        )
        photo = photo_add(
            product=product,
            name=sent["photo"].name,
            data=sent["photo"],
            by=self.person,
            variant=variant,
        )
        photo_read_ask(photo=photo, by=self.person)
        return Response(PhotoSerializer(photo, context={"request": request}).data, status=201)


def attributes_answer(product: Product) -> Response:
    return Response(AttributesSerializer({"attributes": attributes_of(product)}).data)
