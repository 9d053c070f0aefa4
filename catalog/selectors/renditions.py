"""Which renditions a page shows, and what it says of them."""

import uuid
from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import Http404

from catalog.models import Product, Rendition, Shop
from catalog.selectors.reviews import with_review_state
from imaging.models import Job


def renditions_of_shop(shop: Shop) -> QuerySet[Rendition]:
    """The shop's renditions that are not deleted, with what a card needs, newest first."""
    return (
        with_review_state(Rendition.objects.filter(shop=shop, deleted_at=None))
        .select_related("job", "photo", "product", "shop")
        .order_by("-created_at", "-pk")
    )


def renditions_of(product: Product) -> QuerySet[Rendition]:
    """The product's renditions that are not deleted, with what a card needs, newest first."""
    return renditions_of_shop(product.shop).filter(product=product)


def rendition_of_shop(*, shop: Shop, rendition_id: int) -> Rendition:
    """One rendition that is not deleted. Raises Http404, for another shop's too."""
    found = renditions_of_shop(shop).filter(pk=rendition_id).first()
    if found is None:
        raise Http404
    return found


def rendition_deleted(*, shop: Shop, rendition_id: int) -> Rendition:
    """A deleted rendition, to bring it back. Raises Http404."""
    found = Rendition.objects.filter(shop=shop, pk=rendition_id).exclude(deleted_at=None)
    rendition = found.select_related("product__shop", "shop").first()
    if rendition is None:
        raise Http404
    return rendition


def rivals_of(rendition: Rendition) -> QuerySet[Rendition]:
    """The finished renditions of the same product and channel, this one among them."""
    return renditions_of(rendition.product).filter(
        preset=rendition.preset, recipe=rendition.recipe, job__status=Job.Status.DONE
    )


def jobs_watched(*, shop: Shop, ids: Iterable[uuid.UUID]) -> list[Job]:
    """The jobs `ids`, in any order. Raises Http404 when one is not behind a rendition of `shop`."""
    wanted = set(ids)
    watched = Rendition.objects.filter(shop=shop, job__in=wanted)
    if watched.count() != len(wanted):
        raise Http404
    return list(Job.objects.filter(pk__in=wanted))
