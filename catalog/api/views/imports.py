"""Bulk imports: sent, watched, started, paused, cancelled, tried again."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api.pagination import InFileOrder
from catalog.api.schema import REFUSED
from catalog.api.serializers.imports import (
    ImportItemSerializer,
    ImportQuery,
    ImportRowQuery,
    ImportRowSerializer,
    ImportSerializer,
    OrderSerializer,
    ReadingSerializer,
    StartSerializer,
    reading_of,
)
from catalog.api.views.base import OfShop
from catalog.exporting.formats import fitting
from catalog.importing.reading import FOUND_OUT
from catalog.models import Import
from catalog.selectors.goods import channels_published
from catalog.selectors.import_errors import import_errors_file
from catalog.selectors.import_exports import import_same_file, products_of_import
from catalog.selectors.imports import import_of, imports_of
from catalog.services.import_files import ImportFiles
from catalog.services.import_orders import Order, import_order
from catalog.services.import_pause import import_pause, import_resume
from catalog.services.import_reading import import_read_as
from catalog.services.import_submit import import_submit
from catalog.services.imports import import_cancel, import_retry, import_start
from catalog.serving import streamed
from catalog.throttles import TokenThrottle, UploadThrottle
from imaging.reader import language

FILE: dict[Any, Any] = {(200, "application/octet-stream"): OpenApiTypes.BINARY}


class ImportViewSet(OfShop):
    """The shop's imports."""

    lookup_value_converter = "uuid"
    queryset = Import.objects.none()
    serializer_class = ImportSerializer
    parser_classes = [JSONParser, MultiPartParser]

    @extend_schema(parameters=[ImportQuery], responses=ImportItemSerializer(many=True))
    def list(self, request: Request) -> Response:
        """The shop's imports, newest first."""
        page = self.paginate_queryset(imports_of(self.shop).filter(**self.asked(ImportQuery)))
        return self.get_paginated_response(ImportItemSerializer(page, many=True).data)

    def retrieve(self, request: Request, pk: uuid.UUID) -> Response:
        """One import: how its file was read, what it would do or did, how far it is."""
        return self.answer(self.one(pk))

    @extend_schema(
        request={"multipart/form-data": OrderSerializer}, responses={201: ImportSerializer}
    )
    def create(self, request: Request) -> Response:
        """Send a file of products. Its rows are checked next, and nothing is written before it
        is started."""
        sent = self.sent(OrderSerializer)
        photos = sent.get("photos")
        files = ImportFiles(
            name=sent["sheet"].name,
            sheet=sent["sheet"].file,
            photos=photos.file if photos else None,
            reading=sent.get("reading", FOUND_OUT),
        )
        order = Order(sent.get("makings", ()), sent["policy"], sent["start"])
        made = import_order(shop=self.shop, by=self.person, files=files, order=order)
        return self.answer(made, status=201)

    def get_throttles(self) -> Any:
        """Files have a limit of their own."""
        is_upload = self.action == "create"
        return [TokenThrottle(), UploadThrottle()] if is_upload else super().get_throttles()

    @extend_schema(parameters=[ImportRowQuery], responses=ImportRowSerializer(many=True))
    @action(["GET"], detail=True, pagination_class=InFileOrder)
    def rows(self, request: Request, pk: uuid.UUID) -> Response:
        """Its rows in the file's order, with what is wrong with each and what was made of it."""
        rows = self.one(pk).rows.filter(**self.asked(ImportRowQuery))
        page = self.paginate_queryset(rows.prefetch_related("renditions"))
        return self.get_paginated_response(ImportRowSerializer(page, many=True).data)

    @extend_schema(request=ReadingSerializer)
    @action(["POST"], detail=True)
    def reading(self, request: Request, pk: uuid.UUID) -> Response:
        """Have the file read in another way: every row is checked again, and the shop's next file
        with the same heads is read like that."""
        source = self.one(pk)
        import_read_as(source=source, reading=reading_of(self.sent(ReadingSerializer)))
        return self.retrieve(request, pk)

    @extend_schema(request=StartSerializer)
    @action(["POST"], detail=True)
    def start(self, request: Request, pk: uuid.UUID) -> Response:
        """Write what the check foresaw."""
        source = self.one(pk)
        policy = self.sent(StartSerializer).get("policy", source.policy)
        import_start(source=source, policy=policy)
        return self.retrieve(request, pk)

    @extend_schema(request=None)
    @action(["POST"], detail=True)
    def pause(self, request: Request, pk: uuid.UUID) -> Response:
        """Rest: no further row is written and no further picture begun."""
        return self.done(pk, import_pause)

    @extend_schema(request=None)
    @action(["POST"], detail=True)
    def resume(self, request: Request, pk: uuid.UUID) -> Response:
        """Go on after a pause."""
        return self.done(pk, import_resume)

    @extend_schema(request=None)
    @action(["POST"], detail=True)
    def cancel(self, request: Request, pk: uuid.UUID) -> Response:
        """Stop it; what was written stays."""
        return self.done(pk, import_cancel)

    @extend_schema(request=None)
    @action(["POST"], detail=True)
    def retry(self, request: Request, pk: uuid.UUID) -> Response:
        """Try again what failed, and go on after a stop."""
        return self.done(pk, import_retry)

    @extend_schema(request=None)
    @action(["POST"], detail=True)
    def submit(self, request: Request, pk: uuid.UUID) -> Response:
        """Put every finished picture that was not yet before the moderators."""
        import_submit(source=self.one(pk), by=self.person)
        return self.retrieve(request, pk)

    @extend_schema(responses=FILE)
    @action(["GET"], detail=True)
    def errors(self, request: Request, pk: uuid.UUID) -> StreamingHttpResponse:
        """The rows that were not imported, as the file came and with the reason, to be mended."""
        errors = import_errors_file(self.one(pk), language())
        return streamed(errors.content, errors.media_type, f"errors.{errors.suffix}")

    @extend_schema(responses=FILE | {422: REFUSED})
    @action(["GET"], detail=True)
    def same(self, request: Request, pk: uuid.UUID) -> StreamingHttpResponse:
        """The very file that was sent, with the addresses of the pictures approved since, those of
        the channel that suits its format."""
        source = self.one(pk)
        channel = fitting(source.format, channels_published(products_of_import(source)))
        file = import_same_file(source, channel)
        return streamed(file.content, file.media_type, f"products.{file.suffix}")

    def one(self, pk: uuid.UUID) -> Import:
        return import_of(self.shop, pk)

    def done(self, pk: uuid.UUID, do: Callable[..., None]) -> Response:
        """The import after something was done with it."""
        source = self.one(pk)
        do(source=source)
        return self.answer(self.one(pk))
