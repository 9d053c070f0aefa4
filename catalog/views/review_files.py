"""Pictures on the moderators' desk: of submitted and decided renditions only."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from catalog.models import Rendition
from catalog.selectors.before_picture import before_picture
from catalog.selectors.reviews import hold_on, renditions_seen_by_moderators
from catalog.selectors.screenings import screening_of
from catalog.services.photos import photo_view_file
from catalog.serving import ASKED_FOR, KEPT, guarded, inline
from catalog.views.access import moderator
from catalog.views.reviews import person_of

MADE_BY_US = ("picture", "thumbnail")


@moderator
@require_safe
def review_file(request: HttpRequest, rendition_id: int, role: str) -> HttpResponseBase:
    """picture, thumbnail, original (a display copy), before (that copy under the picture), heat."""
    rendition = get_object_or_404(renditions_seen_by_moderators(), pk=rendition_id)
    if role == "heat":
        return heat(request, rendition)
    if role in MADE_BY_US and (name := rendition.job.output_file(role)):
        return inline(request, name)
    if role not in ("original", "before") or rendition.photo is None:
        raise Http404
    try:
        view = photo_view_file(photo=rendition.photo)
        return inline(request, view) if role == "original" else before(request, rendition, view)
    except FileNotFoundError as error:
        raise Http404 from error


def heat(request: HttpRequest, rendition: Rendition) -> HttpResponseBase:
    """Where the picture differs from the photo, grey: as the checks of this submission drew it."""
    hold = hold_on(rendition=rendition, moderator=person_of(request))
    screening = screening_of(rendition) if not hold.is_own else None
    name = screening and screening.job and screening.job.output_file("heat")
    if not name:
        raise Http404
    return inline(request, name, ASKED_FOR)  # submitted again, it is checked again


def before(request: HttpRequest, rendition: Rendition, view: str) -> HttpResponseBase:
    """The photo as the recipe placed it; made for each asking, kept by the browser."""
    etag = f'"before-{rendition.job_id}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        data = before_picture(rendition=rendition, view=view)
        response = HttpResponse(data, content_type="image/jpeg")
    response["ETag"] = etag
    return guarded(response, KEPT)
