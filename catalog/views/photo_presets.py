"""A shop's presets for better photos: kept from the page's form, renamed, deleted."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog.forms.improve import ImproveForm
from catalog.forms.renditions import id_named
from catalog.models import Product, Shop, User
from catalog.selectors.improving import photo_preset_of, photo_presets_of
from catalog.selectors.products import product_of
from catalog.services import photo_presets as services
from catalog.views.access import editor
from catalog.views.improve import filled, planned_for
from catalog.views.in_place import refusals_as_toasts, toasted


@require_POST
@editor
@refusals_as_toasts
def photo_preset_create(request: HttpRequest, shop: Shop, product_id: int) -> HttpResponse:
    """Keep the form as it stands, under the name in "name"."""
    product = product_of(shop, product_id)
    form: ImproveForm = filled(request.POST, product)
    options = form.options(planned_for(form.cleaned_data["photo"]))
    by = cast(User, request.user)
    name = request.POST.get("name", "")
    preset = services.photo_preset_save(shop=shop, name=name, options=options, by=by)
    return listed(request, product, _("“%(name)s” was kept.") % {"name": preset.name})


@require_POST
@editor
@refusals_as_toasts
def photo_preset_rename(
    request: HttpRequest, shop: Shop, product_id: int, preset_id: int
) -> HttpResponse:
    """Call it by the name in "name"."""
    preset = photo_preset_of(shop, preset_id)
    services.photo_preset_rename(preset=preset, name=request.POST.get("name", ""))
    return listed(request, product_of(shop, product_id), _("Renamed."))


@require_POST
@editor
@refusals_as_toasts
def photo_preset_delete(
    request: HttpRequest, shop: Shop, product_id: int, preset_id: int
) -> HttpResponse:
    """Forget it."""
    services.photo_preset_delete(preset=photo_preset_of(shop, preset_id))
    return listed(request, product_of(shop, product_id), _("Preset deleted."))


def listed(request: HttpRequest, product: Product, text: str) -> HttpResponse:
    """The shop's presets for htmx, else the page again."""
    photo = request.POST.get("photo", "")
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, text)
        page = reverse("catalog:photo_improve", args=[product.shop.slug, product.pk])
        return redirect(page if id_named(photo) is None else f"{page}?photo={photo}")
    context = {
        "product": product,
        "presets": photo_presets_of(product.shop),
        "photo_id": photo,
    }
    return toasted(render(request, "catalog/improve/_presets.html", context), text)
