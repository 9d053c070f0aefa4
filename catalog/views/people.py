"""The front door, and a shop's own pages."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.forms.people import ShopForm, ShopSettingsForm, TokenForm
from catalog.models import Membership, Shop, User
from catalog.selectors.access import role_of, shop_for, shops_of
from catalog.selectors.shops import storage_used, tokens_of
from catalog.services import shops
from catalog.views.access import viewer
from imaging.presets import load_presets


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the studio is, to who is not signed in; else the first place this person works at."""
    if not request.user.is_authenticated:
        context = {"channel_count": len(load_presets())}
        return render(request, "catalog/people/landing.html", context)
    user = request.user
    if own := shops_of(user):
        return redirect(own[0])
    if user.is_moderator:
        return redirect("catalog:review_queue")
    return redirect("catalog:operator" if user.is_staff else "catalog:shop_create")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def shop_create(request: HttpRequest) -> HttpResponse:
    """The first step: a name and where it sells. Then the first product."""
    form = ShopForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form}
        return render(request, "catalog/people/shop_create.html", context, status=status_of(form))
    shop = shops.shop_create(name=form.cleaned_data["name"], owner=cast(User, request.user))
    shops.shop_update(shop=shop, presets=form.cleaned_data["presets"])
    return redirect("catalog:product_create", shop.slug)


@viewer
@require_http_methods(["GET", "HEAD", "POST"])
def shop_settings(request: HttpRequest, shop: Shop) -> HttpResponse:
    """What the shop chose; every member reads it, owners change it."""
    user = cast(User, request.user)
    is_owner = role_of(user=user, shop=shop) == Membership.Role.OWNER
    form = ShopSettingsForm.of(shop, disabled=not is_owner)
    if request.method == "POST":
        shop_for(user=user, slug=shop.slug, role=Membership.Role.OWNER)
        form = ShopSettingsForm(request.POST)
        if form.is_valid():
            changes = dict(form.cleaned_data)
            shops.photo_reading_switch(shop=shop, is_on=changes.pop("are_photos_read"))
            shops.shop_update(shop=shop, **changes)
            messages.success(request, _("Saved."))
            return redirect("catalog:shop_settings", shop.slug)
    context = {
        "form": form,
        "is_owner": is_owner,
        "storage_used": storage_used(shop),
        "tokens": tokens_of(shop) if is_owner else [],
        "token_form": TokenForm(),
    }
    return render(request, "catalog/people/shop_settings.html", context, status=status_of(form))


def status_of(form: ShopForm | ShopSettingsForm) -> int:
    return 422 if form.is_bound and not form.is_valid() else 200
