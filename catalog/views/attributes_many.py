"""Attributes of many products: filters of the list, and what is said of all that are ticked."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from catalog.errors import CatalogError
from catalog.forms.attributes import ManyAttributesForm, UndoForm
from catalog.middleware import words_of
from catalog.models import AttributeDecision, Shop, User
from catalog.selectors.attribute_filters import attributes_chosen, facets
from catalog.selectors.attribute_words import attribute_name, value_words
from catalog.selectors.products import products_found
from catalog.services import attribute_decisions as services
from catalog.views.access import editor, viewer


@viewer
@require_safe
def product_filters(request: HttpRequest, shop: Shop) -> HttpResponse:
    """What the list can be filtered by, with counts under the filters that are on."""
    query = request.GET.get("q", "").strip()
    chosen = attributes_chosen(request.GET.dict())
    found = facets(shop, products_found(shop, query), chosen, query)
    context = {"facets": found, "chosen": chosen}
    return render(request, "catalog/attributes/_filters.html", context)


@editor
@require_POST
def products_attributes(request: HttpRequest, shop: Shop) -> HttpResponse:
    """Confirm what is suggested of every ticked product, or set one value for all of them."""
    form = ManyAttributesForm(request.POST, shop=shop)
    try:
        if not form.is_valid():
            raise CatalogError(form.first_error())
        made, words = said_of_all(form, cast(User, request.user))
    except CatalogError as error:
        messages.error(request, words_of(error))
    else:
        messages.success(request, words, extra_tags=undo_address(shop, made))
    return back(shop, form.data.get("back", ""))


def said_of_all(form: ManyAttributesForm, by: User) -> tuple[list[AttributeDecision], str]:
    """What was decided, and how it is told."""
    products = form.cleaned_data["products"]
    if form.cleaned_data["act"] == "confirm":
        made = services.products_attributes_confirm(products=products, by=by)
        words = ngettext("%(n)d attribute confirmed.", "%(n)d attributes confirmed.", len(made))
        return made, words % {"n": len(made)}
    name, value = form.cleaned_data["value"]
    made = services.products_attribute_set(products=products, name=name, value=value, by=by)
    words = ngettext(
        "%(name)s: %(value)s for %(n)d product.",
        "%(name)s: %(value)s for %(n)d products.",
        len(made),
    )
    said = {"name": attribute_name(name), "value": value_words(name, value), "n": len(made)}
    return made, words % said


@editor
@require_POST
def products_attributes_undo(request: HttpRequest, shop: Shop) -> HttpResponse:
    """Take back what a message told of."""
    form = UndoForm(request.GET)
    if not form.is_valid():
        raise CatalogError(form.first_error())
    services.decisions_undo(decisions=form.rows(shop), by=cast(User, request.user))
    messages.success(request, _("Undone."))
    return redirect("catalog:product_list", shop.slug)


def undo_address(shop: Shop, made: list[AttributeDecision]) -> str:
    ids = ",".join(str(one.pk) for one in made)
    where = reverse("catalog:products_attributes_undo", args=[shop.slug])
    return f"{where}?decisions={ids}" if ids else ""


def back(shop: Shop, asked: str) -> HttpResponse:
    """To the list, filtered as it was: `asked` are the parameters of its address."""
    where = reverse("catalog:product_list", args=[shop.slug])
    parameters = QueryDict(asked).urlencode()
    return redirect(f"{where}?{parameters}" if parameters else where)
