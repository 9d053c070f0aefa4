"""Products as exports write them, some hundred at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Count, QuerySet

from catalog.attribute_cells import ATTRIBUTE_COLUMNS, attribute_cells
from catalog.exporting.model import Context, FeedSetting, Goods, Offer, Picture
from catalog.models import Product, Rendition, Shop, Variant
from catalog.selectors.published import address_of, renditions_published
from imaging.attributes import NAMES

AT_ONCE = 500  # products held at a time
MAIN = "main-image"
MOST_OPTIONS = 9


@dataclass(frozen=True)
class Pictured:
    """Products with the approved pictures of a channel, those for no channel after them.

    Without a channel: the newest of each look, whatever channel it is for. Goes through the
    database again each time, in four queries for AT_ONCE products.
    """

    products: QuerySet[Product]
    channel: str = ""

    def __iter__(self) -> Iterator[Goods]:
        ids = list(self.products.order_by("-created_at", "-pk").values_list("pk", flat=True))
        for start in range(0, len(ids), AT_ONCE):
            yield from goods_of(ids[start : start + AT_ONCE], self.channel)


def goods_of(ids: list[int], channel: str) -> list[Goods]:
    """The products of `ids` in that order, in four queries."""
    rows = Product.objects.filter(pk__in=ids).prefetch_related("variants", "attributes")
    products, shown = {one.pk: one for one in rows}, pictures_of(ids, channel)
    return [goods(products[pk], shown[pk]) for pk in ids if pk in products]


def goods(product: Product, pictures: Iterable[Picture]) -> Goods:
    cells = attribute_cells(product)
    return Goods(
        id=product.pk,
        key=product.key,
        title=product.title,
        description=product.description,
        category=product.category,
        offers=tuple(offer(one) for one in product.variants.all()),
        pictures=tuple(pictures),
        attributes=dict(zip(NAMES, cells, strict=False)),
        confirmed=cells[len(ATTRIBUTE_COLUMNS) - 1],
    )


def offer(variant: Variant) -> Offer:
    return Offer(variant.pk, variant.sku, variant.price, variant.currency, variant.options)


def pictures_of(ids: Iterable[int], channel: str) -> dict[int, list[Picture]]:
    """The pictures that each product shows, the main one first, in one query.

    Of the pictures of one photo and look it is the one that the seller chose, else the newest.
    """
    found = renditions_published().filter(product__in=ids)
    if channel:
        found = found.filter(preset__in=[channel, ""])
    places: dict[int, dict[tuple[object, ...], Rendition]] = defaultdict(dict)
    for one in found.select_related("photo").order_by("-is_chosen", "-pk"):
        look = (one.preset, one.size) if channel else ()
        places[one.product_id].setdefault((one.photo_id, one.recipe, *look), one)
    return defaultdict(
        list,
        {
            product: [picture(one) for one in sorted(kept.values(), key=standing)]
            for product, kept in places.items()
        },
    )


def standing(rendition: Rendition) -> tuple[object, ...]:
    """Its place beside the others: main images first, then by photo, the newest first."""
    photo = rendition.photo
    place = photo.position if photo else float("inf")
    return not rendition.preset, rendition.recipe != MAIN, place, -rendition.pk


def picture(rendition: Rendition) -> Picture:
    published, photo = rendition.published, rendition.photo
    return Picture(
        id=published.pk.hex,
        address=address_of(published),
        source=published.source,
        media_type=published.media_type,
        file=published.file,
        variant=photo.variant_id if photo else None,
    )


def export_context(shop: Shop, products: QuerySet[Product]) -> Context:
    """What writers need to know of the shop."""
    options = Variant.objects.filter(product__in=products.order_by().values("pk"))
    lengths = (len(one) for one in options.values_list("options", flat=True).iterator())
    return Context(
        shop=shop.name,
        site=settings.SITE_URL,
        currency=currency_used(shop),
        option_count=min(MOST_OPTIONS, max(lengths, default=0)),
        setting=FeedSetting.model_validate(shop.feed),
        open=default_storage.open,
    )


def currency_used(shop: Shop) -> str:
    """The currency of most of the shop's prices, "" before the first."""
    used = Variant.objects.filter(shop=shop).exclude(currency="").values("currency")
    most = used.annotate(times=Count("pk")).order_by("-times", "currency").first()
    return most["currency"] if most else ""


def channels_published(products: QuerySet[Product]) -> dict[str, int]:
    """How many of `products` have approved pictures, by channel ("" for none)."""
    shown = renditions_published().filter(product__in=products.order_by().values("pk"))
    counted = shown.order_by().values("preset").annotate(n=Count("product", distinct=True))
    return dict(counted.values_list("preset", "n"))


def products_without_picture(products: QuerySet[Product]) -> int:
    """How many of `products` no export has a picture of."""
    shown = renditions_published().order_by().values("product")
    return products.order_by().exclude(pk__in=shown).count()
