"""Plain backdrops on the studio page, and the shop's own pictures for them."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.forms.backdrops import BackdropForm
from catalog.models import Product, Shop, User
from catalog.selectors.backdrops import background_of_shop, backgrounds_of
from catalog.selectors.briefs import brief_of_shop
from catalog.selectors.products import product_of
from catalog.services import backgrounds
from catalog.services.backdrops import backdrop_ask
from catalog.serving import inline
from catalog.views.access import editor, viewer
from catalog.views.in_place import refusals_as_toasts, toasted
from catalog.views.studio import checked, shown
from catalog.views.uploads import upload_of


@require_POST
@editor
@refusals_as_toasts
def studio_backdrop(request: HttpRequest, shop: Shop, product_id: int) -> HttpResponse:
    """Put the product before a colour, a gradient, its blurred photo or a picture of the shop's."""
    form = checked(BackdropForm(request.POST, product=product_of(shop, product_id)))
    by = cast(User, request.user)
    made = backdrop_ask(photo=form.cleaned_data["photo"], asked=form.asked(), by=by)
    return shown(request, brief_of_shop(shop=shop, brief_id=made.pk))


@require_POST
@editor
@refusals_as_toasts
def background_add(request: HttpRequest, shop: Shop, product_id: int) -> HttpResponse:
    """Keep an uploaded picture, and offer it."""
    product = product_of(shop, product_id)
    file = upload_of(request, "background")
    by = cast(User, request.user)
    backgrounds.background_add(shop=shop, name=file.name or "", data=file, by=by)
    return offered(request, product, _("Kept. Tap it to put your product before it."))


@require_POST
@editor
@refusals_as_toasts
def background_delete(
    request: HttpRequest, shop: Shop, product_id: int, background_id: int
) -> HttpResponse:
    """No longer offer it, with an undo."""
    product = product_of(shop, product_id)
    background = background_of_shop(shop=shop, background_id=background_id)
    backgrounds.background_delete(background=background)
    undo = reverse("catalog:background_restore", args=[shop.slug, product.pk, background.pk])
    return offered(request, product, _("Background deleted."), undo)


@require_POST
@editor
def background_restore(
    request: HttpRequest, shop: Shop, product_id: int, background_id: int
) -> HttpResponse:
    """Undo a deletion."""
    product = product_of(shop, product_id)
    background = background_of_shop(shop=shop, background_id=background_id, deleted=True)
    backgrounds.background_restore(background=background)
    messages.success(request, _("The background is back."))
    return redirect("catalog:studio", shop.slug, product.pk)


@require_safe
@viewer
def background_thumbnail(request: HttpRequest, shop: Shop, background_id: int) -> HttpResponseBase:
    """The small WebP of a picture of the shop's."""
    return inline(request, background_of_shop(shop=shop, background_id=background_id).thumbnail)


def offered(request: HttpRequest, product: Product, text: str, undo: str = "") -> HttpResponse:
    """The shop's pictures as the panel offers them."""
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, text, extra_tags=undo)
        return redirect("catalog:studio", product.shop.slug, product.pk)
    context = {"product": product, "backgrounds": backgrounds_of(product.shop)}
    answer = render(request, "catalog/studio/_backgrounds.html", context)
    return toasted(answer, text, undo=undo)
