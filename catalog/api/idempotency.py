"""`Idempotency-Key`: a POST that is sent again is answered again, and done once."""

import hashlib
import json
import re
import uuid
from typing import Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog.api.auth import Caller
from catalog.models import IdempotentCall
from catalog.services.idempotent_calls import call_answer, call_begin, call_let_go

HEADER, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"
KEY = re.compile(r"[\x21-\x7e]{1,255}")
# What may be different a moment later is no answer to keep.
PASSING = {403, 409, 429}
PASSING_CODES = {"too_many_jobs", "disk_full"}


class KeyReused(APIException):
    status_code = 422
    default_code = "idempotency_key_reused"
    default_detail = _("This Idempotency-Key was already sent with another request.")


class StillRunning(APIException):
    status_code = 409
    default_code = "in_progress"
    default_detail = _("The first request with this Idempotency-Key is still being worked on.")
    wait = 1  # seconds, told as Retry-After


class AnsweredBefore(Exception):
    """Ends a request with the answer that its call was given before."""

    def __init__(self, call: IdempotentCall) -> None:
        super().__init__(call.key)
        self.answer = HttpResponse(call.content, status=call.status)
        self.answer["Content-Type"] = "application/json"
        self.answer[REPLAYED] = "true"


class Idempotent(APIView):
    """A view whose POSTs take a key. What may be done is checked first, every time."""

    call: IdempotentCall | None = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method == "POST" and HEADER in request.headers:
            self.call = begun(request)

    def handle_exception(self, exc: Exception) -> HttpResponseBase:  # type: ignore[override]
        if isinstance(exc, AnsweredBefore):
            return exc.answer
        try:
            return super().handle_exception(exc)
        except BaseException:
            if self.call:
                call_let_go(call=self.call)
            raise

    def finalize_response(  # type: ignore[override]
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        final = super().finalize_response(request, cast(Response, response), *args, **kwargs)
        if self.call:
            settle(self.call, final)
        return final


def begun(request: Request) -> IdempotentCall:
    """The call, ours to make. Raises AnsweredBefore, KeyReused, StillRunning, ValidationError."""
    key, mine = request.headers[HEADER], uuid.uuid4()
    if not KEY.fullmatch(key):
        raise ValidationError({HEADER: [_("A key has 1 to 255 visible ASCII characters.")]})
    shop, same = cast(Caller, request.user).shop, fingerprint(request)
    call = call_begin(shop=shop, key=key, fingerprint=same, attempt=mine)
    if call.fingerprint != same:
        raise KeyReused
    if call.status is not None:
        raise AnsweredBefore(call)
    if call.attempt != mine:
        raise StillRunning
    return call


def settle(call: IdempotentCall, response: Any) -> None:
    """Keep the answer, or let the key go when it is a failure, a file or passing."""
    if not isinstance(response, Response) or is_passing(response):
        call_let_go(call=call)
        return
    content = response.render().content.decode()
    call_answer(call=call, status=response.status_code, content=content)


def is_passing(response: Response) -> bool:
    """Whether the same request may well be answered differently next time."""
    code = response.data.get("code") if isinstance(response.data, dict) else ""
    return response.status_code >= 500 or response.status_code in PASSING or code in PASSING_CODES


def fingerprint(request: Request) -> str:
    """SHA-256 of method, address and what was sent: of a form its fields, as the line between its
    parts is another one each time. Files are read a piece at a time."""
    data = request.data
    fields = sorted(data.lists()) if hasattr(data, "lists") else data
    said = [request.method, request.get_full_path(), fields]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=digest).encode()).hexdigest()


def digest(sent: Any) -> str:
    if not isinstance(sent, UploadedFile):
        return str(sent)
    found = hashlib.sha256((sent.name or "").encode())
    for piece in sent.chunks():
        found.update(piece)
    sent.seek(0)
    return found.hexdigest()
