"""Thumbnails of themes: they ship with the studio and hold nothing of any shop."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from imaging.themes import load_themes, thumbnail_path

KEPT = "public, max-age=86400"


@require_safe
def theme_thumbnail(request: HttpRequest, theme: str) -> HttpResponseBase:
    """The small WebP of a theme; 304 for who has it."""
    if theme not in load_themes():
        raise Http404
    path = thumbnail_path(theme)
    try:
        picture = path.read_bytes()
    except FileNotFoundError as error:
        raise Http404 from error
    etag = f'"{hashlib.sha256(picture).hexdigest()[:16]}"'
    kept = get_conditional_response(request, etag=etag)
    response = kept or HttpResponse(picture, content_type="image/webp")
    response["ETag"], response["Cache-Control"] = etag, KEPT
    return response
