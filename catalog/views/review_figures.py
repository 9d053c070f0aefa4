"""How the desk is doing, over a few days or weeks."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.forms.reviews import PERIODS, PeriodForm
from catalog.selectors.desk_figures import desk_figures
from catalog.selectors.re_reviews import disagreements
from catalog.views.access import moderator

DISAGREEMENTS = 5


@moderator
@require_safe
def review_figures(request: HttpRequest) -> HttpResponse:
    """Figures of the last ?days=, which are some of PERIODS."""
    days = PeriodForm(request.GET).chosen
    since = timezone.now() - timedelta(days=days)
    context = {
        "figures": desk_figures(since=since),
        "disagreements": disagreements().filter(created_at__gte=since)[:DISAGREEMENTS],
        "days": days,
        "periods": PERIODS,
        "now": timezone.now(),
    }
    return render(request, "catalog/reviews/review_figures.html", context)
