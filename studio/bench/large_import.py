"""An import of many rows, and reviews of many pictures, as rows beside a large shop."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from studio.bench.large_shop import FIRST, kept

SMALL = 30  # further imports of the shop, of 1,000 rows each
DECIDED, WAITING = 5_000, 500


def import_many(shop: Any, by: Any, count: int) -> Any:
    """An import that made `count` rows and waits for pictures; every hundredth row was refused."""
    from catalog.models import Import, ImportRow, Rendition

    source = Import.objects.create(shop=shop, by=by, **texts("all.csv"), status="running")
    renditions = dict(Rendition.objects.filter(shop=shop).values_list("product", "pk"))
    products = list(shop.products.order_by("pk").values_list("pk", flat=True))
    rows = kept(row(source, number, products) for number in range(count))
    joined = ImportRow.renditions.through
    kept(
        joined(importrow_id=one.pk, rendition_id=renditions[one.product_id])
        for one in rows
        if one.product_id in renditions
    )
    for number in range(SMALL):
        small = Import.objects.create(shop=shop, by=by, **texts(f"{number}.csv"), status="done")
        kept(row(small, at, products) for at in range(1_000))
    return source


def texts(name: str) -> dict[str, Any]:
    times = {"started_at": FIRST, "finished_at": FIRST, "created_at": FIRST - timedelta(days=1)}
    columns = [[head, head] for head in ("sku", "title", "price", "currency", "photos")]
    return {"name": name, "file": name, "format": "plain", "columns": columns, **times}


def row(source: Any, number: int, products: list[int]) -> Any:
    from catalog.models import ImportRow

    product = products[number % len(products)]
    cells = {"sku": f"S-{number}", "title": f"Product {number}", "price": "12.00"}
    if number % 100 == 99:
        state: dict[str, Any] = {"status": "error", "problems": [{"code": "sku_missing"}]}
    else:
        waits = source.status == "running" and product % 100 == 0
        state = {"status": "jobs" if waits else "done", "outcome": "created", "product_id": product}
    key = {"key": f"S-{number}", "group": f"group-{number // 2}"}
    return ImportRow(source=source, number=number + 2, cells=cells, **key, **state)


def reviews(shop: Any, seller: Any, moderator: Any) -> None:
    """Decisions of before, written past the chain, and what waits now."""
    from django.db.models import QuerySet

    from catalog.models import DeskItem, Rendition, Review

    finished = Rendition.objects.filter(shop=shop, job__status="done").order_by("-pk")
    some = list(finished[: DECIDED + WAITING])
    rows = [review for one in some[:DECIDED] for review in events(one, seller, moderator)]
    QuerySet.bulk_create(Review.objects.all(), rows, batch_size=500)
    sent = [next(events(one, seller, moderator)) for one in some[DECIDED:]]
    QuerySet.bulk_create(Review.objects.all(), sent, batch_size=500)
    kept(DeskItem(rendition_id=one.rendition_id, submission=one, waiting=one) for one in sent)


def events(rendition: Any, seller: Any, moderator: Any) -> Iterator[Any]:
    from catalog.models import Review

    for verb, by in (("submitted", seller), ("approved", moderator)):
        key = f"{rendition.pk}-{verb}"
        yield Review(rendition=rendition, verb=verb, by=by, previous_hash=f"p{key}", hash=key)
