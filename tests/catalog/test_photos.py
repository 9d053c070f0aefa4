"""Photos: checked, kept once, deleted with an undo, put in order."""

import errno
import os
import threading
import time

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from catalog.errors import CatalogError
from catalog.models import Photo
from catalog.selectors.photos import photos_of
from catalog.services import photos
from catalog.services.photos import (
    photo_add,
    photo_delete,
    photo_reorder,
    photo_restore,
    photo_view_file,
)
from imaging import codec
from imaging.errors import EngineError
from tests import factories
from tests.pictures import flat_picture, jpeg_of, product_jpeg


def stored() -> list[str]:
    """Every file in storage."""

    def under(folder: str) -> list[str]:
        if not default_storage.exists(folder):
            return []
        folders, files = default_storage.listdir(folder)
        deeper = [one for name in folders for one in under(f"{folder}/{name}")]
        return [f"{folder}/{name}" for name in files] + deeper

    return under("photos")


def test_an_upload_becomes_a_row_its_original_and_a_thumbnail(product, owner):
    data = product_jpeg(seed=1)

    photo = photo_add(product=product, name="a/b\\front\n.jpg", data=data, by=owner)

    assert (photo.name, photo.position, photo.uploaded_by) == ("front.jpg", 0, owner)
    assert photo.file == f"photos/{product.shop.tenant}/{photo.sha256[:2]}/{photo.sha256}.jpg"
    assert default_storage.open(photo.file).read() == data
    small = codec.probe(default_storage.open(photo.thumbnail).read())
    assert small.format == "webp"
    assert max(small.width, small.height) <= 400
    assert (photo.bytes, photo.media_type) == (len(data), "image/jpeg")


def test_an_uploaded_file_is_read_like_bytes(product):
    data = product_jpeg(seed=1)
    upload = SimpleUploadedFile("x.jpg", data)

    photo = photo_add(product=product, name=upload.name, data=upload, by=None)

    assert default_storage.open(photo.file).read() == data


def test_the_same_content_twice_in_a_product_is_one_photo_and_undeleted(product):
    first = photo_add(product=product, name="one.jpg", data=product_jpeg(seed=1), by=None)
    photo_delete(photo=first)

    again = photo_add(product=product, name="two.jpg", data=product_jpeg(seed=1), by=None)

    assert again.pk == first.pk
    assert again.deleted_at is None
    assert Photo.objects.count() == 1


def test_two_products_share_one_file(shop, product):
    other = factories.make_product(shop)

    one = photo_add(product=product, name="x.jpg", data=product_jpeg(seed=1), by=None)
    two = photo_add(product=other, name="x.jpg", data=product_jpeg(seed=1), by=None)

    assert one.pk != two.pk
    assert one.file == two.file
    assert len(stored()) == 2


def test_a_full_disk_is_said_and_nothing_is_kept(product, settings):
    settings.MIN_FREE_DISK_MB = 10**12

    with pytest.raises(EngineError, match="storage is full"):
        photo_add(product=product, name="x.jpg", data=product_jpeg(seed=1), by=None)

    assert (Photo.objects.count(), stored()) == (0, [])


def test_a_disk_that_fills_up_while_writing_is_said_and_nothing_is_kept(product, monkeypatch):
    move = os.replace

    def full(part, whole):
        if whole.name.endswith(".thumb.webp"):
            raise OSError(errno.ENOSPC, "No space left on device")
        move(part, whole)

    monkeypatch.setattr("imaging.whole_files.os.replace", full)

    with pytest.raises(EngineError, match="storage is full"):
        photo_add(product=product, name="x.jpg", data=product_jpeg(seed=1), by=None)

    assert (Photo.objects.count(), stored()) == (0, [])


def test_files_are_taken_back_when_the_row_cannot_be_written(product, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("the database went away")

    monkeypatch.setattr(Photo, "save", broken)

    with pytest.raises(RuntimeError):
        photo_add(product=product, name="x.jpg", data=product_jpeg(seed=1), by=None)

    assert stored() == []


def test_files_another_photo_uses_stay_when_a_row_cannot_be_written(shop, product, monkeypatch):
    kept = photo_add(product=product, name="x.jpg", data=product_jpeg(seed=1), by=None)
    other = factories.make_product(shop)
    monkeypatch.setattr(Photo, "save", lambda *args, **kwargs: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        photo_add(product=other, name="x.jpg", data=product_jpeg(seed=1), by=None)

    assert default_storage.exists(kept.file)


def test_a_variant_of_another_product_is_refused(shop, product):
    variant = factories.make_product(shop).variants.get()

    with pytest.raises(CatalogError, match="another product"):
        photo_add(product=product, name="x", data=product_jpeg(), by=None, variant=variant)


def test_photos_are_put_in_order_and_unnamed_ones_follow(product, photo):
    second, third = factories.make_photo(product), factories.make_photo(product)
    foreign = factories.make_photo(factories.make_product(product.shop))

    photo_reorder(product=product, photo_ids=[third.pk, foreign.pk])

    assert [one.pk for one in photos_of(product)] == [third.pk, photo.pk, second.pk]
    foreign.refresh_from_db()
    assert foreign.product != product


def test_a_deleted_photo_is_hidden_until_it_is_restored(product, photo):
    photo_delete(photo=photo)
    assert photos_of(product) == []

    photo_restore(photo=photo)
    assert photos_of(product) == [photo]


def test_the_display_copy_is_made_once_and_at_most_1600_px(product):
    data = jpeg_of(flat_picture(2000, 100))
    photo = photo_add(product=product, name="x.jpg", data=data, by=None)

    name = photo_view_file(photo=photo)
    made = default_storage.get_modified_time(name)

    assert photo_view_file(photo=photo) == name
    assert default_storage.get_modified_time(name) == made
    header = codec.probe(default_storage.open(name).read())
    assert max(header.width, header.height) == 1600


def test_many_uploads_at_once_are_decoded_a_few_at_a_time(monkeypatch):
    """Sixty megapixels each would otherwise fill the memory of the web process."""
    monkeypatch.setattr(photos, "REDUCING", threading.BoundedSemaphore(2))
    now, most, lock = 0, 0, threading.Lock()

    def slow(source: object, *, side: int) -> bytes:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.05)
        with lock:
            now -= 1
        return b""

    monkeypatch.setattr(photos.codec, "thumbnail", slow)
    threads = [
        threading.Thread(target=photos.upload_check, args=[product_jpeg()]) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 2
