"""Which renditions a page shows, and what it says of them."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.http import Http404

from catalog.models import Product, Rendition, Shop
from catalog.selectors.reviews import DRAFT, with_review_state
from imaging.models import Job

MOST_WATCHED = 100  # jobs that one page may watch at once


def renditions_of_shop(shop: Shop) -> QuerySet[Rendition]:
    """The shop's renditions that are not deleted, with what a card needs, newest first."""
    return (
        with_review_state(Rendition.objects.filter(shop=shop, deleted_at=None))
        .select_related("job", "photo__shop", "product__shop", "shop")
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
    """The finished renditions of the same kind, this one among them."""
    return renditions_of(rendition.product).filter(rendition.kind, job__status=Job.Status.DONE)


def review_shown(rendition: Rendition) -> str:
    """The review state of a rendition that these selectors found, as a badge shows it."""
    verb: str | None = vars(rendition)["review_verb"]
    return verb or DRAFT


def jobs_watched(
    *, shop: Shop, job_ids: Iterable[uuid.UUID]
) -> dict[uuid.UUID, tuple[Job, Rendition]]:
    """Each job of `job_ids` with the rendition it makes, or made a preview of.

    Raises Http404 when one is not this shop's.
    """
    wanted = set(job_ids)
    shown = Rendition.objects.filter(Q(job__in=wanted) | Q(preview_job__in=wanted), shop=shop)
    found: dict[uuid.UUID, tuple[Job, Rendition]] = {}
    for one in shown.select_related("job", "preview_job"):
        found |= {job.pk: (job, one) for job in (one.job, one.preview_job) if job}
    if wanted - set(found):
        raise Http404
    return found


def pictures_being_made(shop: Shop) -> int:
    """How many of the shop's pictures wait or are being made."""
    live = Rendition.objects.filter(job=OuterRef("pk"), deleted_at=None)
    return Job.objects.of_tenant(shop.tenant).unfinished().filter(Exists(live)).count()


def renditions_to_export(
    *, shop: Shop, preset: str, product: Product | None = None
) -> QuerySet[Rendition]:
    """For each product: what is chosen of it for `preset`, of every kind; else the latest finished.

    An empty `preset` means cut-outs; of all that is for no channel only they are exported.
    """
    finished: dict[str, Any] = {"preset": preset, "job__status": Job.Status.DONE}
    if not preset:
        finished["recipe"] = "cutout"
    same = Rendition.objects.filter(product=OuterRef("product"), deleted_at=None, **finished)
    latest = same.order_by("-created_at", "-pk").values("pk")[:1]
    none_chosen = ~Exists(same.filter(is_chosen=True))
    found = renditions_of_shop(shop).filter(
        Q(is_chosen=True) | Q(none_chosen, pk=Subquery(latest)),
        product__archived_at=None,
        job__outputs__has_key="picture",
        **finished,
    )
    if product is not None:
        found = found.filter(product=product)
    main_first = Case(When(recipe="main-image", then=0), default=1)
    return (
        found.select_related("photo__variant")
        .prefetch_related("product__variants", "product__attributes")
        .order_by("product_id", main_first, "created_at", "pk")
    )
