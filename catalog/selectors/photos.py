"""What pages read of photos."""

from django.shortcuts import get_object_or_404

from catalog.models import Photo, Product, Shop


def photos_of(product: Product) -> list[Photo]:
    """The product's photos in their order, without deleted ones."""
    live = product.photos.filter(deleted_at=None)
    return list(live.select_related("shop", "product__shop", "variant"))


def photos_deleted_of(product: Product) -> list[Photo]:
    """The product's deleted photos that can still be restored, the latest first."""
    gone = product.photos.exclude(deleted_at=None).order_by("-deleted_at")
    return list(gone.select_related("shop"))


def photo_of(shop: Shop, photo_id: int) -> Photo:
    """One photo of the shop, deleted ones too: an undo shows them again. Raises Http404."""
    photos = Photo.objects.select_related("shop", "product__shop")
    return get_object_or_404(photos, shop=shop, pk=photo_id)
