"""A shop's say over its own taste."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from catalog.models import Shop
from catalog.services import taste as services
from catalog.views.access import editor


@require_POST
@editor
def taste_switch(request: HttpRequest, shop: Shop) -> HttpResponse:
    """Use what was chosen for what is offered (?is_used), or leave everything in its own order."""
    services.taste_switch(shop=shop, is_used="is_used" in request.POST)
    messages.success(
        request,
        _("What you choose shapes what you are offered.")
        if shop.is_taste_used
        else _("Themes stand in their own order now, and nothing is filled in."),
    )
    return back(shop)


@require_POST
@editor
def taste_forget(request: HttpRequest, shop: Shop) -> HttpResponse:
    """Forget every choice."""
    count = services.taste_forget(shop=shop)
    words = ngettext("%(count)d choice was forgotten.", "%(count)d choices were forgotten.", count)
    messages.success(request, words % {"count": count})
    return back(shop)


def back(shop: Shop) -> HttpResponse:
    return redirect(reverse("catalog:shop_settings", args=[shop.slug]) + "#taste")
