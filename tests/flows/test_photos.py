"""Uploads over HTTP: every trap gets its sentence and leaves nothing behind."""

from io import BytesIO

import numpy as np
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from catalog.models import Photo
from catalog.throttles import UploadThrottle
from tests import factories
from tests.imaging.codec_samples import png_of, quadrants, saved
from tests.pictures import flat_picture, jpeg_of, opened, product_jpeg, product_picture


def posted(client, product, data, name="front.jpg", **headers):
    """The answer to one upload, as upload.js asks for it."""
    file = SimpleUploadedFile(name, data)
    path = f"/s/{product.shop.slug}/products/{product.pk}/photos/"
    return client.post(path, {"photo": file}, headers={"accept": "application/json"} | headers)


def upload_folder_is_empty():
    return not default_storage.exists("photos")


def with_orientation(data, value):
    with Image.open(BytesIO(data)) as image:
        exif = image.getexif()
        exif[0x0112] = value
        return saved(image, "JPEG", quality=95, exif=exif)


def test_an_editor_uploads_a_photo_and_sees_its_thumbnail_at_once(client_of, editor, product):
    client = client_of(editor)

    answer = posted(client, product, product_jpeg(800, 600, seed=2), "正面.jpg")

    photo = Photo.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "id": photo.pk,
        "name": "正面.jpg",
        "url": f"{product.get_absolute_url()}#photo-{photo.pk}",
        "thumbnail": f"/s/teashop/photos/{photo.pk}/thumbnail/",
    }
    assert (photo.shop, photo.uploaded_by, photo.position) == (product.shop, editor, 0)
    small = opened(b"".join(client.get(answer.json()["thumbnail"])))
    assert small.shape == (300, 400, 3)
    expected = product_picture(800, 600, seed=2)[372, 400].astype(int)
    assert abs(small[186, 200] - expected).max() < 30  # the bottle's label, in the middle


def test_a_sideways_photo_lands_upright(client_of, editor, product):
    turned = with_orientation(saved(quadrants(480, 640), "JPEG", quality=95), 6)

    posted(client_of(editor), product, turned)

    photo = Photo.objects.get()
    assert (photo.width, photo.height) == (480, 640)
    small = opened(default_storage.open(photo.thumbnail).read())
    assert small.shape[:2] == (400, 300)
    # Turned clockwise, blue comes to the top left and red to the top right.
    assert np.argmax(small[40, 40]) == 2
    assert np.argmax(small[40, 260]) == 0


@pytest.mark.parametrize("who, status", [("viewer", 403), ("stranger", 404)])
def test_others_upload_nothing(request, client_of, product, who, status):
    answer = posted(client_of(request.getfixturevalue(who)), product, product_jpeg())

    assert answer.status_code == status
    if status == 403:
        assert "role" in answer.json()["error"]
    assert not Photo.objects.exists()
    assert upload_folder_is_empty()


def test_who_is_signed_out_uploads_nothing(client, product):
    assert posted(client, product, product_jpeg()).url.startswith("/accounts/login/")
    assert not Photo.objects.exists()


def test_a_page_of_another_site_cannot_upload(client_of, editor, product):
    client = client_of(editor)
    client.handler.enforce_csrf_checks = True

    assert posted(client, product, product_jpeg()).status_code == 403
    assert not Photo.objects.exists()


GOOD = jpeg_of(product_picture(320, 240))
PIXEL_BOMB = png_of((12_000, 12_000), 1, 0, bytes(1_501 * 12_000))  # 144 MP in 17 KB
TRAPS = {
    "empty": (b"", 422, "empty"),
    "text called .jpg": (b"<script>alert(1)</script>" * 99, 422, "not a picture we can read"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", 422, "not a picture we can read"),
    "pdf": (b"%PDF-1.7\n" + bytes(500), 422, "not a picture we can read"),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n" + bytes(500), 422, "not a picture we can read"),
    "zip": (b"PK\3\4" + bytes(500), 422, "not a picture we can read"),
    "half a jpeg": (GOOD[: len(GOOD) // 2], 422, "damaged or incomplete"),
    "a jpeg without its end": (GOOD[:-2], 422, "damaged or incomplete"),
    "only a signature": (b"\xff\xd8\xff\xe0", 422, "damaged or incomplete"),
    "half a png": (saved(product_picture(99, 99), "PNG")[:2_000], 422, "damaged or incomplete"),
    "a lying header": (png_of((4_000, 4_000), 8, 2, bytes(100)), 422, "damaged or incomplete"),
    "a pixel bomb": (PIXEL_BOMB, 422, "144.0 megapixels"),
    "a dot": (saved(flat_picture(8, 8), "PNG"), 422, "8×8 pixels"),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_gets_its_sentence_and_leaves_nothing(client_of, editor, product, trap):
    data, status, sentence = TRAPS[trap]

    answer = posted(client_of(editor), product, data)

    assert answer.status_code == status
    assert sentence in answer.json()["error"]
    assert not Photo.objects.exists()
    assert upload_folder_is_empty()


def test_the_sentence_is_in_the_readers_language(client_of, editor, product):
    answer = posted(client_of(editor), product, b"x", **{"accept-language": "zh-hans"})

    assert answer.json()["error"].startswith("无法识别此文件")


def test_a_file_over_the_limit_is_413(client_of, editor, product, settings):
    settings.MAX_UPLOAD_MB = 1
    answer = posted(client_of(editor), product, GOOD + bytes(1_000_000))

    assert answer.status_code == 413
    assert "at most 1" in answer.json()["error"]
    assert not Photo.objects.exists()


def test_a_full_disk_is_said(client_of, editor, product, settings):
    settings.MIN_FREE_DISK_MB = 10**12
    answer = posted(client_of(editor), product, GOOD)

    assert answer.status_code == 422
    assert "storage is full" in answer.json()["error"]
    assert upload_folder_is_empty()


def test_a_request_without_a_photo_is_said(client_of, editor, product):
    path = f"/s/teashop/products/{product.pk}/photos/"

    assert "No photo" in client_of(editor).post(path).json()["error"]


def test_uploads_are_limited_per_person(client_of, owner, editor, product, monkeypatch):
    monkeypatch.setattr(UploadThrottle, "rate", "1/min", raising=False)
    client = client_of(editor)

    assert posted(client, product, GOOD).status_code == 201
    answer = posted(client, product, product_jpeg(seed=5))

    assert answer.status_code == 429
    assert "Too many uploads" in answer.json()["error"]
    assert 0 < int(answer["Retry-After"]) <= 61
    assert Photo.objects.count() == 1
    assert posted(client_of(owner), product, product_jpeg(seed=6)).status_code == 201


def test_a_photo_is_deleted_with_an_undo(client_of, editor, product, photo):
    client = client_of(editor)

    page = client.post(f"/s/teashop/photos/{photo.pk}/delete/", follow=True)
    assert page.context["photos"] == []
    assert page.context["deleted"] == [photo]
    assert f"/s/teashop/photos/{photo.pk}/restore/" in page.content.decode()

    page = client.post(f"/s/teashop/photos/{photo.pk}/restore/", follow=True)
    assert page.context["photos"] == [photo]
    assert page.context["deleted"] == []


def test_photos_move_by_one_or_all_at_once(client_of, editor, product):
    one, two, three = (factories.make_photo(product) for _ in range(3))
    client = client_of(editor)
    path = f"/s/teashop/products/{product.pk}/photos/order/"

    page = client.post(path, {"photo": three.pk, "by": -1}, follow=True)
    assert page.context["photos"] == [one, three, two]
    page = client.post(path, {"photo": one.pk, "by": -1}, follow=True)
    assert page.context["photos"] == [one, three, two]  # it was first already
    page = client.post(path, {"order": f"{two.pk},{one.pk},{three.pk}"}, follow=True)
    assert page.context["photos"] == [two, one, three]
    assert client.post(path, {"order": "1;drop"}).status_code == 422


@pytest.mark.parametrize("who, status", [("viewer", 403), ("stranger", 404)])
def test_others_delete_restore_and_order_nothing(request, client_of, product, photo, who, status):
    second = factories.make_photo(product)
    client = client_of(request.getfixturevalue(who))
    paths = [
        f"/s/teashop/photos/{photo.pk}/delete/",
        f"/s/teashop/photos/{photo.pk}/restore/",
        f"/s/teashop/products/{product.pk}/photos/order/",
    ]

    sent = {"order": f"{second.pk},{photo.pk}"}
    assert [client.post(path, sent).status_code for path in paths] == [status] * 3
    photo.refresh_from_db()
    assert photo.deleted_at is None
    assert list(product.photos.all()) == [photo, second]


def test_a_stranger_cannot_reach_a_photo_through_a_shop_of_their_own(client_of, stranger, photo):
    client = client_of(stranger)

    assert client.post(f"/s/elsewhere/photos/{photo.pk}/delete/").status_code == 404
    path = f"/s/elsewhere/products/{photo.product_id}/photos/"
    assert client.post(path, {"photo": SimpleUploadedFile("x.jpg", GOOD)}).status_code == 404
    photo.refresh_from_db()
    assert photo.deleted_at is None
