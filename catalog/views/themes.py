"""Thumbnails of themes: they ship with the studio and hold nothing of any shop."""

from django.http import FileResponse, Http404, HttpRequest
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
        found = path.stat()
    except FileNotFoundError as error:
        raise Http404 from error
    etag = f'"{theme}-{found.st_mtime_ns}-{found.st_size}"'
    kept = get_conditional_response(request, etag=etag)
    response = kept or FileResponse(path.open("rb"), content_type="image/webp")
    response["ETag"], response["Cache-Control"] = etag, KEPT
    return response
