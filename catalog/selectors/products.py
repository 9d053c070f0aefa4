"""What pages read of products."""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from catalog.models import Photo, Product, Shop, Variant
from catalog.models.product import normalised

LONGEST_QUERY = 200  # characters: every word costs the database a condition


def products_of(shop: Shop, query: str = "", *, archived: bool = False) -> QuerySet[Product]:
    """The shop's products, newest first, that hold every word of `query`.

    Each has `cover_id` (its first photo, None without one), `photo_count` and its variants
    prefetched. LIKE on normalised text finds two-character Chinese words too.
    """
    found = Product.objects.filter(shop=shop, archived_at__isnull=not archived)
    for word in normalised(query[:LONGEST_QUERY].replace("\0", " ")).split():
        found = found.filter(search_text__contains=word)
    photos = Photo.objects.filter(product=OuterRef("pk"), deleted_at=None)
    # Counted only for the rows that a page shows; a join would group every product of the shop.
    counted = photos.order_by().values("product").annotate(count=Count("pk")).values("count")
    return (
        found.annotate(
            cover_id=Subquery(photos.values("pk")[:1]), photo_count=Coalesce(Subquery(counted), 0)
        )
        .select_related("shop")
        .prefetch_related("variants")
        .order_by("-created_at", "-pk")
    )


def product_of(shop: Shop, product_id: int) -> Product:
    """One product of the shop, with its variants. Raises Http404."""
    products = Product.objects.select_related("shop").prefetch_related("variants")
    return get_object_or_404(products, shop=shop, pk=product_id)


def categories_of(shop: Shop) -> list[str]:
    """The categories the shop uses, by name."""
    used = Product.objects.filter(shop=shop).exclude(category="")
    return list(used.values_list("category", flat=True).distinct().order_by("category"))


def currency_of(shop: Shop) -> str:
    """The currency the shop used last, "" before the first price."""
    priced = Variant.objects.filter(shop=shop).exclude(currency="").order_by("-pk")
    return priced.values_list("currency", flat=True).first() or ""
