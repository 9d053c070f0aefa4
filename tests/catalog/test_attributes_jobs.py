"""Photos are read when they come: one job each, in turn, and never in a person's way."""

import pytest
from django.urls import reverse

from catalog.models import AttributeFinding, Photo, Shop
from catalog.selectors.attribute_panel import attribute_panel
from catalog.services import attribute_jobs
from catalog.services.attribute_jobs import (
    photo_read_ask,
    photos_read_waiting,
    product_read_ask,
)
from catalog.services.improving import rendition_use_as_photo
from catalog.services.outbox import consume_finished_job
from catalog.services.photos import photo_delete
from catalog.services.shops import shop_create
from imaging.engines import registry
from imaging.models import Job
from imaging.runner import run_next
from imaging.services import job_cancel
from tests import quick_tags
from tests.factories import make_job, make_photo, make_product, make_rendition
from tests.flows.api_calls import api_of, uploaded
from tests.pictures import flat_picture, png_of, product_jpeg
from tests.sheets import PHOTOS, SHEET, done

BLUE = png_of(flat_picture(64, 48, (20, 40, 200)))


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Tags without nets."""
    for engine in ("cutout", "tag", "read"):
        monkeypatch.setitem(registry.ENGINES, engine, quick_tags.TAG)
    registry.load.cache_clear()
    yield
    registry.load.cache_clear()


@pytest.fixture
def shop(shop):
    shop.are_photos_read = True
    shop.save()
    return shop


@pytest.fixture
def photos(shop):
    product = make_product(shop)
    return [make_photo(product) for _ in range(5)]


def waiting():
    return Photo.objects.exclude(tags_wanted_at=None).count()


def test_a_new_photo_is_read_behind_what_people_wait_for(shop, photo, owner):
    photo_read_ask(photo=photo, by=owner)

    job = Job.objects.get()
    assert (job.recipe, job.priority) == ("tags", Job.Priority.MORE)
    assert job.requested_by == f"user-{owner.pk}"
    assert job.inputs == {"photo": {"file": photo.file, "sha256": photo.sha256}}
    photo.refresh_from_db()
    assert (photo.tags_job, photo.tags_wanted_at) == (job, None)
    assert attribute_panel(photo.product).is_reading


def test_what_the_job_reads_becomes_the_products_attributes(shop, product, owner):
    photo = make_photo(product, BLUE)
    photo_read_ask(photo=photo, by=owner)

    job = run_next(queue=Job.objects.get().queue, worker="test")
    consume_finished_job(job.pk)

    found = AttributeFinding.objects.get()
    assert (found.name, found.value, found.model) == ("colour", "blue", quick_tags.MODEL)
    assert not attribute_panel(product).is_reading


def test_a_photo_is_asked_for_once(shop, photo, owner):
    for _ in range(2):
        photo_read_ask(photo=photo, by=owner)
        photo.refresh_from_db()

    assert Job.objects.count() == 1


def test_a_shop_that_switched_it_off_has_nothing_read(shop, photo, owner):
    Shop.objects.update(are_photos_read=False)
    photo.shop.refresh_from_db()

    photo_read_ask(photo=photo, by=owner)

    assert not Job.objects.exists()
    assert waiting() == 0
    assert attribute_panel(photo.product).can_be_read
    assert product_read_ask(product=photo.product, by=owner) == 1  # a person may still ask


def test_a_new_shop_has_its_photos_read(owner):
    assert shop_create(name="New", owner=owner).are_photos_read


def test_many_photos_wait_without_jobs_and_come_in_turn(shop, photos, monkeypatch):
    monkeypatch.setattr(attribute_jobs, "WINDOW", 2)
    for photo in photos:
        photo_read_ask(photo=photo, by=None, priority=Job.Priority.LATER)
    assert (Job.objects.count(), waiting()) == (2, 3)
    assert {job.priority for job in Job.objects.all()} == {Job.Priority.LATER}

    while job := run_next(queue="later", worker="test"):
        consume_finished_job(job.pk)

    assert (Job.objects.count(), waiting()) == (5, 0)
    assert AttributeFinding.objects.values("photo").distinct().count() == 5


def test_a_full_queue_refuses_no_photo(shop, photos, settings, owner):
    settings.IMAGING_MAX_QUEUED = 2
    for photo in photos:
        photo_read_ask(photo=photo, by=owner)
    assert (Job.objects.count(), waiting()) == (2, 3)

    settings.IMAGING_MAX_QUEUED = 100
    assert photos_read_waiting() == 3
    assert waiting() == 0


def test_the_next_photo_comes_also_after_one_that_could_not_be_read(shop, photos, monkeypatch):
    monkeypatch.setattr(attribute_jobs, "WINDOW", 1)
    for photo in photos[:2]:
        photo_read_ask(photo=photo, by=None, priority=Job.Priority.LATER)
    first = Job.objects.get()

    job_cancel(job=first)
    consume_finished_job(first.pk)

    assert Job.objects.count() == 2
    assert waiting() == 0


def test_deleted_photos_are_not_read(shop, photo):
    Photo.objects.update(tags_wanted_at=photo.created_at)
    photo_delete(photo=photo)

    assert photos_read_waiting() == 0
    assert not Job.objects.exists()


def test_what_failed_is_read_again_when_a_person_asks(shop, photo, owner):
    photo_read_ask(photo=photo, by=owner)
    Job.objects.update(
        status=Job.Status.FAILED, error_code="no_product", finished_at=photo.created_at
    )
    assert attribute_panel(photo.product).can_be_read

    assert product_read_ask(product=photo.product, by=owner) == 1
    assert product_read_ask(product=photo.product, by=owner) == 0  # it waits already
    assert Job.objects.count() == 2


def test_an_import_has_its_photos_read_behind_its_pictures(shop):
    done(shop, SHEET, PHOTOS)

    jobs = Job.objects.all()
    assert {(job.recipe, job.priority) for job in jobs} == {("tags", Job.Priority.LATER)}
    assert len(jobs) == Photo.objects.count() > 0


def test_a_better_picture_used_as_a_photo_is_not_read_again(shop, photo, owner):
    better = make_job(shop.tenant, status=Job.Status.DONE, recipe="enhance")
    rendition = make_rendition(photo, job=better)

    rendition_use_as_photo(rendition=rendition, by=owner)

    assert not Job.objects.filter(recipe="tags").exists()


def test_an_upload_is_read_once_however_often_it_is_sent(shop, product, editor, client_of):
    where = reverse("catalog:photo_upload", args=[shop.slug, product.pk])
    for _ in range(2):
        client_of(editor).post(where, {"photo": uploaded(product_jpeg(64, 48))})

    job = Job.objects.get()
    assert (job.recipe, job.requested_by) == ("tags", f"user-{editor.pk}")


def test_an_upload_by_program_is_read_too(shop, product):
    api_of(shop).upload(f"products/{product.pk}/photos/", photo=uploaded(product_jpeg(64, 48)))

    assert Job.objects.get().recipe == "tags"


def test_the_page_tells_that_photos_are_read_and_then_what_was_found(
    shop, photo, editor, client_of
):
    browser = client_of(editor)
    where = reverse("catalog:attributes", args=[shop.slug, photo.product_id])
    asked = reverse("catalog:attributes_read", args=[shop.slug, photo.product_id])
    page = browser.post(asked, headers={"HX-Request": "true"})
    assert "Reading the photos." in page.content.decode()
    assert browser.get(f"{where}?when=read").status_code == 204

    job = run_next(queue=Job.objects.get().queue, worker="test")
    consume_finished_job(job.pk)

    page = browser.get(f"{where}?when=read").content.decode()
    assert "Reading the photos." not in page
    assert 'id="attr-colour"' in page
