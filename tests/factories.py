"""Rows for tests, made the short way: no jobs, no mails."""

import hashlib
import itertools
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from catalog.models import (
    Background,
    Brief,
    Membership,
    OwnLook,
    Photo,
    Product,
    Rendition,
    Shop,
    User,
    Variant,
)
from catalog.models.product import searchable
from imaging.models import Job
from tests.pictures import jpeg_of, opened, product_jpeg

PASSWORD = "correct horse battery"
numbers = itertools.count(1)


def make_user(email: str = "", **extra: Any) -> User:
    """A person who signs in with PASSWORD."""
    email = email or f"person{next(numbers)}@example.com"
    return User.objects.create_user(email, PASSWORD, **extra)


def make_shop(*, owner: User | None = None, **fields: Any) -> Shop:
    """A shop, with its owner when one is named; its uploads ask for no jobs of their own."""
    number = next(numbers)
    usual = {"slug": f"shop-{number}", "name": f"Shop {number}", "are_photos_read": False}
    shop = Shop.objects.create(**{**usual, **fields})
    if owner:
        make_member(shop, owner, Membership.Role.OWNER)
    return shop


def make_member(shop: Shop, user: User, role: str = Membership.Role.EDITOR) -> User:
    """`user`, now in `shop`."""
    Membership.objects.create(shop=shop, user=user, role=role)
    return user


def make_product(shop: Shop, title: str = "Blue bottle", **fields: Any) -> Product:
    """A product with one variant that has a SKU."""
    sku = fields.pop("sku", f"SKU-{next(numbers)}")
    fields.setdefault("search_text", searchable(title, fields.get("description", ""), sku))
    product = Product.objects.create(shop=shop, title=title, **fields)
    Variant.objects.create(shop=shop, product=product, sku=sku, price="19.90", currency="EUR")
    return product


def make_photo(product: Product, data: bytes = b"", **fields: Any) -> Photo:
    """A photo with its file and thumbnail in storage; a fresh picture when `data` is empty."""
    number = next(numbers)
    data = data or product_jpeg(seed=number)
    sha256 = hashlib.sha256(data).hexdigest()
    picture = opened(data)
    small = jpeg_of(picture[::4, ::4])
    return Photo.objects.create(
        **{
            "shop": product.shop,
            "product": product,
            "name": f"photo-{number}.jpg",
            "file": default_storage.save(f"tests/{sha256}.jpg", ContentFile(data)),
            "thumbnail": default_storage.save(f"tests/{sha256}.t.jpg", ContentFile(small)),
            "sha256": sha256,
            "bytes": len(data),
            "media_type": "image/jpeg",
            "width": picture.shape[1],
            "height": picture.shape[0],
            "position": number,
            **fields,
        }
    )


def make_job(tenant: str, **fields: Any) -> Job:
    """A queued job, or an ended one when `status` says so; a DONE job has a picture in storage."""
    status = fields.get("status", Job.Status.QUEUED)
    if status not in (Job.Status.QUEUED, Job.Status.RUNNING):
        fields.setdefault("finished_at", timezone.now())
    if status in (Job.Status.FAILED, Job.Status.DEAD):
        fields.setdefault("error_code", "no_product")
    if status == Job.Status.DONE:
        fields.setdefault("outputs", {"picture": stored_picture()})
    defaults = {"recipe": "main-image", "steps": [], "inputs": {}}
    return Job.objects.create(tenant=tenant, **{**defaults, **fields})


def stored_picture(data: bytes = b"") -> dict[str, Any]:
    """A file in storage as a job's outputs name it."""
    data = data or product_jpeg(seed=next(numbers))
    sha256 = hashlib.sha256(data).hexdigest()
    name = default_storage.save(f"tests/{sha256}.jpg", ContentFile(data))
    return {"file": name, "sha256": sha256, "media_type": "image/jpeg", "bytes": len(data)}


def make_rendition(photo: Photo, status: str = Job.Status.DONE, **fields: Any) -> Rendition:
    """A rendition of `photo` whose job has `status`; the product's shop is its tenant."""
    inputs = {"photo": {"file": photo.file, "sha256": photo.sha256}}
    job = fields.pop("job", None) or make_job(photo.shop.tenant, status=status, inputs=inputs)
    return Rendition.objects.create(
        shop=photo.shop, product=photo.product, photo=photo, job=job, recipe=job.recipe, **fields
    )


def make_background(shop: Shop, data: bytes = b"", **fields: Any) -> Background:
    """A shop's own background with its file and thumbnail in storage."""
    data = data or product_jpeg(480, 400, seed=next(numbers))
    sha256 = hashlib.sha256(data).hexdigest()
    names = [default_storage.save(f"tests/{sha256}.jpg", ContentFile(data)) for _ in range(2)]
    fields = {"name": "table.jpg", "file": names[0], "thumbnail": names[1], **fields}
    return Background.objects.create(shop=shop, sha256=sha256, **fields)


def make_look(shop: Shop, data: bytes = b"", **fields: Any) -> OwnLook:
    """A shop's own look with its file in storage; one of its own when `data` is empty."""
    data = data or cube_of(f"# {next(numbers)}")
    sha256 = hashlib.sha256(data).hexdigest()
    file = default_storage.save(f"tests/{sha256}.cube", ContentFile(data))
    fields = {"name": "Sunset", "file": file, **fields}
    return OwnLook.objects.create(shop=shop, sha256=sha256, **fields)


def cube_of(*head: str) -> bytes:
    """A .cube file that makes a negative of a photo."""
    return "\n".join([*head, "LUT_1D_SIZE 2", "1 1 1", "0 0 0", ""]).encode()


def make_brief(photo: Photo, **fields: Any) -> Brief:
    """A brief for `photo` that asked for the theme "minimal", without pictures."""
    return Brief.objects.create(
        shop=photo.shop, product=photo.product, photo=photo, **{"theme": "minimal", **fields}
    )
