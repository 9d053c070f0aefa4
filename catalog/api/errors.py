"""Every error of the API is {"error": sentence, "code": word} and, for fields, "fields"."""

from typing import Any

from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from catalog.errors import AccessDenied, CatalogError
from catalog.importing.problems import UnreadableFile
from catalog.middleware import refusal, words_of
from catalog.services.quotas import QuotaReached
from imaging.errors import EngineError
from imaging.reader import language


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: one shape for everything."""
    if isinstance(error, UnreadableFile):
        problem = error.problem
        words = problem.in_language(language())
        return Response({"error": words, "code": problem.code}, status=422)
    refused = refusal(error)
    if isinstance(refused, EngineError):
        return Response({"error": words_of(refused), "code": refused.code}, status=422)
    if isinstance(refused, QuotaReached):
        return Response({"error": refused.sentence, "code": refused.problem.code}, status=403)
    if isinstance(refused, CatalogError):
        status = 403 if isinstance(refused, AccessDenied) else 422
        return Response({"error": words_of(refused), "code": "refused"}, status=status)
    response = exception_handler(error, context)
    if response is not None:
        response.data = _body(error, response.data)
    return response


def _body(error: Exception, data: Any) -> dict[str, Any]:
    if isinstance(error, exceptions.ValidationError):
        first = next(iter(_sentences(data)), "")
        return {"error": first, "code": "invalid", "fields": data}
    detail = data.get("detail") if isinstance(data, dict) else data
    return {"error": str(detail), "code": getattr(detail, "code", "error")}


def _sentences(data: Any) -> list[str]:
    if isinstance(data, dict):
        return [f"{key}: {text}" for key, value in data.items() for text in _sentences(value)]
    if isinstance(data, list):
        return [text for value in data for text in _sentences(value)]
    return [str(data)]
