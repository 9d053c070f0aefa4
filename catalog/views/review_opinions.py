"""Second opinions on decisions that were drawn by chance: given without being told the first."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.errors import CatalogError
from catalog.forms.reviews import OpinionForm
from catalog.models import Review
from catalog.reasons import reasons_for
from catalog.selectors.re_reviews import decisions_to_re_review
from catalog.selectors.screenings import screening_of
from catalog.services.re_reviews import re_review_decide
from catalog.views.access import moderator
from catalog.views.reviews import checks_shown, person_of


@moderator
@require_safe
def review_opinion_next(request: HttpRequest) -> HttpResponse:
    """The oldest decision that waits for this person's opinion; the queues when none does."""
    review = decisions_to_re_review(moderator=person_of(request)).first()
    if review is None:
        messages.info(request, _("No decision waits for your opinion."))
        return redirect("catalog:review_queue")
    return redirect("catalog:review_opinion", review.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@moderator
def review_opinion(request: HttpRequest, review_id: int) -> HttpResponse:
    """One drawn decision: GET shows its picture alone, POST records the opinion."""
    drawn = decisions_to_re_review(moderator=person_of(request))
    if request.method != "POST":
        return opinion_page(request, get_object_or_404(drawn, pk=review_id))
    review = get_object_or_404(Review.objects.select_related("rendition"), pk=review_id)
    form = OpinionForm(request.POST)
    try:
        if not form.is_valid():
            raise CatalogError(_("This decision could not be read. Reload the page and try again."))
        re_review_decide(review=review, moderator=person_of(request), decision=form.decision)
    except CatalogError as error:
        if shown := drawn.filter(pk=review_id).first():
            return opinion_page(request, shown, error=error)
        messages.error(request, error.sentence)
        return redirect("catalog:review_queue")
    messages.success(request, _("Your opinion was recorded. The decision stays as it is."))
    return redirect("catalog:review_opinion_next")


def opinion_page(
    request: HttpRequest, review: Review, *, error: CatalogError | None = None
) -> HttpResponse:
    """The picture as the first moderator saw it, and nothing of what was decided."""
    context: dict[str, Any] = {
        "review": review,
        "rendition": review.rendition,
        "answers": [(verb, reasons_for(verb)) for verb in Review.REFUSALS],
        "decide_url": request.path,
        "error": error.sentence if error else "",
        "posted": OpinionForm(request.POST) if error else None,
        **checks_shown(screening_of(review.rendition)),
    }
    status = 422 if error else 200
    return render(request, "catalog/reviews/review_opinion.html", context, status=status)
