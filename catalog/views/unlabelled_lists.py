"""Who took pictures without their label: all of them for moderators, a shop's for its owners."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.errors import CatalogError
from catalog.forms.reviews import RecordForm
from catalog.models import Shop
from catalog.selectors.reviews import LogFilter
from catalog.selectors.unlabelled import unlabelled_exports, with_on_desk
from catalog.services import unlabelled_exports as services
from catalog.serving import asynchronous
from catalog.views.access import moderator, owner

AT_ONCE = 50


@moderator
@require_safe
def review_unlabelled(request: HttpRequest) -> HttpResponse:
    """Those of every shop, newest first."""
    urls = {
        "list_url": reverse("catalog:review_unlabelled"),
        "csv_url": reverse("catalog:review_unlabelled_csv"),
    }
    return listed(request, None, urls)


@moderator
@require_safe
def review_unlabelled_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Those that the page's filter shows, oldest first."""
    return sheet(request, None)


@owner
@require_safe
def unlabelled_list(request: HttpRequest, shop: Shop) -> HttpResponse:
    """Those of the shop, newest first."""
    urls = {
        "list_url": reverse("catalog:unlabelled_list", args=[shop.slug]),
        "csv_url": reverse("catalog:unlabelled_csv", args=[shop.slug]),
    }
    return listed(request, shop, urls)


@owner
@require_safe
def unlabelled_csv(request: HttpRequest, shop: Shop) -> StreamingHttpResponse:
    """Those of the shop that the page's filter shows, oldest first."""
    return sheet(request, shop)


def listed(request: HttpRequest, shop: Shop | None, urls: dict[str, str]) -> HttpResponse:
    form = RecordForm(request.GET)
    taken = unlabelled_exports(chosen=form.chosen, shop=shop)
    found = taken if shop else with_on_desk(taken)
    context: dict[str, Any] = {
        "page": Paginator(found, AT_ONCE).get_page(request.GET.get("page")),
        "form": form,
        "is_desk": shop is None,
        "is_filtered": form.chosen != LogFilter(),
        "query": request.GET.urlencode(),
        **urls,
    }
    return render(request, "catalog/reviews/unlabelled_list.html", context)


def sheet(request: HttpRequest, shop: Shop | None) -> StreamingHttpResponse:
    form = RecordForm(request.GET)
    if not form.is_valid():
        raise CatalogError(_("This filter could not be read. Write days as 2026-11-23."))
    chunks = services.unlabelled_csv(unlabelled_exports(chosen=form.chosen, shop=shop))
    response = StreamingHttpResponse(asynchronous(chunks), content_type="text/csv; charset=utf-8")
    name = f"{shop.slug + '-' if shop else ''}unlabelled-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
