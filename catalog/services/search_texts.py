"""The text that search looks in: a product's own words, and those of its attributes."""

from catalog.models import Product
from catalog.models.product import searchable
from catalog.selectors.attributes import search_words, shade_words


def search_text_write(product: Product) -> None:
    """Write it anew, after the product, its variants, its attributes or their shades changed."""
    skus = product.variants.values_list("sku", flat=True)
    values = list(product.attributes.values_list("name", "value"))
    shades = shade_words(product, [value for name, value in values if name == "colour"])
    own = product.title, product.description, product.category
    text = searchable(*own, *skus, *search_words(values), *shades)
    if text != product.search_text:
        product.search_text = text
        product.save(update_fields=["search_text"])
