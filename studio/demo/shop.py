"""The demo shop and its people: made once, completed when something is missing."""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zlib import crc32

from django.conf import settings
from PIL import Image

from catalog.models import Membership, Product, Shop, User
from catalog.services.attribute_jobs import photo_read_ask
from catalog.services.photos import photo_add
from catalog.services.products import product_create
from catalog.services.shops import shop_create, shop_update
from imaging.models import Job
from studio.demo import things
from studio.demo.tracer import Room, Thing, photograph

LOGINS = Path(settings.VAR_DIR) / "demo_logins.txt"
SLUG = "demo"
PRESETS = ["amazon_main", "etsy", "taobao_white"]
PEOPLE = {"seller": "seller@demo.local", "teammate": "teammate@demo.local"}
MODERATOR = "moderator@demo.local"
SIZE = (1440, 1080)


@dataclass(frozen=True)
class Sample:
    """One product of the demo: its words, and what draws its photo."""

    sku: str
    title: str
    description: str
    category: str
    price: str
    draw: Callable[[], tuple[Thing, Room]]


SAMPLES = (
    Sample(
        "VASE-01", "Teal stoneware vase 青釉花瓶", "Hand-thrown vase, 16 cm, speckled glaze.",
        "Home > Vases", "39.00", things.vase,
    ),
    Sample(
        "MUG-01", "Two-tone mug 双色马克杯", "Stoneware mug, 300 ml, dishwasher safe.",
        "Kitchen > Mugs", "18.00", things.mug,
    ),
    Sample(
        "SOAP-01", "Senna hand wash 洗手液", "Mild hand wash in a refillable bottle, 300 ml.",
        "Beauty > Hand care", "12.50", things.bottle,
    ),
    Sample(
        "TEA-01", "Oolong loose leaf tea 乌龙茶", "Lightly roasted, 100 g.",
        "Food > Tea", "14.00", things.tea_box,
    ),
    Sample(
        "TOWEL-03", "Three hand towels 毛巾三件套", "Cotton terry, 30 × 50 cm.",
        "Home > Towels", "27.00", things.towels,
    ),
    Sample(
        "DUCK-01", "Bath duck 小黄鸭", "Natural rubber, floats upright.",
        "Toys > Bath", "8.90", things.duck,
    ),
)  # fmt: skip


def demo_create(*, say: Callable[[str], None], size: tuple[int, int] = SIZE) -> Shop:
    """The demo shop with its people, products and photos; what is there already stays as it is."""
    passwords: dict[str, str] = {}
    seller = person(PEOPLE["seller"], passwords)
    teammate = person(PEOPLE["teammate"], passwords)
    person(MODERATOR, passwords, is_moderator=True)
    shop = Shop.objects.filter(slug=SLUG).first()
    if shop is None:
        shop = shop_create(name="Demo shop 示例店铺", owner=seller, slug=SLUG)
        shop_update(shop=shop, presets=PRESETS)
        Membership.objects.create(shop=shop, user=teammate, role=Membership.Role.EDITOR)
    for sample in SAMPLES:
        if not shop.products.filter(variants__sku=sample.sku).exists():
            say(f"drawing {sample.title} …")
            sample_create(shop, sample, seller, size)
    if passwords:
        logins_write(passwords)
    return shop


def person(email: str, passwords: dict[str, str], **extra: bool) -> User:
    """The person at `email`; a new one's password is random and noted in `passwords`."""
    user = User.objects.filter(email=email).first()
    if user is None:
        passwords[email] = secrets.token_urlsafe(9)
        user = User.objects.create_user(email, passwords[email], **extra)
    return user


def sample_create(shop: Shop, sample: Sample, by: User, size: tuple[int, int]) -> Product:
    """The product with its drawn photo, whose attributes are read as soon as the studio runs."""
    data = jpeg(sample, size)
    variant = {"sku": sample.sku, "price": sample.price, "currency": "EUR"}
    product = product_create(
        shop=shop,
        title=sample.title,
        description=sample.description,
        category=sample.category,
        variants=[variant],
    )
    photo = photo_add(product=product, name=f"{sample.sku.lower()}.jpg", data=data, by=by)
    photo_read_ask(photo=photo, by=by, priority=Job.Priority.LATER)
    return product


def jpeg(sample: Sample, size: tuple[int, int]) -> bytes:
    """The sample's photo as a phone would store it; every install draws the same one."""
    thing, room = sample.draw()
    picture = photograph(
        thing, room, width=size[0], height=size[1], seed=crc32(sample.sku.encode())
    )
    buffer = BytesIO()
    Image.fromarray(picture).save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


def logins_write(passwords: dict[str, str]) -> None:
    """Keep the made passwords where only this user reads them; earlier ones stay."""
    handle = os.open(LOGINS, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a") as file:
        for email, password in passwords.items():
            file.write(f"  {email:24} {password}\n")
