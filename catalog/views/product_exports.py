"""A shop's products as files: the page that asks for which, and the file."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.exporting.formats import FORMATS, Format, fitting
from catalog.exporting.model import FeedSetting
from catalog.forms.product_exports import FeedForm
from catalog.models import Membership, Product, Shop
from catalog.selectors.access import role_of, shop_for
from catalog.selectors.attribute_filters import attributes_chosen, products_with
from catalog.selectors.goods import (
    Pictured,
    channels_published,
    export_context,
    products_without_picture,
)
from catalog.selectors.products import products_of
from catalog.selectors.rendition_facts import channel_name
from catalog.services.shops import shop_feed_set
from catalog.serving import asynchronous
from catalog.table_files import TYPES
from catalog.views.access import ShopRequest, viewer
from imaging.presets import load_presets
from imaging.reader import language

FITTING = "fitting"  # the pictures of the channel that a format is for


@viewer
@require_http_methods(["GET", "HEAD", "POST"])
def products_export(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Which products, in which format, with whose pictures; and what feeds say of them."""
    is_editor = role_of(user=request.user, shop=shop) != Membership.Role.VIEWER
    form = FeedForm.of(FeedSetting.model_validate(shop.feed))
    if request.method == "POST":
        shop_for(user=request.user, slug=shop.slug, role=Membership.Role.EDITOR)
        form = FeedForm(request.POST)
        if form.is_valid():
            shop_feed_set(shop=shop, setting=form.setting())
            messages.success(request, _("Saved. Feeds say so from now on."))
            return redirect(request.get_full_path())
    context = page_context(request, shop) | {"form": form, "is_editor": is_editor}
    status = 422 if form.is_bound else 200
    return render(request, "catalog/products/products_export.html", context, status=status)


def page_context(request: HttpRequest, shop: Shop) -> dict[str, Any]:
    products = products_asked(request, shop)
    counts = channels_published(products)
    return {
        "found": products.order_by().count(),
        "without": products_without_picture(products),
        "channels": [(key, channel_name(key), counts[key]) for key in sorted(counts) if key],
        "formats": [(one.key, one.label.in_language(language())) for one in FORMATS.values()],
        "filters": [(name, value) for name, value in request.GET.items() if name != "format"],
    }


@viewer
@require_safe
def products_file(request: HttpRequest, shop: Shop) -> StreamingHttpResponse:
    """The products that the list shows, filtered and searched as it is, in ?format=.

    ?channel= says whose pictures, "" the newest of each look. 404 for what there is not.
    """
    form = FORMATS.get(request.GET.get("format", "csv"))
    if form is None:
        raise Http404
    products = products_asked(request, shop)
    goods = Pictured(products, channel_asked(request, form, products))
    chunks = form.write(goods, export_context(shop, products))
    response = StreamingHttpResponse(
        asynchronous(chunks), content_type=f"{TYPES[form.suffix]}; charset=utf-8"
    )
    name = f"{shop.slug}-products.{form.suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def products_asked(request: HttpRequest, shop: Shop) -> QuerySet[Product]:
    """What the product list shows under the same parameters."""
    archived = request.GET.get("show") == "archived"
    found = products_of(shop, request.GET.get("q", "").strip(), archived=archived)
    return found if archived else products_with(shop, found, attributes_chosen(request.GET.dict()))


def channel_asked(request: HttpRequest, form: Format, products: QuerySet[Product]) -> str:
    """The channel of ?channel=; the one that suits the format where there are pictures for it."""
    asked = request.GET.get("channel", FITTING)
    if asked and asked != FITTING and asked not in load_presets():
        raise Http404
    if asked != FITTING:
        return asked
    return fitting(form.imported, channels_published(products))
