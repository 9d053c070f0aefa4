"""Keys to a shop's REST API."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from catalog.errors import CatalogError
from catalog.forms.people import TokenForm
from catalog.models import Shop, User
from catalog.services import tokens
from catalog.views.access import owner


@owner
@never_cache
@require_POST
def token_create(request: HttpRequest, shop: Shop) -> HttpResponse:
    """Make a key and show its secret, this once."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        raise CatalogError(form.first_error())
    by = cast(User, request.user)
    token, secret = tokens.token_create(shop=shop, name=form.cleaned_data["name"], by=by)
    context = {"token": token, "secret": secret}
    return render(request, "catalog/people/token_created.html", context, status=201)


@owner
@require_POST
def token_revoke(request: HttpRequest, shop: Shop, token_id: int) -> HttpResponse:
    """Close a key."""
    token = tokens.token_revoke(token=get_object_or_404(shop.api_tokens, pk=token_id))
    messages.success(request, _("“%(name)s” no longer opens the API.") % {"name": token.name})
    return redirect("catalog:shop_settings", shop.slug)
