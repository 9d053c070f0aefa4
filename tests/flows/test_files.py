"""Who gets which bytes, and how: what was uploaded never opens inside the app."""

import pytest
from django.core.files.storage import default_storage

from catalog.services.photos import photo_add
from tests.pictures import opened, product_jpeg, product_picture

EVIL = product_jpeg(64, 48) + b"<html><script>alert(document.domain)</script></html>"


def content(response):
    return b"".join(response.streaming_content)


@pytest.fixture
def wide(product):
    """A photo larger than its display copy."""
    data = product_jpeg(1800, 450, seed=4)
    return photo_add(product=product, name="正面 front.jpg", data=data, by=None)


def test_a_thumbnail_is_shown_and_kept_by_the_browser(client_of, viewer, wide):
    client = client_of(viewer)

    answer = client.get(wide.thumbnail_url())

    assert answer["Content-Type"] == "image/webp"
    assert "Content-Disposition" not in answer or "attachment" not in answer["Content-Disposition"]
    assert "private" in answer["Cache-Control"]
    assert "immutable" in answer["Cache-Control"]
    assert opened(content(answer)).shape == (100, 400, 3)
    again = client.get(wide.thumbnail_url(), headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_display_copy_is_ours_and_no_larger_than_1600_px(client_of, viewer, wide):
    answer = client_of(viewer).get(f"/s/teashop/photos/{wide.pk}/view/")

    shown = opened(content(answer))
    assert shown.shape == (400, 1600, 3)
    original = product_picture(1800, 450, seed=4)
    assert abs(shown[248, 800].astype(int) - original[279, 900]).max() < 30


def test_an_original_leaves_as_it_came_and_only_to_be_saved(client_of, viewer, wide):
    answer = client_of(viewer).get(f"/s/teashop/photos/{wide.pk}/original/")

    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E6%AD%A3")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert content(answer) == default_storage.open(wide.file).read()


def test_a_page_hidden_behind_a_picture_never_opens(client_of, editor, product):
    photo = photo_add(product=product, name="x.html", data=EVIL, by=None)
    client = client_of(editor)

    original = client.get(f"/s/teashop/photos/{photo.pk}/original/")
    assert content(original) == EVIL
    assert original["Content-Disposition"].startswith("attachment")
    for role in ("thumbnail", "view"):
        shown = client.get(f"/s/teashop/photos/{photo.pk}/{role}/")
        assert shown["Content-Type"] == "image/webp"
        assert b"script" not in content(shown)


@pytest.mark.parametrize("role", ["thumbnail", "view", "original"])
def test_files_are_for_members_only(client, client_of, stranger, photo, role):
    path = f"/s/teashop/photos/{photo.pk}/{role}/"

    assert client.get(path).url.startswith("/accounts/login/")
    assert client_of(stranger).get(path).status_code == 404
    elsewhere = path.replace("teashop", "elsewhere")
    assert client_of(stranger).get(elsewhere).status_code == 404


@pytest.mark.parametrize("role", ["thumbnail", "view", "original"])
def test_a_file_that_is_gone_is_not_found(client_of, owner, photo, role):
    for name in (photo.file, photo.thumbnail):
        default_storage.delete(name)

    answer = client_of(owner).get(f"/s/teashop/photos/{photo.pk}/{role}/")
    assert answer.status_code == 404


class Bucket:
    """Signs addresses as S3Storage does, and remembers what it was asked."""

    def url(self, name, parameters):
        self.name, self.parameters = name, parameters
        return "https://bucket.example/signed"


def test_with_a_bucket_the_original_comes_from_a_signed_address(
    client_of, owner, stranger, photo, settings, monkeypatch
):
    bucket = Bucket()
    settings.S3_BUCKET = "pictures"
    monkeypatch.setattr("catalog.serving.default_storage", bucket)
    path = f"/s/teashop/photos/{photo.pk}/original/"

    assert client_of(stranger).get(path).status_code == 404
    assert client_of(owner).get(path).url == "https://bucket.example/signed"
    assert bucket.name == photo.file
    assert bucket.parameters["ResponseContentDisposition"].startswith("attachment")
    assert bucket.parameters["ResponseContentType"] == "application/octet-stream"
