"""How the schema describes a download: always an attachment, from a bucket by a signed address."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse

SCHEMA: dict[Any, Any] = {
    (200, "application/octet-stream"): OpenApiTypes.BINARY,
    302: OpenApiResponse(description="The file lies in a bucket: follow the signed address."),
}
