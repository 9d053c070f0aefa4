"""Bodies of requests, refused before they are kept: Django writes all of one to disk first."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.utils.translation import get_language_from_request

from imaging.disk import has_room
from imaging.errors import EngineError, sentence

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

# Twice the largest photo: what is a little too large is still told so by its page.
SLACK = 2
COPIES = 2  # a body lies on disk as it came and as its file, before that is kept
SMALL_BYTES = 1_000_000
STATUS = {"file_too_large": 413, "disk_full": 507}


class BodyGuard:
    """Lets a request through to `app` only while its body is of a size that its address takes.

    A stranger could otherwise fill the disk with one endless request.
    """

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit, seen = limit_for(scope["path"]), 0

        async def counted() -> MutableMapping[str, Any]:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise too_large(seen, limit)
            return message

        try:
            body_check(declared_bytes(scope), limit)
            await self.app(scope, counted, send)
        except EngineError as refused:
            await drained(receive)
            await answer(scope, send, refused)


def limit_for(path: str) -> int:
    """The most bytes that a body sent to `path` may have."""
    if path.endswith("/verify/"):  # anybody's
        return SLACK * settings.MAX_VERIFY_MB * 1_000_000
    photo = SLACK * settings.MAX_UPLOAD_MB * 1_000_000
    return photo + (settings.MAX_ZIP_GB * 1_000_000_000 if "/imports/" in path else 0)


def declared_bytes(scope: Scope) -> int | None:
    """The length that the request states; None for one sent in pieces."""
    headers = dict(scope["headers"])
    if b"transfer-encoding" in headers:
        return None
    length = headers.get(b"content-length", b"0")
    return int(length) if length.isdigit() else None


def body_check(declared: int | None, limit: int) -> None:
    """Raise EngineError: file_too_large, or disk_full where the body would not leave enough."""
    size = limit if declared is None else declared
    if size > limit:
        raise too_large(size, limit)
    if size < SMALL_BYTES:
        return
    if not has_room(Path(settings.FILE_UPLOAD_TEMP_DIR), needed_bytes=COPIES * size):
        raise EngineError("disk_full")


def too_large(size: int, limit: int) -> EngineError:
    return EngineError("file_too_large", megabytes=ceil(size / 1e6), limit=round(limit / 1e6))


async def drained(receive: Receive) -> None:
    """Read what still comes and forget it: browsers listen only when they have sent all."""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return


async def answer(scope: Scope, send: Send, refused: EngineError) -> None:
    """The sentence in the reader's language, as JSON for who wants that."""
    request = ASGIRequest(scope, BytesIO())
    words = sentence(refused.code, refused.arguments, get_language_from_request(request))
    wants_json = "application/json" in request.headers.get("Accept", "")
    kind, text = (
        ("application/json", json.dumps({"error": words, "code": refused.code}))
        if wants_json
        else ("text/plain; charset=utf-8", words)
    )
    body = text.encode()
    headers = [
        (b"content-type", kind.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": STATUS[refused.code], "headers": headers})
    await send({"type": "http.response.body", "body": body})
