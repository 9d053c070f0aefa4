"""What pages say of products on their way out."""

from typing import Any

from django import template

from catalog.models import Import, PublishedPicture, Rendition
from catalog.selectors.goods import products_without_picture
from catalog.selectors.import_exports import products_of_import
from catalog.selectors.published import address_of

register = template.Library()


@register.simple_tag
def import_export(source: Import) -> dict[str, Any]:
    """How many products a finished import holds, and how many of them no picture is approved of."""
    if source.status != Import.Status.DONE:
        return {"products": 0}
    products = products_of_import(source)
    without = products_without_picture(products)
    return {"products": products.count(), "without": without, "has_file": bool(source.file)}


@register.simple_tag
def public_address(rendition: Rendition) -> str:
    """Where anybody finds an approved picture; "" while its file is being made ready."""
    picture = PublishedPicture.objects.filter(rendition=rendition).exclude(file="").first()
    return address_of(picture) if picture else ""
