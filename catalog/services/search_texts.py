"""The text that search looks in: a product's own words, and those of its attributes."""

from catalog.models import Product
from catalog.models.product import normalised
from catalog.selectors.attributes import search_words


def search_text_write(product: Product) -> None:
    """Write it anew, after the product, its variants or its attributes changed."""
    skus = product.variants.values_list("sku", flat=True)
    attributes = search_words(product.attributes.values_list("name", "value"))
    texts = (product.title, product.description, product.category, *skus, *attributes)
    product.search_text = normalised(*texts)
    product.save(update_fields=["search_text"])
