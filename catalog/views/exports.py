"""Pictures of one channel as a ZIP."""

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.errors import CatalogError
from catalog.forms.renditions import id_named
from catalog.models import Product, Shop
from catalog.selectors.renditions import renditions_to_export, review_shown
from catalog.services.exports import Exported, zip_stream
from catalog.serving import asynchronous
from catalog.views.access import viewer
from imaging.presets import load_presets
from imaging.reader import language


@require_safe
@viewer
def export_zip(request: HttpRequest, shop: Shop) -> StreamingHttpResponse:
    """What is chosen of each product (or of ?product=) for the channel ?preset=, with a manifest.

    Without `preset`: the cut-outs. 404 for an unknown channel or another shop's product.
    """
    preset = request.GET.get("preset", "")
    if preset and preset not in load_presets():
        raise Http404
    product = product_asked(request, shop)
    found = renditions_to_export(shop=shop, preset=preset, product=product)
    items = [Exported(one, review_shown(one)) for one in found]
    if not items:
        raise CatalogError(_("There is no finished picture for this channel yet."))
    response = StreamingHttpResponse(
        asynchronous(zip_stream(items, language())), content_type="application/zip"
    )
    title = slugify(product.title) if product else ""
    name = "-".join(filter(None, [shop.slug, title, preset or "cutout"]))
    response["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return response


def product_asked(request: HttpRequest, shop: Shop) -> Product | None:
    """The product that ?product= names, None without. Raises Http404."""
    asked = request.GET.get("product", "")
    if not asked:
        return None
    number = id_named(asked)
    if number is None:
        raise Http404
    return get_object_or_404(Product, shop=shop, pk=number)
