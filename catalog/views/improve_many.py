"""Better photos of all products that were ticked in the list."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from catalog.errors import CatalogError
from catalog.forms.improve import ManyForm
from catalog.middleware import words_of
from catalog.models import Shop, User
from catalog.services import improving
from catalog.services.improving import Batch
from catalog.views.access import editor
from imaging.errors import EngineError


@require_POST
@editor
def products_improve(request: HttpRequest, shop: Shop) -> HttpResponse:
    """Queue every photo of every ticked product; back to the list, which says what came of it."""
    form = ManyForm(request.POST, shop=shop)
    try:
        if not form.is_valid():
            raise CatalogError(form.first_error())
        preset = form.cleaned_data["preset"]
        batch = improving.products_improve(
            products=form.cleaned_data["products"],
            options=preset.options if preset else {},
            by=cast(User, request.user),
        )
    except (CatalogError, EngineError) as error:
        messages.error(request, words_of(error))
    else:
        told(request, batch)
    return redirect("catalog:product_list", shop.slug)


def told(request: HttpRequest, batch: Batch) -> None:
    """What was asked for, and what was left out and why."""
    photos = ngettext("Improving %(n)d photo", "Improving %(n)d photos", batch.pictures)
    products = ngettext("of %(n)d product.", "of %(n)d products.", batch.products)
    text = f"{photos % {'n': batch.pictures}} {products % {'n': batch.products}}"
    if batch.without_photos:
        said = ngettext("%(n)d has no photo yet.", "%(n)d have no photo yet.", batch.without_photos)
        text = f"{text} {said % {'n': batch.without_photos}}"
    messages.success(request, text)
    if batch.refused:
        said = ngettext(
            "%(n)d product was left out:", "%(n)d products were left out:", batch.left_out
        )
        messages.warning(request, f"{said % {'n': batch.left_out}} {words_of(batch.refused)}")
