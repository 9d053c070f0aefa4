"""A shop's products."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.errors import CatalogError
from catalog.forms.products import (
    ProductForm,
    VariantFormSet,
    VariantRows,
    product_initial,
    variants_initial,
)
from catalog.models import Product, Shop
from catalog.pages import MOST_COUNTED, LongPaginator
from catalog.selectors.attribute_filters import attributes_chosen, keys_with, products_with
from catalog.selectors.attribute_panel import attribute_panel
from catalog.selectors.improving import photo_presets_of
from catalog.selectors.photos import photos_deleted_of, photos_of
from catalog.selectors.products import (
    categories_of,
    currency_of,
    product_of,
    products_found,
    products_shown,
)
from catalog.selectors.renditions import pictures_being_made, renditions_of
from catalog.services import products
from catalog.views.access import editor, viewer

PER_PAGE = 24


@viewer
@require_safe
def product_list(request: HttpRequest, shop: Shop) -> HttpResponse:
    """Cards with search; archived products on a tab of their own."""
    query = request.GET.get("q", "").strip()
    archived = request.GET.get("show") == "archived"
    chosen = {} if archived else attributes_chosen(request.GET.dict())
    found = products_found(shop, query, archived=archived)
    counted = keys_with(shop, chosen, found if query else None) if chosen else None
    rows = products_with(shop, found, chosen).values_list("pk", flat=True)
    most = MOST_COUNTED if query or chosen else None  # the whole list is counted by its index
    pages = LongPaginator(rows, PER_PAGE, counted=counted, most=most)
    page = pages.get_page(request.GET.get("page"))
    page.object_list = products_shown(list(page.object_list))
    context = {
        "page": page,
        "query": query,
        "chosen": chosen,
        "archived": archived,
        "making": pictures_being_made(shop),
        "presets": photo_presets_of(shop),
    }
    return render(request, "catalog/products/product_list.html", context)


@viewer
@require_safe
def product_detail(request: HttpRequest, shop: Shop, product_id: int) -> HttpResponse:
    """A product's photos and the pictures made from them."""
    product = product_of(shop, product_id)
    context = {
        "product": product,
        "variants": list(product.variants.all()),
        "photos": photos_of(product),
        "deleted": photos_deleted_of(product),
        "renditions": renditions_of(product),
        "attributes": attribute_panel(product),
    }
    return render(request, "catalog/products/product_detail.html", context)


@editor
@require_http_methods(["GET", "HEAD", "POST"])
def product_create(request: HttpRequest, shop: Shop) -> HttpResponse:
    """A new product."""
    return product_form(request, shop, None)


@editor
@require_http_methods(["GET", "HEAD", "POST"])
def product_edit(request: HttpRequest, shop: Shop, product_id: int) -> HttpResponse:
    """Change a product's texts and variants."""
    return product_form(request, shop, product_of(shop, product_id))


def product_form(request: HttpRequest, shop: Shop, product: Product | None) -> HttpResponse:
    """The page for a new product (None) or a changed one; a valid one goes on to its photos."""
    given = request.POST if request.method == "POST" else None
    form = ProductForm(given, initial=product_initial(product))
    existing = list(product.variants.all()) if product else []
    initial = variants_initial(existing, "" if existing else currency_of(shop))
    variants = cast(VariantRows, VariantFormSet(given, initial=initial, prefix="variants"))
    if saved := saved_or_said(form, variants, shop, product):
        messages.success(request, _("Saved.") if product else _("Now add its photos."))
        return redirect(saved)
    context = {
        "product": product,
        "form": form,
        "variants": variants,
        "categories": categories_of(shop),
        "is_first": product is None and not shop.products.exists(),
    }
    status = 200 if given is None else 422
    return render(request, "catalog/products/product_form.html", context, status=status)


def saved_or_said(
    form: ProductForm, variants: VariantRows, shop: Shop, product: Product | None
) -> Product | None:
    """The product, written; None while nothing valid was sent, the form says why."""
    if not (form.is_valid() and variants.is_valid()):
        return None
    changes: dict[str, Any] = {**form.cleaned_data, "variants": variants.drafts()}
    try:
        if product is None:
            return products.product_create(shop=shop, **changes)
        return products.product_update(product=product, **changes)
    except CatalogError as error:
        form.add_error(None, error.sentence)
        return None


@editor
@require_POST
def product_archive(request: HttpRequest, shop: Shop, product_id: int) -> HttpResponse:
    """Out of the list; the message has an undo."""
    product = products.product_archive(product=product_of(shop, product_id))
    undo = reverse("catalog:product_unarchive", args=[shop.slug, product.pk])
    words = _("“%(title)s” was archived.") % {"title": product.title}
    messages.success(request, words, extra_tags=undo)
    return redirect("catalog:product_list", shop.slug)


@editor
@require_POST
def product_unarchive(request: HttpRequest, shop: Shop, product_id: int) -> HttpResponse:
    """Back into the list."""
    product = products.product_unarchive(product=product_of(shop, product_id))
    messages.success(request, _("“%(title)s” is back.") % {"title": product.title})
    return redirect(product)
