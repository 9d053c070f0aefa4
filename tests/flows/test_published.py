"""Approved pictures at public addresses: for anybody, only while they are approved."""

import hashlib
import uuid
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from catalog.models import PublishedPicture, Review, UnlabelledExport, Variant
from catalog.selectors.published import address_of, renditions_published
from catalog.services import publishing
from catalog.services.labelled import unlabelled_export
from catalog.services.storage import clean_up
from imaging import codec
from imaging.models import Job
from tests.factories import make_job, make_rendition, stored_picture
from tests.pictures import opened, product_jpeg

ABOVE = "http://localhost:8000"


def say(rendition, verb, by, **fields):
    return Review.objects.create(rendition=rendition, verb=verb, by=by, **fields)


@pytest.fixture
def picture(photo, owner):
    """The published picture of an approved rendition."""
    rendition = make_rendition(photo, preset="ebay")
    say(rendition, "submitted", owner)
    say(rendition, "approved", owner)
    publishing.published_prepare_waiting()
    return PublishedPicture.objects.select_related("rendition__job").get()


@pytest.fixture
def path(picture):
    return address_of(picture).removeprefix(ABOVE)


def content(response) -> bytes:
    return b"".join(response.streaming_content)


def test_an_approved_picture_is_there_for_anybody_with_what_caches_need(client, picture, path):
    response = client.get(path)

    data = content(response)
    assert response.status_code == 200
    assert hashlib.sha256(data).hexdigest() == picture.rendition.job.outputs["picture"]["sha256"]
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Length"] == str(len(data))
    assert response["Cache-Control"] == "public, max-age=3600, stale-while-revalidate=60"
    assert response["ETag"] == f'"{hashlib.sha256(data).hexdigest()}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Last-Modified" in response
    assert not response.cookies
    assert "Vary" not in response


def test_whoever_has_it_already_is_told_so_and_head_sends_no_bytes(client, picture, path):
    tag = f'"{picture.sha256}"'

    known = client.get(path, headers={"If-None-Match": tag})
    since = client.get(path, headers={"If-Modified-Since": client.get(path)["Last-Modified"]})
    other = client.get(path, headers={"If-None-Match": '"other"'})
    head = client.head(path)

    assert (known.status_code, known.content, known["ETag"]) == (304, b"", tag)
    assert "max-age=3600" in known["Cache-Control"]
    assert since.status_code == 304
    assert other.status_code == 200
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == str(picture.bytes)


def test_one_query_serves_it_and_no_picture_is_worked_on(
    client, path, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(codec, "decode", pytest.fail)

    with django_assert_num_queries(1):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("verb", ["withdrawn", "needs_changes", "rejected", "submitted"])
def test_what_is_no_longer_approved_is_gone_and_comes_back_to_the_same_address(
    client, picture, path, owner, verb
):
    reasons = ["other"] if verb in Review.REFUSALS else []
    say(picture.rendition, verb, owner, reasons=reasons)
    assert client.get(path).status_code == 404
    assert client.head(path).status_code == 404
    assert client.get(path, headers={"If-None-Match": f'"{picture.sha256}"'}).status_code == 404

    say(picture.rendition, "submitted", owner)
    say(picture.rendition, "approved", owner)
    publishing.published_prepare_waiting()

    assert client.get(path).status_code == 200


def test_a_refusal_that_is_upheld_after_an_appeal_stays_gone(client, picture, path, owner):
    refusal = say(picture.rendition, "rejected", owner, reasons=["other"])
    say(picture.rendition, "appealed", owner, about=refusal)
    say(picture.rendition, "upheld", owner, about=refusal)

    assert client.get(path).status_code == 404


def test_a_second_opinion_changes_nothing(client, picture, path, moderator):
    approval = picture.rendition.reviews.get(verb="approved")
    say(picture.rendition, "re_rejected", moderator, about=approval, reasons=["other"])

    assert client.get(path).status_code == 200


def test_a_deleted_picture_is_gone_and_a_restored_one_is_back(client, picture, path):
    picture.rendition.deleted_at = timezone.now()
    picture.rendition.save()
    assert client.get(path).status_code == 404

    picture.rendition.deleted_at = None
    picture.rendition.save()
    assert client.get(path).status_code == 200


def test_drafts_and_first_approvals_have_no_address(photo, owner, moderator):
    draft = make_rendition(photo)
    say(draft, "submitted", owner)
    say(draft, "approved_once", moderator)
    publishing.published_prepare_waiting()

    assert not PublishedPicture.objects.exists()
    assert not renditions_published().exists()


def test_an_address_needs_its_id_and_its_name(client, picture, path):
    assert client.get(f"/pictures/{uuid.uuid4()}/{picture.name}").status_code == 404
    assert client.get(f"/pictures/{picture.pk}/other.jpg").status_code == 404
    assert client.get(f"/pictures/{picture.rendition_id}/{picture.name}").status_code == 404
    assert client.post(path).status_code == 405


def test_the_pictures_own_page_tells_its_address_while_it_is_approved(
    client_of, owner, picture, path
):
    client, page = client_of(owner), picture.rendition.get_absolute_url()
    assert f'href="{ABOVE}{path}"' in client.get(page).content.decode()

    say(picture.rendition, "rejected", owner, reasons=["other"])

    assert path not in client.get(page).content.decode()


def test_a_file_that_is_lost_is_not_found(client, picture, path):
    default_storage.delete(picture.file)

    assert client.get(path).status_code == 404


def test_the_address_stays_whatever_becomes_of_the_sku(client, picture, path):
    Variant.objects.update(sku="NEW-1")
    publishing.published_prepare(picture=picture)

    assert address_of(PublishedPicture.objects.get()).endswith(path)
    assert client.get(path).status_code == 200


@pytest.fixture
def scene(photo, owner):
    """An approved scene of 480 × 480 px: China's rules ask that it carries the label."""
    made = stored_picture(product_jpeg(480, 480, seed=77))
    job = make_job(
        photo.shop.tenant,
        status=Job.Status.DONE,
        recipe="scene",
        steps=[{"engine": "scene", "params": {}}],
        outputs={"picture": made},
        export={"format": "jpeg"},
    )
    rendition = make_rendition(photo, job=job)
    say(rendition, "submitted", owner)
    say(rendition, "approved", owner)
    return rendition


@pytest.fixture
def marked(monkeypatch):
    """The label is drawn as a white corner, which needs no fonts."""

    def corner(image, product, language):
        drawn = image.copy()
        drawn[-40:, -40:] = 255
        return drawn

    monkeypatch.setattr("imaging.labelling.labelled", corner)


def test_a_machine_made_picture_is_handed_out_with_its_label(client, scene, marked):
    publishing.published_prepare_waiting()

    picture = PublishedPicture.objects.get()
    shown = opened(content(client.get(address_of(picture).removeprefix(ABOVE))))
    assert picture.is_labelled
    assert picture.source == "compositeSynthetic"
    assert shown[-20:, -20:].min() > 240
    assert picture.sha256 != scene.job.outputs["picture"]["sha256"]


def test_whoever_agreed_to_label_it_gets_the_same_address_without_the_label(
    client, scene, marked, owner
):
    publishing.published_prepare_waiting()
    before = PublishedPicture.objects.get()
    unlabelled_export(rendition=scene, reason="Amazon", is_agreed=True, by=owner)
    publishing.published_prepare_waiting()

    after = PublishedPicture.objects.get()
    data = content(client.get(address_of(before).removeprefix(ABOVE)))
    assert UnlabelledExport.objects.count() == 1
    assert hashlib.sha256(data).hexdigest() == scene.job.outputs["picture"]["sha256"]
    assert after.updated_at > before.updated_at
    assert not default_storage.exists(before.file)


def test_a_picture_that_cannot_be_labelled_has_no_address_and_holds_nobody_up(
    scene, photo, owner, monkeypatch, caplog
):
    from imaging.errors import EngineError

    def refuse(*_args):
        raise EngineError("stamp_failed")

    monkeypatch.setattr("imaging.labelling.labelled", refuse)
    other = make_rendition(photo, preset="ebay")
    say(other, "submitted", owner)
    say(other, "approved", owner)
    publishing.published_prepare_waiting()

    assert list(renditions_published()) == [other]
    assert "cannot be published" in caplog.text


def test_a_picture_that_crashes_is_tried_again_behind_the_others(photo, owner, monkeypatch):
    """A bug, or storage that is away: nobody has to find out by hand what was not published."""
    first, second = (make_rendition(photo, preset=preset) for preset in ("ebay", "etsy"))
    for one in (first, second):
        say(one, "submitted", owner)
        say(one, "approved", owner)
    sources = iter([OSError("away"), "digitalCapture", "digitalCapture"])

    def source(_job):
        if isinstance(said := next(sources), OSError):
            raise said
        return said

    monkeypatch.setattr(publishing, "source_type", source)
    publishing.published_prepare_waiting()
    assert list(renditions_published()) == [second]
    publishing.published_prepare_waiting()

    assert set(renditions_published()) == {first, second}


def test_the_clean_up_removes_the_address_and_the_labelled_copy(scene, marked):
    publishing.published_prepare_waiting()
    picture = PublishedPicture.objects.get()
    scene.deleted_at = timezone.now() - timedelta(days=31)
    scene.save()

    clean_up()

    assert not PublishedPicture.objects.exists()
    assert not default_storage.exists(picture.file)


def test_from_a_bucket_it_is_streamed_under_its_own_address(client, picture, path, settings):
    settings.S3_BUCKET = "somewhere"

    assert client.get(path).status_code == 200


def test_channels_of_china_get_the_label_in_chinese(photo):
    assert publishing.language_of(make_rendition(photo, preset="taobao_main")) == "zh"
    assert publishing.language_of(make_rendition(photo, preset="ebay")) == "en"
    assert publishing.language_of(make_rendition(photo)) == "en"
