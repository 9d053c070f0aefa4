"""A shop of many products as rows, without files: what lists, search and filters are measured on.

Half of the titles are Chinese. A product has 1 to 3 variants, 1 to 3 photos, four or five
attributes, for two of three a picture; descriptions are of 300 to 700 characters in English and
of 100 to 250 in Chinese. One word of the vocabulary is in about every third product, others in a
few per cent, and `RARE` in every 5,000th.
"""

import random
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
RARE = ("lampshade", "灯罩")
ENGLISH = """
the cotton shirt soft blue light with a round neck made for summer linen trousers wool coat leather
bag small mug glazed by hand stoneware kitchen garden chair oak table brass lamp silk scarf winter
boots running shoes waterproof jacket zip pocket hood striped checked floral print washed at thirty
degrees do not bleach dry flat iron low
"""
CHINESE = """
纯棉 衬衫 柔软 蓝色 浅色 圆领 夏季 亚麻 长裤 羊毛 大衣 皮革 手袋 小号 马克杯 釉面 手工 陶瓷
厨房 花园 椅子 橡木 桌子 黄铜 台灯 真丝 围巾 冬季 靴子 跑步 运动鞋 防水 夹克 拉链 口袋 连帽
条纹 格子 碎花 印花 水洗 不可 漂白 平铺 晾干 低温 熨烫 连衣裙 半身裙 新款
"""
SIZES = ("S", "M", "L", "XL", "均码")
CATEGORIES = tuple(f"Group {number}" for number in range(40))
AT_ONCE = 5_000
Chance = random.Random


def fill(shop: Any, count: int) -> None:
    """Add `count` products and what hangs on them to `shop`."""
    chance = Chance(1)
    for start in range(0, count, AT_ONCE):
        some = range(start, min(start + AT_ONCE, count))
        products = kept([product(shop, number, chance) for number in some])
        kept(each(products, variants, chance))
        kept(each(products, photos, chance))
        kept(each(products, attributes, chance))
        pictures(products, chance)
    search_texts(shop)


def kept(rows: Iterable[Any]) -> list[Any]:
    """The rows, written, with their keys."""
    rows = list(rows)
    return list(type(rows[0]).objects.bulk_create(rows, batch_size=500)) if rows else []


def each(products: Iterable[Any], make: Callable[[Any, Chance], Any], chance: Chance) -> Iterator:
    for one in products:
        yield from make(one, chance)


def words(chance: Chance, vocabulary: list[str], count: int) -> list[str]:
    """`count` words, the first ones of `vocabulary` far more often than the last."""
    last = len(vocabulary) - 1
    return [vocabulary[int(last * chance.random() ** 2)] for _ in range(count)]


def product(shop: Any, number: int, chance: Chance) -> Any:
    from catalog.models import Product

    chinese = number % 2 == 1
    text, space = (CHINESE, "") if chinese else (ENGLISH, " ")
    vocabulary = text.split()
    said = words(chance, vocabulary, chance.randint(50, 120))
    title = words(chance, vocabulary, 5) + [RARE[number % 2]] * (number % 5_000 < 2)
    return Product(
        shop=shop,
        title=f"{space.join(title)} {number}",
        description=space.join(said),
        category=chance.choice(CATEGORIES),
        group_key=f"group-{number}",
        created_at=FIRST + timedelta(seconds=number // 100),  # rows of one turn share a time
        archived_at=FIRST if number % 50 == 49 else None,
    )


def variants(product: Any, chance: Chance) -> Iterator[Any]:
    from catalog.models import Variant

    for position in range(chance.choice((1, 1, 1, 2, 3))):
        yield Variant(
            shop_id=product.shop_id,
            product=product,
            sku=f"SKU-{product.pk}-{position}",
            price=chance.randint(100, 99_999) / 100,
            currency="CNY",
            options={"Size": chance.choice(SIZES)},
            position=position,
        )


def photos(product: Any, chance: Chance) -> Iterator[Any]:
    from catalog.models import Photo

    for position in range(chance.choice((1, 1, 1, 2, 3))):
        name = f"{product.pk}-{position}"
        yield Photo(
            shop_id=product.shop_id,
            product=product,
            name=f"{name}.jpg",
            file=f"photos/{name}.jpg",
            thumbnail=f"photos/{name}.webp",
            sha256=f"{product.pk:060}{position:04}",
            bytes=2_000_000,
            media_type="image/jpeg",
            width=3000,
            height=4000,
            position=position,
        )


def attributes(product: Any, chance: Chance) -> Iterator[Any]:
    from catalog.models import ProductAttribute
    from imaging.attributes import terms

    if product.archived_at:
        return  # as the services keep it
    given = {(name, chance.choice(list(terms(name)))) for name in ("colour", "colour", "category")}
    given |= {(name, chance.choice(list(terms(name)))) for name in ("pattern", "material")}
    if chance.random() < 0.5:
        given |= {("sleeve", chance.choice(list(terms("sleeve")))), ("size", chance.choice(SIZES))}
    if chance.random() < 0.1:
        given.add(("length", chance.choice(list(terms("length")))))
    for name, value in sorted(given):
        decided = chance.random() < 0.7
        row = {"shop_id": product.shop_id, "name": name, "value": value, "is_decided": decided}
        yield ProductAttribute(product=product, **row)


def pictures(products: list[Any], chance: Chance) -> None:
    """A finished main image of two in three, and of every hundredth one that waits."""
    from catalog.models import Rendition

    shown = [one for one in products if chance.random() < 0.67]
    jobs = kept(job(one, waits=one.pk % 100 == 0) for one in shown)
    kept(
        Rendition(
            shop_id=one.shop_id,
            product=one,
            job=made,
            recipe="main-image",
            preset="taobao_white",
            created_at=one.created_at,
        )
        for one, made in zip(shown, jobs, strict=True)
    )


def job(product: Any, *, waits: bool) -> Any:
    from imaging.models import Job

    picture = {"file": f"jobs/{product.pk}.jpg", "sha256": f"{product.pk:064}", "bytes": 300_000}
    ended: dict[str, Any] = {"status": "queued", "priority": Job.Priority.BULK}
    if not waits:
        size = {"width": 800, "height": 800, "media_type": "image/jpeg"}
        outputs = dict.fromkeys(("picture", "thumbnail", "mask"), picture | size)
        ended = {"status": "done", "finished_at": product.created_at, "outputs": outputs}
        ended["facts"] = {"lock": {"locked": True, "pixels": 812_345}, "cutout": {"sure": 0.98}}
        step = {"engine": "cutout", "version": "4", "model": "u2netp", "seconds": 0.7}
        ended["report"] = [step, step | {"engine": "compose"}]
    return Job(
        tenant=product.shop.tenant,
        recipe="main-image",
        steps=[{"engine": "cutout", "params": {}}, {"engine": "compose", "params": {"fill": 0.9}}],
        inputs={"photo": {"file": f"photos/{product.pk}-0.jpg", "sha256": f"{product.pk:064}"}},
        created_at=product.created_at,
        **ended,
    )


def search_texts(shop: Any) -> None:
    """What search looks in, as the services write it for one product after the other."""
    from catalog.models import Product
    from catalog.models.product import searchable
    from catalog.selectors.attributes import search_words

    products = Product.objects.filter(shop=shop).prefetch_related("variants", "attributes")
    some = []
    for one in products.order_by("pk").iterator(chunk_size=1_000):
        own = one.title, one.description, one.category
        skus = [variant.sku for variant in one.variants.all()]
        values = [(row.name, row.value) for row in one.attributes.all()]
        one.search_text = searchable(*own, *skus, *search_words(values))
        some.append(one)
        if len(some) == AT_ONCE:
            Product.objects.bulk_update(some, ["search_text"], batch_size=500)
            some.clear()
    Product.objects.bulk_update(some, ["search_text"], batch_size=500)
