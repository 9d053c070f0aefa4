"""How the desk is doing, over days, weeks or a year."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.forms.reviews import PERIODS, PeriodForm
from catalog.selectors.desk_figures import SAMPLE, desk_figures
from catalog.selectors.re_reviews import disagreements
from catalog.views.access import moderator

DISAGREEMENTS = 5


@moderator
@require_safe
def review_figures(request: HttpRequest) -> HttpResponse:
    """Figures of the last ?days=, some of PERIODS, or of the days from ?since= to ?until=."""
    form = PeriodForm(request.GET)
    period = form.chosen
    context = {
        "figures": desk_figures(period),
        "period": period,
        "disagreements": period.of(disagreements())[:DISAGREEMENTS],
        "form": form,
        "periods": PERIODS,
        "sample": SAMPLE,
        "now": timezone.now(),
    }
    return render(request, "catalog/reviews/review_figures.html", context)
