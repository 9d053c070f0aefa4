"""The file of an import, back with new pictures."""

import uuid

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from catalog.exporting.formats import fitting
from catalog.models import Shop
from catalog.selectors.goods import channels_published
from catalog.selectors.import_exports import import_same_file, products_of_import
from catalog.selectors.imports import import_of
from catalog.serving import asynchronous
from catalog.views.access import viewer


@viewer
@require_safe
def import_same(request: HttpRequest, shop: Shop, import_id: uuid.UUID) -> StreamingHttpResponse:
    """The very file that was imported, with the addresses of approved pictures."""
    source = import_of(shop, import_id)
    channel = fitting(source.format, channels_published(products_of_import(source)))
    file = import_same_file(source, channel)
    response = StreamingHttpResponse(asynchronous(iter(file.content)), content_type=file.media_type)
    name = slugify(source.name.rsplit(".", 1)[0]) or "products"
    response["Content-Disposition"] = f'attachment; filename="{name}-pictures.{file.suffix}"'
    return response
