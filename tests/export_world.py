"""What tests of exports share: approved pictures, a file's bytes, rows of it."""

import csv
import io

from catalog.exporting.formats import FORMATS
from catalog.models import Photo, Product, Rendition, Review, Shop, User
from catalog.selectors.goods import Pictured, export_context
from catalog.services.publishing import published_prepare_waiting
from imaging.models import Job
from tests.factories import make_job, make_rendition, stored_picture

SITE = "http://localhost:8000"


def approved(photo: Photo, by: User, preset: str = "shopify", **fields) -> Rendition:
    """An approved picture that has its public address."""
    job = fields.pop("job", None) or make_job(
        photo.shop.tenant, status=Job.Status.DONE, outputs={"picture": stored_picture()}
    )
    rendition = make_rendition(photo, job=job, preset=preset, **fields)
    for verb in ("submitted", "approved"):
        Review.objects.create(rendition=rendition, verb=verb, by=by)
    published_prepare_waiting()
    return Rendition.objects.select_related("published").get(pk=rendition.pk)


def exported(shop: Shop, key: str, channel: str = "") -> bytes:
    """The whole catalogue as the format `key` writes it."""
    products = Product.objects.filter(shop=shop)
    context = export_context(shop, products)
    return b"".join(FORMATS[key].write(Pictured(products, channel), context))


def rows_of(data: bytes, delimiter: str = ",", encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    """A CSV's rows by head."""
    return list(csv.DictReader(io.StringIO(data.decode(encoding), newline=""), delimiter=delimiter))
