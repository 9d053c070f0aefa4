"""People, shops and really made pictures in a new studio, before a browser opens it.

python -m tests.browser.prepare, with the studio's own settings.
"""

import json

import django


def main() -> None:
    from django.conf import settings
    from django.core.management import call_command

    from imaging.runner import run_next

    call_command("migrate", verbosity=0)
    moderators_and_operator()
    seller_of_tea()
    seller_in_chinese()
    seller_of_clothes()
    while run_next(queue="cpu", worker="prepare"):
        pass
    submit("chapu")
    (settings.VAR_DIR / "addresses.json").write_text(json.dumps(addresses()))


def moderators_and_operator() -> None:
    from tests.factories import make_user

    make_user("moderator@example.com", is_moderator=True)
    make_user("operator@example.com", is_staff=True)


def seller_of_tea() -> None:
    """“Blue bottle” for reading, “Green bottle” for its cut-out, “Red bottle” for its photos,
    “Brown bottle” for the studio."""
    from tests.factories import make_user

    seller = make_user("seller@example.com")
    shop = shop_of(seller, "Tea shop", "teashop", ["amazon_main", "taobao_white"])
    product(shop, "Blue bottle", "BLUE-1", seller, presets=["amazon_main", "taobao_white"])
    product(shop, "Green bottle", "GREEN-1", seller, presets=["taobao_white"], colour=(40, 120, 60))
    product(shop, "Red bottle", "RED-1", seller, presets=[], colour=(150, 40, 40))
    brown = (120, 80, 40)
    product(shop, "Brown bottle", "BROWN-1", seller, presets=["taobao_white"], colour=brown)


def seller_in_chinese() -> None:
    """Six pictures for moderators, and a product without a photo for the phone."""
    from tests.factories import make_user

    seller = make_user("mei@example.com", language="zh-hans")
    shop = shop_of(seller, "茶铺", "chapu", ["taobao_white"])
    channels = ["taobao_white", "tiktok_shop", "jd_main"]
    product(shop, "青瓷茶瓶", "PING-1", seller, presets=channels, colour=(60, 140, 120))
    product(shop, "白釉茶罐", "GUAN-1", seller, presets=channels, colour=(200, 190, 170))
    product(shop, "新茶杯", "BEI-1", seller)


def seller_of_clothes() -> None:
    """Three dresses whose photos were read; the tag of the first contradicts its title."""
    from catalog.models import Photo
    from tests.attribute_world import read, told
    from tests.factories import make_user

    seller = make_user("ann@example.com")
    shop = shop_of(seller, "Ann’s", "anns", [])
    titles = ("Dress for ¥99", "Long dress", "Short dress")
    for number, title in enumerate(titles):
        colour = (40, 60 + 40 * number, 160)
        product(shop, title, f"DRESS-{number}", seller, presets=[], colour=colour)
    tag = {"box": [0.4, 0.5, 0.2, 0.24], "text": "¥89"}
    for photo in Photo.objects.filter(shop=shop).order_by("pk"):
        read(photo, category=told("dress", 0.97), colour=told("blue", 0.85), material=told(None))
        if photo.product.title == titles[0]:
            looks = {"category": told("dress", 0.97), "colour": told("blue", 0.85)}
            read(photo, **looks, price=told("89.00 CNY", 0.9, source="text", evidence=tag))


def shop_of(owner, name: str, slug: str, presets: list[str]):
    from catalog.services.shops import photo_reading_switch, shop_create, shop_update

    shop = shop_create(name=name, owner=owner, slug=slug)
    shop_update(shop=shop, presets=presets)
    photo_reading_switch(shop=shop, is_on=False)  # the nets that read are not here
    return shop


def product(shop, title: str, sku: str, by, *, presets: list[str] | None = None, colour=()) -> None:
    """A product; where `presets` is given with a photo, and one picture asked for by channel."""
    from catalog.services.photos import photo_add
    from catalog.services.products import product_create
    from catalog.services.renditions import renditions_request
    from tests.pictures import jpeg_of, product_picture

    variant = {"sku": sku, "price": "19.90", "currency": "EUR"}
    made = product_create(shop=shop, title=title, variants=[variant])
    if presets is None:
        return
    picture = product_picture(1200, 900, **({"colour": colour} if colour else {}))
    photo = photo_add(product=made, name=f"{sku.lower()}.jpg", data=jpeg_of(picture), by=by)
    if presets:
        renditions_request(photos=[photo], recipe="main-image", presets=presets, by=by)


def submit(slug: str) -> None:
    from catalog.models import Rendition
    from catalog.services.reviews import review_submit

    for rendition in Rendition.objects.filter(shop__slug=slug).order_by("pk"):
        review_submit(rendition=rendition, by=rendition.requested_by)


def addresses() -> dict[str, str]:
    """Pages that tests open without a click: of a product, a picture, one that waits for review."""
    from django.urls import reverse

    from catalog.models import Product, Rendition

    blue = Product.objects.get(title="Blue bottle")
    waiting = Rendition.objects.filter(shop__slug="chapu").latest("pk")
    return {
        "product": blue.get_absolute_url(),
        "attributes": Product.objects.get(title="Dress for ¥99").get_absolute_url(),
        "rendition": blue.renditions.earliest("pk").get_absolute_url(),
        "waiting": reverse("catalog:review_item", args=[waiting.pk]),
    }


if __name__ == "__main__":
    django.setup()
    main()
