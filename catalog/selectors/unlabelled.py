"""Who took pictures without their visible label: read by moderators, and by owners of the shop."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from catalog.models import Shop, UnlabelledExport
from catalog.selectors.reviews import LogFilter, created_within, renditions_seen_by_moderators


def unlabelled_exports(
    *, chosen: LogFilter, shop: Shop | None = None
) -> QuerySet[UnlabelledExport]:
    """Every agreement, of `shop` or of all, newest first."""
    taken = UnlabelledExport.objects.select_related(
        "shop", "by", "rendition__product", "rendition__shop"
    )
    if shop:
        taken = taken.filter(shop=shop)
    if chosen.words:
        taken = taken.filter(
            Q(shop__name__icontains=chosen.words)
            | Q(rendition__product__title__icontains=chosen.words)
            | Q(by__email__icontains=chosen.words)
        )
    return created_within(taken, chosen.since, chosen.before).order_by("-pk")


def with_on_desk(taken: QuerySet[UnlabelledExport]) -> QuerySet[UnlabelledExport]:
    """Annotate `on_desk`: whether moderators may look at the picture there."""
    seen = renditions_seen_by_moderators().filter(pk=OuterRef("rendition"))
    return taken.annotate(on_desk=Exists(seen))
