"""A rendition's files: encoded by us, so they may be shown inline."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from catalog.models import Shop
from catalog.selectors.renditions import rendition_of_shop
from catalog.services.exports import export_name
from catalog.views.access import viewer
from catalog.views.files import attachment, inline

ROLES = ("picture", "thumbnail", "mask")


@viewer
@require_safe
def rendition_file(
    request: HttpRequest, shop: Shop, rendition_id: int, role: str
) -> HttpResponse:
    """The picture, thumbnail or mask; with ?download=1 under a name that channels take."""
    rendition = rendition_of_shop(shop=shop, rendition_id=rendition_id)
    name = rendition.job.output_file(role) if role in ROLES else None
    if name is None:
        raise Http404
    if "download" in request.GET:
        return attachment(name, export_name(rendition))
    return inline(request, name)
