"""A shop's brand kit, and its logo."""

from typing import cast

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.errors import CatalogError
from catalog.forms.brand import BrandForm
from catalog.middleware import words_of
from catalog.models import Membership, Shop, User
from catalog.selectors.access import role_of, shop_for
from catalog.selectors.brand import brand_of
from catalog.services import brand as services
from catalog.serving import inline
from catalog.views.access import viewer
from imaging.errors import EngineError


@viewer
@require_http_methods(["GET", "HEAD", "POST"])
def brand_kit(request: HttpRequest, shop: Shop) -> HttpResponse:
    """How the shop's adverts look; every member reads it, owners change it."""
    user = cast(User, request.user)
    is_owner = role_of(user=user, shop=shop) == Membership.Role.OWNER
    brand = brand_of(shop)
    form = BrandForm.of(brand, disabled=not is_owner)
    if request.method == "POST":
        shop_for(user=user, slug=shop.slug, role=Membership.Role.OWNER)
        form = BrandForm(request.POST, request.FILES)
        if form.is_valid() and saved(form, shop):
            messages.success(request, _("Saved. Adverts made from now on look like this."))
            return redirect("catalog:brand_kit", shop.slug)
    context = {"form": form, "brand": brand, "is_owner": is_owner}
    status = 422 if form.is_bound else 200
    return render(request, "catalog/brand/brand_kit.html", context, status=status)


def saved(form: BrandForm, shop: Shop) -> bool:
    """Whether all of it could be kept; else nothing was, and the form says why."""
    field = "words"
    try:
        with transaction.atomic():
            services.brand_words_set(shop=shop, words=form.cleaned_data["words"])
            field = "logo"
            services.brand_update(shop=shop, **form.choices_made())
            logo_change(form, shop)
    except (CatalogError, EngineError) as error:
        form.add_error(field, words_of(error))
        return False
    return True


def logo_change(form: BrandForm, shop: Shop) -> None:
    if file := form.cleaned_data["logo"]:
        services.brand_logo_set(shop=shop, data=file, name=file.name or "")
    elif form.cleaned_data["remove_logo"]:
        services.brand_logo_remove(shop=shop)


@viewer
@require_safe
def brand_logo(request: HttpRequest, shop: Shop) -> HttpResponseBase:
    """The logo as adverts show it: written anew by the studio, so it may be shown inline."""
    brand = brand_of(shop)
    if not brand.logo:
        raise Http404
    return inline(request, brand.logo)
