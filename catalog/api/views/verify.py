"""Where a picture file comes from, for anybody's program."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from catalog.api.schema import StudioSchema
from catalog.api.serializers.verify import VerifiedSerializer, VerifyFileSerializer
from catalog.selectors.verify import MAX_BYTES, file_verified
from catalog.throttles import VerifyThrottle


class VerifyViewSet(GenericViewSet[Any]):
    """Open to everybody, without a token."""

    schema = StudioSchema()
    authentication_classes = []
    permission_classes = [AllowAny]
    throttle_classes = [VerifyThrottle]
    parser_classes = [MultiPartParser]
    serializer_class = VerifiedSerializer

    @extend_schema(request=VerifyFileSerializer, responses=VerifiedSerializer)
    def create(self, request: Request) -> Response:
        """What the file says, whether that can be believed, and whether it was made here."""
        form = VerifyFileSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        found = file_verified(form.validated_data["file"].read(MAX_BYTES + 1))
        return Response(VerifiedSerializer(found).data)
