"""A rendition's files: encoded by us, so they may be shown inline."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from catalog.models import Rendition, Shop
from catalog.selectors.renditions import rendition_of_shop
from catalog.services.exports import export_name
from catalog.services.photos import photo_view_file
from catalog.serving import ASKED_FOR, KEPT, attachment, inline
from catalog.views.access import viewer
from catalog.views.review_files import before
from imaging.models import Job

ROLES = ("picture", "thumbnail", "mask")


@viewer
@require_safe
def rendition_file(
    request: HttpRequest, shop: Shop, rendition_id: int, role: str
) -> HttpResponseBase:
    """The picture, thumbnail or mask; with ?download=1 under a name that channels take.

    The role "before" is the photo laid as its picture is, for the slider.
    """
    rendition = rendition_of_shop(shop=shop, rendition_id=rendition_id)
    if role == "before":
        return photo_before(request, rendition)
    name = rendition.job.output_file(role) if role in ROLES else None
    if name is None:
        raise Http404
    if "download" in request.GET:
        return attachment(name, export_name(rendition))
    # A preview gives way to a finer picture under the same address, unless that names its version.
    may_change = rendition.brief_id is not None and "v" not in request.GET
    return inline(request, name, ASKED_FOR if may_change else KEPT)


def photo_before(request: HttpRequest, rendition: Rendition) -> HttpResponseBase:
    photo = rendition.photo
    if photo is None or photo.deleted_at or rendition.job.status != Job.Status.DONE:
        raise Http404
    try:
        return before(request, rendition, photo_view_file(photo=photo))
    except FileNotFoundError as error:
        raise Http404 from error
