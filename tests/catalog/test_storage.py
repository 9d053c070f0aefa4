"""The clean-up removes what nobody can want back, and nothing else."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from catalog.models import Photo, Rendition, Review
from catalog.selectors.shops import storage_used
from catalog.services.photos import photo_add, photo_view_file
from catalog.services.reviews import review_submit
from catalog.services.storage import clean_up, photo_files
from catalog.tasks import clean_up as clean_up_task
from imaging.models import Job, StepResult
from imaging.whole_files import PARTS
from tests import factories
from tests.pictures import product_jpeg

LONG_AGO = timedelta(days=31)  # a shop keeps 30


def made_long_ago(row):
    """The row, as if it had been deleted LONG_AGO."""
    row.deleted_at = timezone.now() - LONG_AGO
    row.save(update_fields=["deleted_at"])
    return row


@pytest.fixture
def added(product):
    photo = photo_add(product=product, name="x.jpg", data=product_jpeg(seed=1), by=None)
    photo_view_file(photo=photo)
    return photo


def test_a_photo_deleted_long_ago_goes_with_all_its_files(added):
    made_long_ago(added)

    assert clean_up().photos == 1

    assert not Photo.objects.exists()
    assert not any(default_storage.exists(name) for name in photo_files(added))


def test_a_photo_deleted_lately_stays(added):
    added.deleted_at = timezone.now() - timedelta(days=29)
    added.save()

    assert clean_up().photos == 0
    assert default_storage.exists(added.file)


def test_a_shop_that_keeps_longer_is_heard(added):
    added.shop.keep_deleted_days = 60
    added.shop.save()
    made_long_ago(added)

    assert clean_up().photos == 0


def test_a_file_that_another_product_shows_stays(shop, added):
    other = factories.make_product(shop)
    photo_add(product=other, name="x.jpg", data=product_jpeg(seed=1), by=None)
    made_long_ago(added)

    assert clean_up().photos == 1
    assert all(default_storage.exists(name) for name in photo_files(added))


def test_a_photo_that_a_waiting_job_needs_stays(added):
    factories.make_job(
        added.shop.tenant, inputs={"photo": {"file": added.file, "sha256": added.sha256}}
    )
    made_long_ago(added)

    assert clean_up().photos == 0
    assert default_storage.exists(added.file)


def test_a_rendition_deleted_long_ago_goes_with_its_job_and_files(photo):
    rendition = made_long_ago(factories.make_rendition(photo))
    file = rendition.job.output_file()

    assert clean_up().renditions == 1

    assert not Rendition.objects.exists()
    assert not Job.objects.exists()
    assert not default_storage.exists(file)


def test_a_decided_rendition_loses_its_files_and_keeps_its_log(photo, moderator):
    rendition = made_long_ago(factories.make_rendition(photo))
    Review.objects.create(rendition=rendition, verb="submitted", by=moderator)
    file = rendition.job.output_file()

    assert clean_up().renditions == 1
    assert clean_up().renditions == 0  # nothing is left to do on the row that stays

    assert Review.objects.count() == 1
    assert not default_storage.exists(file)


def test_a_mask_that_a_brushed_picture_needs_stays(photo):
    rendition = made_long_ago(factories.make_rendition(photo))
    item = rendition.job.outputs["picture"]
    job = factories.make_job(photo.shop.tenant, status=Job.Status.DONE, inputs={"mask": item})
    factories.make_rendition(photo, job=job)

    assert clean_up().renditions == 0
    assert default_storage.exists(item["file"])


def test_a_rendition_that_still_runs_is_left_alone(photo):
    made_long_ago(factories.make_rendition(photo, status=Job.Status.QUEUED))

    assert clean_up().renditions == 0


def test_cut_outs_nobody_used_lately_go(shop, settings):
    old = timezone.now() - timedelta(days=settings.KEEP_STEP_RESULTS_DAYS + 1)
    for key, used_at in (("old", old), ("new", timezone.now())):
        file = default_storage.save(f"steps/{key}.png", ContentFile(b"x"))
        StepResult.objects.create(tenant=shop.tenant, key=key, file=file, bytes=1, used_at=used_at)

    assert clean_up().step_results == 1
    assert StepResult.objects.get().key == "new"


def test_abandoned_uploads_and_half_files_go_and_those_under_way_stay(db, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    folders = (tmp_path, Path(default_storage.path(PARTS)))
    two_days_ago = time.time() - 2 * 24 * 3600
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("old", "new"):
            (folder / name).write_bytes(b"x")
        os.utime(folder / "old", (two_days_ago, two_days_ago))

    assert clean_up().uploads == 2
    for folder in folders:
        assert [one.name for one in folder.iterdir() if one.is_file()] == ["new"]


def test_the_task_and_the_command_clean_up_too(added, capsys):
    made_long_ago(added)
    call_command("catalog_clean_up")
    assert "1 photos" in capsys.readouterr().out

    clean_up_task()
    assert not Photo.objects.exists()


def test_storage_counts_each_content_once_and_what_was_made_of_it(shop, added):
    other = factories.make_product(shop)
    photo_add(product=other, name="y.jpg", data=product_jpeg(seed=1), by=None)
    rendition = factories.make_rendition(added)
    StepResult.objects.create(tenant=shop.tenant, key="k", file="f", bytes=1000)
    StepResult.objects.create(tenant="shop-of-somebody-else", key="k", file="f", bytes=7)

    made = rendition.job.outputs["picture"]["bytes"]
    assert storage_used(shop) == added.bytes + made + 1000


def test_what_the_checks_of_a_decided_rendition_drew_goes_with_it(photo, owner):
    rendition = factories.make_rendition(photo)
    review_submit(rendition=rendition, by=owner)
    looked = factories.make_job(photo.shop.tenant, status=Job.Status.DONE)
    rendition.screenings.update(job=looked)
    made_long_ago(rendition)

    assert clean_up().renditions == 1
    assert not default_storage.exists(looked.output_file())
    assert rendition.reviews.exists()
