"""Photos come in whole or not at all, and leave with an undo."""

import hashlib
import os
import threading
import unicodedata
from dataclasses import dataclass
from io import SEEK_END, BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.models import Photo, Product, Shop, User, Variant
from catalog.services.attribute_values import attributes_settle
from catalog.services.quotas import stored_check
from catalog.services.storage import file_keep, room_check, view_name
from imaging import codec
from imaging.codec import Header
from imaging.codec.header import Source

EXTENSIONS = {"jpeg": "jpg", "tiff": "tif", "heif": "heic"}
THUMBNAIL_PX = 400
VIEW_PX = 1600
# Every request has a thread of its own, and 60 megapixels take half a gigabyte while they are
# reduced: the others wait.
REDUCING = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))


@dataclass(frozen=True)
class Checked:
    """An upload that was read and found to be a picture."""

    stream: BinaryIO
    header: Header
    thumbnail: bytes
    sha256: str
    size: int


def photo_add(
    *,
    product: Product,
    name: str,
    data: "bytes | UploadedFile | Checked",
    by: User | None,
    variant: Variant | None = None,
) -> Photo:
    """Keep an upload and its thumbnail; the same content again gives the photo already there.

    `data` may have been checked before, where several photos must be good before one is kept.

    Raises EngineError for a file that is no picture, damaged, too large or too small, and when
    the disk is full, QuotaReached when the shop stores what it may; nothing is stored then.
    """
    if variant is not None and variant.product_id != product.pk:
        raise CatalogError(_("This variant belongs to another product."))
    upload = data if isinstance(data, Checked) else upload_check(data)
    stored_check(shop=product.shop, needed_bytes=upload.size)
    photo = Photo(
        shop=product.shop,
        product=product,
        variant=variant,
        name=clean_name(name),
        file=f"{stem(product.shop, upload.sha256)}.{extension(upload.header)}",
        thumbnail=f"{stem(product.shop, upload.sha256)}.thumb.webp",
        sha256=upload.sha256,
        bytes=upload.size,
        media_type=upload.header.media_type,
        width=upload.header.width,
        height=upload.header.height,
        uploaded_by=by,
    )
    return photo_store(photo, upload)


def upload_check(data: bytes | UploadedFile) -> Checked:
    """Read an upload's header, then its pixels for the thumbnail; raises EngineError."""
    stream = BytesIO(data) if isinstance(data, bytes) else cast(BinaryIO, data.file)
    header = codec.probe(stream, max_bytes=settings.MAX_UPLOAD_MB * 1_000_000)
    thumbnail = reduced(stream, THUMBNAIL_PX)
    digest = hashlib.file_digest(cast(BytesIO, stream), "sha256").hexdigest()
    size = stream.seek(0, SEEK_END)
    room_check(needed_bytes=size)
    stream.seek(0)
    return Checked(stream, header, thumbnail, digest, size)


def photo_store(photo: Photo, upload: Checked) -> Photo:
    """Files first, then the row; files of a row that could not be written are taken back.

    The shop's row is locked while both are looked at, as the clean-up does. Files are written
    before the lock: a slow disk must not hold up the database.
    """
    written: list[str] = []
    try:
        files_keep(photo, upload, written)
        with transaction.atomic():
            Shop.objects.select_for_update().get(pk=photo.shop_id)
            files_keep(photo, upload, written)  # the clean-up may have been faster
            return photo_place(photo)
    except BaseException:
        files_take_back(photo, written)
        raise


def files_keep(photo: Photo, upload: Checked, written: list[str]) -> None:
    for name, content in ((photo.file, upload.stream), (photo.thumbnail, upload.thumbnail)):
        if file_keep(name=name, content=content):
            written.append(name)


@transaction.atomic
def files_take_back(photo: Photo, written: list[str]) -> None:
    """Remove the files of a row that was not written, unless another row came to show them."""
    Shop.objects.select_for_update().get(pk=photo.shop_id)
    if not Photo.objects.filter(shop=photo.shop, sha256=photo.sha256).exists():
        for name in written:
            default_storage.delete(name)


def photo_place(photo: Photo) -> Photo:
    """The row: the one that has this content already, undeleted, or a new one at the end."""
    same = Photo.objects.filter(product=photo.product, sha256=photo.sha256)
    if found := same.order_by("-pk").first():
        return photo_restore(photo=found)
    last = photo.product.photos.aggregate(last=Max("position"))["last"]
    photo.position = 0 if last is None else last + 1
    photo.save()
    return photo


@transaction.atomic
def photo_delete(*, photo: Photo) -> Photo:
    """Hide a photo; it can be restored until the clean-up removes it."""
    if photo.deleted_at is None:
        photo.deleted_at = timezone.now()
        photo.save(update_fields=["deleted_at"])
        attributes_settle(product=photo.product)
    return photo


@transaction.atomic
def photo_restore(*, photo: Photo) -> Photo:
    """Undo `photo_delete`."""
    if photo.deleted_at is not None:
        photo.deleted_at = None
        photo.save(update_fields=["deleted_at"])
        attributes_settle(product=photo.product)
    return photo


@transaction.atomic
def photo_reorder(*, product: Product, photo_ids: list[int]) -> None:
    """Put the product's photos in this order; the first is its cover.

    Photos that are not named (a teammate just added them) follow in their old order, ids that
    are not the product's (a teammate just deleted them) have no effect.
    """
    photos = list(product.photos.select_for_update().filter(deleted_at=None))
    place = {photo_id: index for index, photo_id in enumerate(photo_ids)}
    photos.sort(key=lambda photo: place.get(photo.pk, len(place)))
    for index, photo in enumerate(photos):
        photo.position = index
    Photo.objects.bulk_update(photos, ["position"])


def photo_view_file(*, photo: Photo) -> str:
    """Storage name of the display copy, at most VIEW_PX a side, made when first asked for."""
    name = view_name(photo)
    if not default_storage.exists(name):
        room_check()
        with default_storage.open(photo.file) as file:
            file_keep(name=name, content=reduced(file.read(), VIEW_PX))
    return name


def reduced(source: Source, side: int) -> bytes:
    """`codec.thumbnail`, a few at a time in this process."""
    with REDUCING:
        return codec.thumbnail(source, side=side)


def stem(shop: Shop, sha256: str) -> str:
    return f"photos/{shop.tenant}/{sha256[:2]}/{sha256}"


def extension(header: Header) -> str:
    return EXTENSIONS.get(header.format, header.format)


def clean_name(name: str) -> str:
    """A file name as people see it: no folders, no control characters, at most 200 long."""
    last = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(one for one in last if unicodedata.category(one) != "Cc").strip()
    return shown[-200:] or "photo"
