"""A decided price may become the price that a product is sold at."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.models import Product
from catalog.selectors.attribute_panel import PriceOffer, price_offer, variants_to_price
from catalog.selectors.attributes import attributes_of


@transaction.atomic
def attribute_price_use(*, product: Product) -> PriceOffer:
    """Write the decided price to the variants it is offered for; what was offered.

    Raises CatalogError where no price is decided, or every variant has its own.
    """
    Product.objects.select_for_update().get(pk=product.pk)
    price = next((one for one in attributes_of(product) if one.name == "price"), None)
    offer = price_offer(product, price)
    if offer is None:
        raise CatalogError(_("There is no confirmed price that is not in use already."))
    for variant in variants_to_price(product, offer.value):
        variant.price, variant.currency = Decimal(offer.amount), offer.currency
        variant.save(update_fields=["price", "currency"])
    return offer
