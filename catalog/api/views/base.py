"""What every endpoint shares: the token's shop, the person it acts for, errors in one shape."""

from typing import Any, cast

from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from catalog.api.auth import Caller
from catalog.api.idempotency import Idempotent
from catalog.api.limits import Limited
from catalog.api.permissions import EditorsWrite
from catalog.api.schema import StudioSchema
from catalog.models import Shop, User


class OfShop(Idempotent, Limited, GenericViewSet[Any]):
    """An endpoint of the token's shop; what belongs to another shop is not there."""

    schema = StudioSchema()
    permission_classes = [IsAuthenticated, EditorsWrite]

    @property
    def shop(self) -> Shop:
        return cast(Caller, self.request.user).shop

    @property
    def person(self) -> User:
        """Writes are this person's: whoever made the token."""
        return cast(Caller, self.request.user).person

    def asked(self, query: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        """The checked parameters of a list. Raises ValidationError."""
        form = query(data=self.request.query_params.dict())
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)

    def sent(self, body: type[serializers.BaseSerializer[Any]], **options: Any) -> dict[str, Any]:
        """The checked body of a request. Raises ValidationError."""
        form = body(data=self.request.data, context=self.get_serializer_context(), **options)
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)

    def answer(self, item: Any, *, status: int = 200) -> Response:
        """One row as `serializer_class` says."""
        return Response(self.get_serializer(item).data, status=status)

    def page(self, rows: Any) -> Response:
        """One page of `rows`, newest first, each as `serializer_class` says."""
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class NothingHere(APIView):
    """An address the API does not have: the same JSON as every other error."""

    permission_classes = [IsAuthenticated]

    schema = None

    def http_method_not_allowed(  # type: ignore[override]
        self, request: Request, *args: Any, **kwargs: Any
    ) -> Response:
        raise NotFound
