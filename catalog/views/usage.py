"""What shops use: an owner's page, and the operator's over all of them."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.forms.usage import QuotaForm, TokenRateForm
from catalog.models import ApiToken, Shop
from catalog.selectors.usage import Month, calls_by_token, pictures_by_day, quota_of, usage_of
from catalog.services.quotas import quota_set, token_rate_set
from catalog.views import access

PER_PAGE = 25
FIRST = date(2020, 1, 1)  # before there was a studio
CHART_HEIGHT, DAY_WIDTH = 60, 10  # of the drawing, in its own units


@access.owner
@require_safe
def usage(request: HttpRequest, shop: Shop) -> HttpResponse:
    """Pictures, processor time, rows, calls and storage of one month."""
    return render(request, "catalog/usage/usage.html", figures(shop, month_asked(request)))


@access.operator
@require_safe
def operator_usage(request: HttpRequest) -> HttpResponse:
    """Every shop with what it used."""
    month = month_asked(request)
    page = Paginator(Shop.objects.order_by("name", "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    rows = [{"shop": one, "usage": usage_of(one, month), "quota": quota_of(one)} for one in page]
    context = {"page": page, "rows": rows, **around(month)}
    return render(request, "catalog/usage/operator_usage.html", context)


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def operator_shop(request: HttpRequest, slug: str) -> HttpResponse:
    """One shop: what it used, what it and its tokens may."""
    shop = get_object_or_404(Shop, slug=slug)
    tokens = shop.api_tokens.filter(revoked_at=None).order_by("created_at")
    posted = request.POST if request.method == "POST" else None
    is_token = posted is not None and "token" in posted
    form: QuotaForm | TokenRateForm
    form = TokenRateForm(posted, tokens=tokens) if is_token else QuotaForm(posted)
    if posted is not None and form.is_valid():
        saved(shop, form)
        messages.success(request, _("Saved."))
        return redirect("catalog:operator_shop", shop.slug)
    quota_form = form if posted and isinstance(form, QuotaForm) else QuotaForm.of(quota_of(shop))
    context = figures(shop, month_asked(request)) | {
        "seen": shop,
        "quota_form": quota_form,
        "rates": [(one, rate_form(one, tokens, form)) for one in tokens],
    }
    status = 422 if posted is not None else 200
    return render(request, "catalog/usage/operator_shop.html", context, status=status)


def rate_form(token: ApiToken, tokens: Any, sent: QuotaForm | TokenRateForm) -> TokenRateForm:
    """The form of one token; with its errors where it is the one that was sent."""
    if isinstance(sent, TokenRateForm) and sent.data.get("token") == str(token.pk):
        return sent
    initial = {"token": token.pk, "calls_a_minute": token.calls_a_minute}
    return TokenRateForm(tokens=tokens, initial=initial, auto_id=f"id_%s_{token.pk}")


def saved(shop: Shop, form: QuotaForm | TokenRateForm) -> None:
    if isinstance(form, TokenRateForm):
        token_rate_set(**form.cleaned_data)
    else:
        quota_set(shop=shop, **form.allowed())


def month_asked(request: HttpRequest) -> Month:
    """The month of the address, or this one. Raises Http404."""
    now, name = Month.now(), request.GET.get("month")
    try:
        month = Month.named(name) if name else now
    except ValueError as error:
        raise Http404 from error
    if not FIRST <= month.first <= now.first:
        raise Http404
    return month


def figures(shop: Shop, month: Month) -> dict[str, Any]:
    by_day = pictures_by_day(shop, month)
    return {
        "usage": usage_of(shop, month),
        "quota": quota_of(shop),
        "bars": bars_of(by_day),
        "most_in_a_day": max(count for _, count in by_day),
        "tokens": calls_by_token(shop, month),
        **around(month),
    }


def bars_of(by_day: list[tuple[date, int]]) -> list[dict[str, Any]]:
    """Each day with its bar: where it stands, and how high it is beside the highest."""
    most = max(1, *(count for _, count in by_day))
    return [
        {
            "day": day,
            "count": count,
            "x": number * DAY_WIDTH,
            "y": CHART_HEIGHT - round(CHART_HEIGHT * count / most),
            "height": round(CHART_HEIGHT * count / most),
        }
        for number, (day, count) in enumerate(by_day)
    ]


def around(month: Month) -> dict[str, Any]:
    """The month and its neighbours; none after this one."""
    return {
        "month": month,
        "before": month.before,
        "after": month.after if month != Month.now() else None,
    }
