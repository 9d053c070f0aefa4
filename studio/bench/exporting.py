"""How fast products leave as files, and that memory does not grow with them.

    python -m studio.bench.exporting

Shops of 1,000 and 100,000 products, each with one approved picture and two attributes, in an
SQLite database of their own; every file is written by a process of its own and thrown away.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING

from studio.bench.table import table

if TYPE_CHECKING:
    from catalog.models import Product, Rendition, Review, Shop

PRODUCTS = (1_000, 100_000)
FORMATS = ("csv", "google-xml")
AT_ONCE = 2_000
TEXT = "Hand-thrown stoneware with an ash glaze, each a little different. " * 4


def main() -> None:
    """Print the table; with a format and a shop, write that file and print its figures."""
    if len(sys.argv) > 1:
        started()
        print(*written(*sys.argv[1:3]))
    else:
        print(section())


def section() -> str:
    """Products a second and peak memory of every format, small and large."""
    head = ("format", "products", "MB of file", "CPU seconds", "products per CPU second", "peak MB")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ |= {"STUDIO_VAR_DIR": folder, "STUDIO_LOG_LEVEL": "WARNING"}
        command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(command, check=True)
        started()
        return table(head, list(measured()))


def started() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    import django

    django.setup()


def measured() -> Iterator[tuple[object, ...]]:
    for count in PRODUCTS:
        slug = f"shop-{count}"
        filled(slug, count)
        for key in FORMATS:
            command = [sys.executable, "-m", "studio.bench.exporting", key, slug]
            said = subprocess.run(command, capture_output=True, check=True, text=True).stdout
            size, seconds, peak = map(float, said.split())
            yield key, count, size, seconds, int(count / seconds), int(peak)


def written(key: str, slug: str) -> tuple[float, float, float]:
    """MB of the file, CPU seconds, and the most memory the process had in MB."""
    from catalog.exporting.formats import FORMATS
    from catalog.models import Product, Shop
    from catalog.selectors.goods import Pictured, export_context

    shop, start = Shop.objects.get(slug=slug), time.process_time()
    products = Product.objects.filter(shop=shop)
    context = export_context(shop, products)
    size = sum(len(chunk) for chunk in FORMATS[key].write(Pictured(products), context))
    seconds = time.process_time() - start
    return size / 1e6, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def filled(slug: str, count: int) -> None:
    """A shop of `count` products."""
    from catalog.models import Product, ProductAttribute, Shop, Variant

    shop = Shop.objects.create(slug=slug, name=slug)
    for first in range(0, count, AT_ONCE):
        numbers = range(first, min(count, first + AT_ONCE))
        products = Product.objects.bulk_create(
            Product(shop=shop, title=f"Cup {n}", description=TEXT, category="Cups") for n in numbers
        )
        Variant.objects.bulk_create(
            Variant(shop=shop, product=one, sku=f"{slug}-{one.pk}", price="12.50", currency="EUR")
            for one in products
        )
        ProductAttribute.objects.bulk_create(
            ProductAttribute(shop=shop, product=one, name=name, value=value)
            for one in products
            for name, value in (("colour", "blue"), ("pattern", "striped"))
        )
        pictured(shop, products)


def approval(rendition: "Rendition") -> "Review":
    from catalog.models import Review

    own = {"previous_hash": uuid.uuid4().hex, "hash": uuid.uuid4().hex}
    return Review(rendition=rendition, verb="approved", **own)


def pictured(shop: "Shop", products: "list[Product]") -> None:
    """An approved picture for each product. Its reviews stand in no chain: nobody checks them."""
    from django.db.models import QuerySet

    from catalog.models import PublishedPicture, Rendition, Review
    from imaging.models import Job

    jobs = [Job(tenant=shop.tenant, recipe="main-image", steps=[], inputs={}) for _ in products]
    Job.objects.bulk_create(jobs)
    renditions = Rendition.objects.bulk_create(
        Rendition(shop=shop, product=product, job=job, recipe="main-image", preset="ebay")
        for product, job in zip(products, jobs, strict=True)
    )
    QuerySet.bulk_create(Review.objects.all(), map(approval, renditions))
    PublishedPicture.objects.bulk_create(
        PublishedPicture(
            rendition=one, name="cup.jpg", file="cup.jpg", sha256="0" * 64, is_waiting=False
        )
        for one in renditions
    )


if __name__ == "__main__":
    main()
