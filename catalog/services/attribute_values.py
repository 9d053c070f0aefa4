"""The values that lists filter by and search finds, kept as what findings and decisions say."""

from collections import defaultdict
from collections.abc import Mapping

from django.db import transaction

from catalog.models import Product, ProductAttribute
from catalog.selectors.attributes import attributes_of
from catalog.services.search_texts import search_text_write

Values = list[tuple[str, bool]]  # in the order pages show them, and whether the seller said so


@transaction.atomic
def attributes_settle(*, product: Product) -> None:
    """Make the product's values what its findings and decisions now say; archived: none.

    To be called in the transaction that changed either. Archived products are in no list that
    filters, so that counts need not look at the products.
    """
    product = Product.objects.select_for_update().get(pk=product.pk)
    wanted = {} if product.archived_at else wanted_values(product)
    have: dict[str, Values] = defaultdict(list)
    for row in product.attributes.all():
        have[row.name].append((row.value, row.is_decided))
    changed = [name for name in {*wanted, *have} if wanted.get(name) != have.get(name)]
    if changed:
        values_write(product, {name: wanted.get(name, []) for name in changed})
    search_text_write(product)  # shades may change where values do not


def values_write(product: Product, values: Mapping[str, Values]) -> None:
    """Put `values` in the place of what the product has of their names."""
    product.attributes.filter(name__in=values).delete()
    ProductAttribute.objects.bulk_create(
        ProductAttribute(
            shop_id=product.shop_id, product=product, name=name, value=value, is_decided=decided
        )
        for name, told in values.items()
        for value, decided in told
    )


def wanted_values(product: Product) -> dict[str, Values]:
    known = attributes_of(product)
    return {
        one.name: [(value, one.is_decided) for value in one.values] for one in known if one.values
    }
