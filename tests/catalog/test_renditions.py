"""Services of renditions on real rows."""

import pytest
from django.utils import timezone

from catalog.errors import CatalogError
from catalog.models import Rendition
from catalog.services import outbox
from catalog.services.renditions import (
    rendition_remake,
    rendition_request,
    rendition_retry,
    renditions_request,
)
from imaging.errors import EngineError
from imaging.models import Job, OutboxEntry
from tests.factories import make_job, make_photo, make_rendition


def test_a_request_writes_a_rendition_and_the_job_that_makes_it(photo, editor):
    rendition = rendition_request(photo=photo, recipe="main-image", preset="ebay", by=editor)

    job = rendition.job
    assert (rendition.shop, rendition.product) == (photo.shop, photo.product)
    assert (job.tenant, job.requested_by) == (photo.shop.tenant, f"user-{editor.pk}")
    assert job.inputs == {"photo": {"file": photo.file, "sha256": photo.sha256}}
    assert (job.status, job.priority, job.export["preset"]) == ("queued", 0, "ebay")
    assert job.steps[0]["engine"] == "cutout"


def test_every_photo_is_asked_for_every_channel_once(product, editor):
    photos = [make_photo(product), make_photo(product)]

    made = renditions_request(
        photos=photos, recipe="main-image", presets=["ebay", "etsy", "ebay"], by=editor
    )

    asked = {(one.photo_id, one.preset) for one in made}
    assert len(made) == 4
    assert asked == {(photo.pk, preset) for photo in photos for preset in ("ebay", "etsy")}


def test_when_one_of_several_is_refused_none_is_written(product, editor, settings):
    settings.IMAGING_MAX_QUEUED = 1

    with pytest.raises(EngineError) as refusal:
        renditions_request(
            photos=[make_photo(product), make_photo(product)],
            recipe="main-image",
            presets=["ebay"],
            by=editor,
        )

    assert refusal.value.code == "too_many_jobs"
    assert not Rendition.objects.exists()
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    "recipe, preset, code",
    [
        ("main-image", None, "preset_missing"),
        ("main-image", "myspace", "unknown_preset"),
        ("magic", "ebay", "unknown_recipe"),
    ],
)
def test_what_imaging_does_not_know_is_refused(photo, editor, recipe, preset, code):
    with pytest.raises(EngineError) as refusal:
        rendition_request(photo=photo, recipe=recipe, preset=preset, by=editor)

    assert refusal.value.code == code
    assert not Job.objects.exists()


def test_a_deleted_photo_makes_no_pictures(photo, editor):
    photo.deleted_at = timezone.now()
    photo.save()

    with pytest.raises(CatalogError, match="This photo was deleted"):
        rendition_request(photo=photo, recipe="cutout", preset=None, by=editor)


def test_making_again_keeps_the_brush_and_names_its_parent(photo, editor):
    brushed = make_job(
        photo.shop.tenant,
        status=Job.Status.DONE,
        inputs={name: {"file": name, "sha256": name} for name in ("photo", "mask", "strokes")},
    )
    rendition = make_rendition(photo, job=brushed, preset="ebay")

    again = rendition_remake(rendition=rendition, preset="etsy", by=editor)

    assert again.job.inputs == brushed.inputs
    assert again.job.steps[0]["engine"] == "retouch"
    assert (again.preset, list(again.parents.all())) == ("etsy", [rendition])


def test_a_finished_picture_has_nothing_to_retry(photo):
    with pytest.raises(CatalogError, match="failed or was cancelled"):
        rendition_retry(rendition=make_rendition(photo))


def test_an_ended_job_is_consumed_once_however_often_it_is_told(db, monkeypatch):
    heard = []
    monkeypatch.setattr(outbox, "CONSUMERS", (heard.append,))
    job = make_job("shop-1", status=Job.Status.DONE)
    OutboxEntry.objects.create(job=job)

    told = [outbox.consume_finished_job(job.pk) for _ in range(3)]

    assert told == [True, False, False]
    assert heard == [job]
    assert OutboxEntry.objects.get().consumed_at is not None


def test_a_consumer_that_breaks_leaves_the_entry_for_the_sweep(db, monkeypatch):
    def broken(job):
        raise RuntimeError("no")

    monkeypatch.setattr(outbox, "CONSUMERS", (broken,))
    job = make_job("shop-1", status=Job.Status.DONE)
    OutboxEntry.objects.create(job=job)

    with pytest.raises(RuntimeError):
        outbox.consume_finished_job(job.pk)

    assert OutboxEntry.objects.get().consumed_at is None


def test_a_retried_job_has_nothing_to_consume(db):
    assert outbox.consume_finished_job(make_job("shop-1").pk) is False
