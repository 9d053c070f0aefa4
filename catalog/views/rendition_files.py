"""A rendition's files: encoded by us, so they may be shown inline."""

from typing import cast

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from catalog.forms.renditions import id_named
from catalog.models import Rendition, Shop, UnlabelledExport, User
from catalog.selectors.rendition_facts import is_label_due
from catalog.selectors.renditions import rendition_of_shop
from catalog.services.exports import export_name
from catalog.services.labelled import labelled_file
from catalog.services.photos import photo_view_file
from catalog.serving import ASKED_FOR, KEPT, attachment, attachment_of, inline
from catalog.views.access import viewer
from catalog.views.review_files import before
from imaging.models import Job
from imaging.reader import language

ROLES = ("picture", "thumbnail", "mask")


@viewer
@require_safe
def rendition_file(
    request: HttpRequest, shop: Shop, rendition_id: int, role: str
) -> HttpResponseBase:
    """The picture, thumbnail or mask; with ?download=1 under a name that channels take.

    The download of a machine-made picture carries the visible label, unless ?unlabelled= is the
    number of this member's own agreement to label it.
    The role "before" is the photo laid as its picture is, for the slider.
    """
    rendition = rendition_of_shop(shop=shop, rendition_id=rendition_id)
    if role == "before":
        return photo_before(request, rendition)
    name = rendition.job.output_file(role) if role in ROLES else None
    if name is None:
        raise Http404
    if "download" in request.GET:
        return download(request, rendition, name)
    # A preview gives way to a finer picture under the same address, unless that names its version.
    may_change = rendition.brief_id is not None and "v" not in request.GET
    return inline(request, name, ASKED_FOR if may_change else KEPT)


def download(request: HttpRequest, rendition: Rendition, name: str) -> HttpResponseBase:
    """The file `name` of `rendition` to be saved, labelled where that is due."""
    shown_as = export_name(rendition)
    if not is_label_due(rendition.job) or has_agreed(request, rendition):
        return attachment(name, shown_as)
    try:
        return attachment_of(labelled_file(job=rendition.job, language=language()).data, shown_as)
    except FileNotFoundError as error:
        raise Http404 from error


def has_agreed(request: HttpRequest, rendition: Rendition) -> bool:
    """Whether ?unlabelled= names an agreement of this person for the very file there is now."""
    number = id_named(request.GET.get("unlabelled", ""))
    if number is None:
        return False
    theirs = UnlabelledExport.objects.filter(rendition=rendition, by=cast(User, request.user))
    return theirs.filter(pk=number, job_id=rendition.job_id).exists()


def photo_before(request: HttpRequest, rendition: Rendition) -> HttpResponseBase:
    photo = rendition.photo
    if photo is None or photo.deleted_at or rendition.job.status != Job.Status.DONE:
        raise Http404
    try:
        return before(request, rendition, photo_view_file(photo=photo))
    except FileNotFoundError as error:
        raise Http404 from error
