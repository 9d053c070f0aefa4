"""Webhooks of a shop: addresses, their secrets, every message to them."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.errors import CatalogError
from catalog.forms.webhooks import EVENT_CHOICES, WebhookForm
from catalog.models import Shop, User
from catalog.selectors.webhooks import deliveries_of, webhook_of, webhooks_of
from catalog.services import webhook_endpoints as endpoints
from catalog.views.access import owner

PER_PAGE = 25


@owner
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_list(request: HttpRequest, shop: Shop) -> HttpResponse:
    """The shop's addresses, and one more: its secret is shown this once."""
    form = WebhookForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            endpoint, secret = endpoints.webhook_create(
                shop=shop, by=cast(User, request.user), **form.cleaned_data
            )
        except CatalogError as error:
            form.add_error("url", error.sentence)
        else:
            context = {"endpoint": endpoint, "secret": secret}
            return render(request, "catalog/webhooks/secret.html", context, status=201)
    context = {"form": form, "webhooks": webhooks_of(shop), "names": dict(EVENT_CHOICES)}
    status = 422 if form.is_bound else 200
    return render(request, "catalog/webhooks/webhook_list.html", context, status=status)


@owner
@require_safe
def webhook_detail(request: HttpRequest, shop: Shop, webhook_id: int) -> HttpResponse:
    """One address: how it is, and every message to it."""
    endpoint = webhook_of(shop, webhook_id)
    page = Paginator(deliveries_of(endpoint), PER_PAGE).get_page(request.GET.get("page"))
    chosen = [words for name, words in EVENT_CHOICES if name in endpoint.events]
    context = {"endpoint": endpoint, "page": page, "chosen": chosen}
    return render(request, "catalog/webhooks/webhook_detail.html", context)


@owner
@require_POST
def webhook_test(request: HttpRequest, shop: Shop, webhook_id: int) -> HttpResponse:
    """Send a message that means nothing."""
    endpoint = webhook_of(shop, webhook_id)
    endpoints.webhook_test(endpoint=endpoint)
    messages.success(request, _("A test message is on its way. Its answer will stand below."))
    return redirect("catalog:webhook_detail", shop.slug, endpoint.pk)


@owner
@never_cache
@require_POST
def webhook_rotate(request: HttpRequest, shop: Shop, webhook_id: int) -> HttpResponse:
    """Make another secret and show it, this once."""
    endpoint = webhook_of(shop, webhook_id)
    context = {"endpoint": endpoint, "secret": endpoints.webhook_secret_rotate(endpoint=endpoint)}
    context["is_rotated"] = True
    return render(request, "catalog/webhooks/secret.html", context, status=201)


@owner
@require_POST
def webhook_switch(request: HttpRequest, shop: Shop, webhook_id: int) -> HttpResponse:
    """Off where it is on, on where it is off."""
    endpoint = webhook_of(shop, webhook_id)
    if endpoint.off_at:
        endpoints.webhook_switch_on(endpoint=endpoint)
        messages.success(request, _("It is told again, what waited first."))
    else:
        endpoints.webhook_switch_off(endpoint=endpoint)
        messages.success(request, _("It is told nothing until you switch it on again."))
    return redirect("catalog:webhook_detail", shop.slug, endpoint.pk)


@owner
@require_POST
def webhook_delete(request: HttpRequest, shop: Shop, webhook_id: int) -> HttpResponse:
    """Forget an address and its messages."""
    endpoints.webhook_delete(endpoint=webhook_of(shop, webhook_id))
    messages.success(request, _("The webhook was removed."))
    return redirect("catalog:webhook_list", shop.slug)


@owner
@require_POST
def delivery_again(
    request: HttpRequest, shop: Shop, webhook_id: int, delivery_id: int
) -> HttpResponse:
    """Send a message once more."""
    endpoint = webhook_of(shop, webhook_id)
    delivery = get_object_or_404(endpoint.deliveries, pk=delivery_id)
    endpoints.delivery_again(delivery=delivery)
    messages.success(request, _("The message is sent again."))
    return redirect("catalog:webhook_detail", shop.slug, endpoint.pk)
