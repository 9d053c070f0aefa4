"""A shop's own looks on the page for better photos: brought, renamed, deleted, brought back."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog.forms.improve import looks
from catalog.models import Product, Shop, User
from catalog.selectors.own_looks import own_look_of_shop, own_looks_of
from catalog.selectors.photos import photos_of
from catalog.selectors.products import product_of
from catalog.selectors.studio import photo_at_hand
from catalog.services import own_looks as services
from catalog.views.access import editor
from catalog.views.in_place import refusals_as_toasts, toasted
from catalog.views.uploads import upload_of
from imaging.looks import load_looks


@require_POST
@editor
@refusals_as_toasts
def own_look_add(request: HttpRequest, shop: Shop, product_id: int) -> HttpResponse:
    """Keep an uploaded .cube file, and put the photo into its look."""
    product = product_of(shop, product_id)
    file = upload_of(request, "cube", absent=_("Choose a .cube file first."))
    by = cast(User, request.user)
    look = services.own_look_add(shop=shop, name=request.POST.get("name", ""), data=file, by=by)
    text = _("“%(name)s” was kept.") % {"name": look.name}
    return offered(request, product, text, look=look.sha256)


@require_POST
@editor
@refusals_as_toasts
def own_look_rename(
    request: HttpRequest, shop: Shop, product_id: int, look_id: int
) -> HttpResponse:
    """Call it by the name in "name"."""
    look = own_look_of_shop(shop=shop, look_id=look_id)
    services.own_look_rename(look=look, name=request.POST.get("name", ""))
    return offered(request, product_of(shop, product_id), _("Renamed."))


@require_POST
@editor
@refusals_as_toasts
def own_look_delete(
    request: HttpRequest, shop: Shop, product_id: int, look_id: int
) -> HttpResponse:
    """No longer offer it, with an undo."""
    look = own_look_of_shop(shop=shop, look_id=look_id)
    services.own_look_delete(look=look)
    undo = reverse("catalog:own_look_restore", args=[shop.slug, product_id, look.pk])
    return offered(request, product_of(shop, product_id), _("Look deleted."), undo=undo)


@require_POST
@editor
def own_look_restore(
    request: HttpRequest, shop: Shop, product_id: int, look_id: int
) -> HttpResponse:
    """Undo a deletion."""
    product = product_of(shop, product_id)
    services.own_look_restore(look=own_look_of_shop(shop=shop, look_id=look_id, deleted=True))
    messages.success(request, _("The look is back."))
    return redirect("catalog:photo_improve", shop.slug, product.pk)


def offered(
    request: HttpRequest, product: Product, text: str, *, look: str = "", undo: str = ""
) -> HttpResponse:
    """All looks for htmx, `look` or the one in "look" chosen; else the page again."""
    photo = photo_at_hand(photos_of(product), request.POST.get("photo", ""), None)
    if photo is None or not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, text, extra_tags=undo)
        return redirect("catalog:photo_improve", product.shop.slug, product.pk)
    own, chosen = own_looks_of(product.shop), look or request.POST.get("look", "")
    context = {
        "product": product,
        "photo": photo,
        "look": chosen,
        "is_look_gone": chosen not in {one.sha256 for one in own} | load_looks().keys(),
        "looks": looks(),
        "own_looks": own,
    }
    return toasted(render(request, "catalog/improve/_looks_again.html", context), text, undo=undo)
