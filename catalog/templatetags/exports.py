"""What pages say of products on their way out."""

from typing import Any

from django import template

from catalog.models import Import
from catalog.selectors.goods import products_without_picture
from catalog.selectors.import_exports import products_of_import

register = template.Library()


@register.simple_tag
def import_export(source: Import) -> dict[str, Any]:
    """How many products a finished import holds, and how many of them no picture is approved of."""
    if source.status != Import.Status.DONE:
        return {"products": 0}
    products = products_of_import(source)
    without = products_without_picture(products)
    return {"products": products.count(), "without": without, "has_file": bool(source.file)}
