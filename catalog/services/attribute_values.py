"""The values that lists filter by and search finds, kept as what findings and decisions say."""

from django.db import transaction

from catalog.models import Product, ProductAttribute
from catalog.selectors.attributes import attributes_of
from catalog.services.search_texts import search_text_write

Row = tuple[str, str, bool]  # name, value, whether the seller said so


@transaction.atomic
def attributes_settle(*, product: Product) -> None:
    """Make the product's values what its findings and decisions now say; archived: none.

    To be called in the transaction that changed either. Archived products are in no list that
    filters, so that counts need not look at the products.
    """
    product = Product.objects.select_for_update().get(pk=product.pk)
    wanted = set() if product.archived_at else wanted_rows(product)
    have = set(product.attributes.values_list("name", "value", "is_decided"))
    if wanted == have:
        return
    for name, value, _decided in have - wanted:
        product.attributes.filter(name=name, value=value).delete()
    ProductAttribute.objects.bulk_create(
        ProductAttribute(
            shop_id=product.shop_id, product=product, name=name, value=value, is_decided=decided
        )
        for name, value, decided in sorted(wanted - have)
    )
    search_text_write(product)


def wanted_rows(product: Product) -> set[Row]:
    known = attributes_of(product)
    return {(one.name, value, one.is_decided) for one in known for value in one.values}
