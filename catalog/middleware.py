"""Turns what the catalog or imaging refuses into a sentence on the right kind of page."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from catalog.errors import AccessDenied, CatalogError
from imaging.disk import is_full
from imaging.errors import EngineError, sentence
from imaging.reader import language

FULL = ("database or disk is full", "No space left on device")  # SQLite, PostgreSQL


class SentenceMiddleware:
    """What a view refused and did not handle becomes 403 or 422 with its words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, raised: Exception) -> HttpResponse | None:
        error = refusal(raised)
        if error is None:
            return None
        status = 403 if isinstance(error, AccessDenied) else 422
        words = words_of(error)
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"error": words}, status=status)
        return render(request, "refused.html", {"sentence": words}, status=status)


class PublicPictureMiddleware:
    """A published picture is the same in every language: caches keep one of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.resolver_match and request.resolver_match.url_name == "published_picture":
            del response["Vary"], response["Content-Language"]
        return response


def refusal(raised: Exception) -> CatalogError | EngineError | None:
    """What was refused; None for a crash. A full disk is a refusal, whoever found it full."""
    if isinstance(raised, CatalogError | EngineError):
        return raised
    if is_full(raised):
        return EngineError("disk_full")
    if isinstance(raised, OperationalError) and any(words in str(raised) for words in FULL):
        return EngineError("disk_full")
    return None


def words_of(error: CatalogError | EngineError) -> str:
    """The sentence of `error` in the reader's language."""
    if isinstance(error, EngineError):
        return sentence(error.code, error.arguments, language())
    return error.sentence
