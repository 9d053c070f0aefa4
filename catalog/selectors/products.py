"""What pages read of products."""

from collections.abc import Sequence

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from catalog.models import Photo, Product, Shop, Variant
from catalog.selectors.search import products_holding


def products_of(shop: Shop, query: str = "", *, archived: bool = False) -> QuerySet[Product]:
    """The shop's products, newest first, that hold every word of `query`, as lists show them."""
    return with_what_lists_show(products_found(shop, query, archived=archived))


def products_found(shop: Shop, query: str = "", *, archived: bool = False) -> QuerySet[Product]:
    """The shop's products, newest first, that hold every word of `query`: rows alone."""
    found = Product.objects.filter(shop=shop, archived_at__isnull=not archived)
    return products_holding(shop, found, query).order_by("-created_at", "-pk")


def products_shown(keys: Sequence[int]) -> list[Product]:
    """The products of `keys`, in that order, as lists show them.

    A page finds the keys first: what it passes over is then never read as a whole.
    """
    found = {one.pk: one for one in with_what_lists_show(Product.objects.filter(pk__in=keys))}
    return [found[key] for key in keys if key in found]


def with_what_lists_show(products: QuerySet[Product]) -> QuerySet[Product]:
    """Each with `cover_id` (its first photo, None without one), `photo_count` and its variants."""
    photos = Photo.objects.filter(product=OuterRef("pk"), deleted_at=None)
    # Counted only for the rows that a page shows; a join would group every product of the shop.
    counted = photos.order_by().values("product").annotate(count=Count("pk")).values("count")
    shown = products.annotate(
        cover_id=Subquery(photos.values("pk")[:1]), photo_count=Coalesce(Subquery(counted), 0)
    )
    return shown.select_related("shop").prefetch_related("variants")


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
