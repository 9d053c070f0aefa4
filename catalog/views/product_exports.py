"""A shop's products as a sheet."""

from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from catalog.models import Shop
from catalog.selectors.attribute_filters import attributes_chosen, products_with
from catalog.selectors.products import products_of
from catalog.services.product_exports import products_csv_lines
from catalog.views.access import viewer
from catalog.views.exports import asynchronous


@viewer
@require_safe
def products_csv(request: HttpRequest, shop: Shop) -> StreamingHttpResponse:
    """The products that the list shows, with their attributes: filtered and searched as it is."""
    archived = request.GET.get("show") == "archived"
    found = products_of(shop, request.GET.get("q", "").strip(), archived=archived)
    if not archived:
        found = products_with(shop, found, attributes_chosen(request.GET.dict()))
    lines = (text.encode() for text in products_csv_lines(found))
    response = StreamingHttpResponse(asynchronous(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{shop.slug}-products.csv"'
    return response
