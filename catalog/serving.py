"""Stored files as responses.

What the studio encoded itself may be shown inline. An upload never is: from the app's own origin it
could hold a page or a script, so it leaves as an attachment without a type.
"""

import mimetypes
from collections.abc import AsyncIterator, Iterable, Iterator
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date

from catalog.models import PublishedPicture

# A stored file never changes under its address, and belongs to one shop.
KEPT = "private, max-age=31536000, immutable"
# What may stand for another file tomorrow is asked for again each time.
ASKED_FOR = "private, no-cache"
# Feeds' readers ask once an hour, so an approval that is taken back takes effect.
PUBLIC = "public, max-age=3600, stale-while-revalidate=60"
SANDBOX = "default-src 'none'; sandbox"


def inline(request: HttpRequest, name: str, cache: str = KEPT) -> HttpResponseBase:
    """A file of our own making, kept by the browser; 304 when it has it."""
    etag = f'"{PurePosixPath(name).name}"'
    kept = get_conditional_response(request, etag=etag)
    response = kept or FileResponse(opened(name), content_type=media_type(name))
    response["ETag"] = etag
    return guarded(response, cache)


def public(request: HttpRequest, picture: PublishedPicture) -> HttpResponseBase:
    """A published picture with what caches and other sites' pages need; 304 where it is known.

    Streamed from a bucket too: a signed address would run out while caches still point to it.
    """
    etag, changed = f'"{picture.sha256}"', int(picture.updated_at.timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=changed)
    if response is None and request.method == "HEAD":
        response = HttpResponse(content_type=picture.media_type)
    sent: HttpResponseBase = response or FileResponse(
        opened(picture.file), content_type=picture.media_type
    )
    if sent.status_code == HTTPStatus.OK:
        sent["Content-Length"] = str(picture.bytes)
    sent["ETag"], sent["Last-Modified"] = etag, http_date(changed)
    sent["Access-Control-Allow-Origin"] = "*"
    sent["Cross-Origin-Resource-Policy"] = "cross-origin"
    return guarded(sent, PUBLIC)


def attachment(name: str, shown_as: str) -> HttpResponseBase:
    """A file to be saved; from a bucket by a short-lived signed address of its own."""
    disposition = content_disposition_header(as_attachment=True, filename=shown_as)
    if settings.S3_BUCKET:
        return HttpResponseRedirect(signed_url(name, disposition or "attachment"))
    response = FileResponse(opened(name), content_type="application/octet-stream")
    response["Content-Disposition"] = disposition
    return guarded(response, ASKED_FOR)


def attachment_of(data: bytes, shown_as: str) -> HttpResponseBase:
    """What was drawn for this download, to be saved."""
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=shown_as
    )
    return guarded(response, ASKED_FOR)


def signed_url(name: str, disposition: str) -> str:
    headers = {
        "ResponseContentDisposition": disposition,
        "ResponseContentType": "application/octet-stream",
    }
    url: str = default_storage.url(name, parameters=headers)  # type: ignore[call-arg]
    return url


def guarded(response: HttpResponseBase, cache: str) -> HttpResponseBase:
    response["Cache-Control"] = cache
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response


def opened(name: str) -> File[Any]:
    try:
        return default_storage.open(name)
    except FileNotFoundError as error:
        raise Http404 from error


def media_type(name: str) -> str:
    return mimetypes.guess_type(name, strict=False)[0] or "application/octet-stream"


def streamed(chunks: Iterable[bytes], media_type: str, name: str) -> StreamingHttpResponse:
    """What is written while it is sent, as a download."""
    response = StreamingHttpResponse(asynchronous(iter(chunks)), content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


async def asynchronous(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """`chunks` one at a time off the event loop; a plain iterator would be read whole first."""
    following = sync_to_async(lambda: next(chunks, None))
    while (chunk := await following()) is not None:
        yield chunk
