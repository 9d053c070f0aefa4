"""Stored files as downloads: never shown in place, from a bucket by its own short-lived address."""

from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponseBase, HttpResponseRedirect
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse

SCHEMA: dict[Any, Any] = {
    (200, "application/octet-stream"): OpenApiTypes.BINARY,
    302: OpenApiResponse(description="The file lies in a bucket: follow the signed address."),
}


def download(*, file: str, name: str) -> HttpResponseBase:
    """The stored `file`, saved as `name`. Raises Http404 when it is gone from storage."""
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    if settings.S3_BUCKET:
        return HttpResponseRedirect(_signed(file, disposition))
    try:
        content = default_storage.open(file)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = disposition
    response["Cache-Control"] = "private, no-cache"
    return response


def _signed(file: str, disposition: str) -> str:
    asked = {
        "ResponseContentDisposition": disposition,
        "ResponseContentType": "application/octet-stream",
    }
    return str(default_storage.url(file, parameters=asked))  # type: ignore[call-arg]
