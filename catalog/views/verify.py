"""The public page that says what a picture file is and where it comes from."""

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from rest_framework.request import Request
from rest_framework.views import APIView

from catalog.errors import CatalogError
from catalog.middleware import words_of
from catalog.selectors import verify_words
from catalog.selectors.verify import MAX_BYTES, Verified, file_verified
from catalog.throttles import VerifyThrottle
from imaging.errors import EngineError


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The form; with a file, what is known of it. Nothing of the file is kept."""
    if request.method != "POST":
        return page(request, {})
    try:
        return page(request, told(checked(request)))
    except (CatalogError, EngineError) as error:
        return page(request, {"sentence": words_of(error)}, status=422)


def checked(request: HttpRequest) -> Verified:
    """The file of the request, looked at. Raises CatalogError, EngineError."""
    # The API's throttle needs nothing of a request but its address.
    if not VerifyThrottle().allow_request(cast(Request, request), cast(APIView, None)):
        raise CatalogError(_("Too many files at once. Wait a moment, then try again."))
    file = request.FILES.get("file")
    if file is None:
        raise CatalogError(_("Choose a picture first."))
    return file_verified(file.read(MAX_BYTES + 1))


def told(found: Verified) -> dict[str, Any]:
    return {
        "conclusion": verify_words.conclusion(found),
        "lines": verify_words.lines(found),
        "parents": verify_words.parent_lines(found),
    }


def page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The whole page, or the answer alone for the page that is there."""
    part = "_answer" if request.headers.get("HX-Request") else "verify"
    limits = {"megabytes": settings.MAX_VERIFY_MB}
    return render(request, f"catalog/verify/{part}.html", context | limits, status=status)
