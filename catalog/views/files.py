"""Files of photos, to the members of their shop only."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from catalog.models import Shop
from catalog.selectors.photos import photo_of
from catalog.services.photos import photo_view_file
from catalog.serving import attachment, inline
from catalog.views.access import viewer


@viewer
@require_safe
def photo_thumbnail(request: HttpRequest, shop: Shop, photo_id: int) -> HttpResponseBase:
    """The small WebP of a photo."""
    return inline(request, photo_of(shop, photo_id).thumbnail)


@viewer
@require_safe
def photo_view(request: HttpRequest, shop: Shop, photo_id: int) -> HttpResponseBase:
    """The display copy of a photo, for sliders and brushes."""
    photo = photo_of(shop, photo_id)
    try:
        name = photo_view_file(photo=photo)
    except FileNotFoundError as error:
        raise Http404 from error
    return inline(request, name)


@viewer
@require_safe
def photo_file(request: HttpRequest, shop: Shop, photo_id: int) -> HttpResponseBase:
    """The original as it came, to be saved, never shown."""
    photo = photo_of(shop, photo_id)
    return attachment(photo.file, photo.name)
