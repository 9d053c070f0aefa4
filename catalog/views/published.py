"""Approved pictures, to anybody who has their address."""

import uuid

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from catalog.selectors.published import published_at
from catalog.serving import public


@require_safe
def published_picture(
    request: HttpRequest, picture_id: uuid.UUID, file_name: str
) -> HttpResponseBase:
    """The file of a picture while it is approved; 304 to whoever has it already."""
    return public(request, published_at(picture_id=picture_id, name=file_name))
