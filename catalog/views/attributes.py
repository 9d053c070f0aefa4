"""What a seller says of a product's attributes."""

from collections.abc import Iterable
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from catalog.errors import CatalogError
from catalog.forms.attributes import AttributeForm, UndoForm
from catalog.models import AttributeDecision, Product, Shop, User
from catalog.selectors.attribute_panel import attribute_panel
from catalog.selectors.attribute_words import attribute_name, value_words
from catalog.selectors.products import product_of
from catalog.services import attribute_decisions as services
from catalog.services.attribute_jobs import product_read_ask
from catalog.services.attribute_prices import attribute_price_use
from catalog.views.access import editor, viewer
from catalog.views.in_place import refusals_as_toasts, toasted
from imaging.attributes import NAMES

TEMPLATE = "catalog/attributes/_panel.html"


@viewer
@require_safe
def attributes(request: HttpRequest, shop: Shop, product_id: int) -> HttpResponse:
    """The panel alone; 204 while photos are still being read, so that nothing is exchanged."""
    product = product_of(shop, product_id)
    panel = attribute_panel(product)
    if panel.is_reading and request.GET.get("when") == "read":
        return HttpResponse(status=204)
    return render(request, TEMPLATE, {"product": product, "attributes": panel})


@editor
@require_POST
@refusals_as_toasts
def attribute_decide(request: HttpRequest, shop: Shop, product_id: int, name: str) -> HttpResponse:
    """Set one attribute, dismiss it, or leave it to the machine again; the message has an undo."""
    if name not in NAMES:
        raise Http404
    product, by = product_of(shop, product_id), cast(User, request.user)
    form = AttributeForm(request.POST)
    if not form.is_valid():
        raise CatalogError(form.first_error())
    act, value = form.cleaned_data["act"], form.cleaned_data["value"]
    label = attribute_name(name)
    if act == "withdraw":
        services.attribute_withdraw(product=product, name=name, by=by)
        return answered(request, product, _("%(name)s is open again.") % {"name": label})
    if act == "dismiss":
        decision = services.attribute_dismiss(product=product, name=name, by=by)
        words = _("%(name)s: does not apply.") % {"name": label}
    else:
        decision = services.attribute_set(product=product, name=name, value=value, by=by)
        words = _("%(name)s: %(value)s.")
        words = words % {"name": label, "value": value_words(name, str(decision.value))}
    return answered(request, product, words, [decision])


@editor
@require_POST
@refusals_as_toasts
def attributes_confirm(request: HttpRequest, shop: Shop, product_id: int) -> HttpResponse:
    """Confirm everything that is suggested."""
    product = product_of(shop, product_id)
    made = services.attributes_confirm(product=product, by=cast(User, request.user))
    words = ngettext("%(n)d attribute confirmed.", "%(n)d attributes confirmed.", len(made))
    return answered(request, product, words % {"n": len(made)}, made)


@editor
@require_POST
@refusals_as_toasts
def attributes_undo(request: HttpRequest, shop: Shop, product_id: int) -> HttpResponse:
    """Take back what a message told of."""
    product = product_of(shop, product_id)
    form = UndoForm(request.GET)
    if not form.is_valid():
        raise CatalogError(form.first_error())
    services.decisions_undo(decisions=form.rows(shop, product), by=cast(User, request.user))
    return answered(request, product, _("Undone."))


@editor
@require_POST
@refusals_as_toasts
def attributes_read(request: HttpRequest, shop: Shop, product_id: int) -> HttpResponse:
    """Have the photos read that were not."""
    product = product_of(shop, product_id)
    count = product_read_ask(product=product, by=cast(User, request.user))
    words = ngettext("Reading %(n)d photo.", "Reading %(n)d photos.", count)
    return answered(request, product, words % {"n": count})


@editor
@require_POST
@refusals_as_toasts
def attribute_price(request: HttpRequest, shop: Shop, product_id: int) -> HttpResponse:
    """Sell the product at the price that was confirmed."""
    product = product_of(shop, product_id)
    offer = attribute_price_use(product=product)
    words = _("The product's price is %(price)s now.") % {"price": offer.value}
    return answered(request, product, words)


def answered(
    request: HttpRequest, product: Product, text: str, made: Iterable[AttributeDecision] = ()
) -> HttpResponse:
    """The panel anew for htmx, else back to the product; the message can undo what was `made`."""
    undo = undo_address(product, made)
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, text, extra_tags=undo)
        return redirect(product)
    product = product_of(product.shop, product.pk)
    context = {"product": product, "attributes": attribute_panel(product)}
    return toasted(render(request, TEMPLATE, context), text, undo=undo)


def undo_address(product: Product, made: Iterable[AttributeDecision]) -> str:
    ids = ",".join(str(one.pk) for one in made)
    where = reverse("catalog:attributes_undo", args=[product.shop.slug, product.pk])
    return f"{where}?decisions={ids}" if ids else ""
