"""Before and after an import: how long it takes, what it made, all of it submitted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.errors import CatalogError
from catalog.importing.making import Adverts, Pictures, Scenes, Tags
from catalog.models import Import, Review
from catalog.selectors import imports
from catalog.selectors.import_estimate import estimate, import_estimate
from catalog.selectors.import_report import (
    import_kinds,
    import_pictures,
    import_reviews,
    pictures_to_submit,
)
from catalog.selectors.imports import import_counts, import_progress
from catalog.services import import_submit as submitting
from catalog.services.import_makings import makings_ready
from catalog.services.import_submit import import_submit, imports_submit
from imaging.models import Job, Worker
from tests.factories import make_job, make_rendition, make_user
from tests.sheets import PHOTOS, SHEET, checked, csv_of, done

MAIN = Pictures(recipe="main-image", presets=("shopify", "taobao_main"))


def finished(recipe: str, seconds: float, **facts: object) -> Job:
    """A job that took so long."""
    now = timezone.now()
    begun = now - timedelta(seconds=seconds)
    job = make_job("elsewhere", recipe=recipe, status=Job.Status.DONE)
    Job.objects.filter(pk=job.pk).update(facts=facts, started_at=begun, finished_at=now)
    return job


def test_nothing_is_said_of_the_time_before_anything_was_measured(shop):
    source = checked(shop, SHEET, PHOTOS, makings=[MAIN])

    told = import_estimate(source)

    assert (told.pictures, told.seconds, told.unmeasured) == (6, None, ["Main image"])


def test_the_time_is_the_median_of_the_last_jobs_shared_by_the_workers_there_are(shop):
    for seconds in (1, 2, 30):
        finished("main-image", seconds)
    for name in ("one", "two"):
        Worker.objects.create(name=name, queue="cpu")
    source = checked(shop, SHEET, PHOTOS, makings=[MAIN])

    told = import_estimate(source)

    assert told.seconds == pytest.approx(6 * 2 / 2)  # 3 photos, 2 channels, 2 s, 2 workers


def test_a_set_is_drawn_once_for_all_products(shop):
    finished("scene", 40, scene={"plate_source": "drawn"})
    finished("scene", 2, scene={"plate_source": "kept"})
    sentence, theme = makings_ready(
        [Scenes(recipe="scene", sentence="木桌"), Scenes(recipe="scene", theme="vintage")], shop
    )

    assert estimate([sentence], photos=90, products=10).seconds == pytest.approx(10 * 2 + 40)
    assert estimate([theme], photos=90, products=10).seconds == pytest.approx(10 * 2)


def test_adverts_are_counted_by_product_and_size_and_attributes_are_no_pictures(shop):
    advert = Adverts(recipe="advert", words={"headline": "{title}"}, sizes=("1:1", "3:4"))
    makings = [advert, Tags(recipe="tags")]

    assert import_estimate(checked(shop, SHEET, PHOTOS, makings=makings)).pictures == 4
    assert import_estimate(checked(shop, SHEET, PHOTOS, makings=makings[1:])) is None


@pytest.fixture
def made(shop, photo, editor) -> Import:
    """An import with a finished, a failed and a waiting picture, and one in review."""
    source = done(shop, csv_of({"sku": "A", "title": "T"}))
    statuses = [Job.Status.DONE, Job.Status.FAILED, Job.Status.QUEUED, Job.Status.DONE]
    pictures = [make_rendition(photo, status=status) for status in statuses]
    source.rows.get().renditions.set(pictures)
    Review.objects.create(rendition=pictures[3], verb=Review.Verb.SUBMITTED, by=editor)
    return source


def test_the_contact_sheet_is_counted_and_narrowed_by_kind_and_state(made):
    [kind] = import_kinds(made)

    assert (kind.total, kind.made) == (4, 2)
    assert import_pictures(made, kind=kind.key, state="failed").count() == 1
    assert import_pictures(made, kind="cutout||").count() == 0
    assert import_pictures(made, kind="nonsense", state="nonsense").count() == 4


def test_submitting_all_takes_finished_drafts_and_the_rest_is_counted(made, editor):
    counts = import_reviews(made)
    assert (counts.drafts, counts.waiting, counts.unmade) == (1, 1, 2)

    import_submit(source=made, by=editor)

    counts = import_reviews(made)
    assert (counts.drafts, counts.waiting, counts.unmade) == (0, 2, 2)
    assert Review.objects.order_by("pk").last().by == editor
    made.refresh_from_db()
    assert made.submitter is None
    with pytest.raises(CatalogError):
        import_submit(source=made, by=editor)


def test_what_takes_longer_than_a_click_is_submitted_afterwards(made, photo, editor, monkeypatch):
    monkeypatch.setattr(submitting, "FIRST_TURN", timedelta(0))
    made.rows.get().renditions.add(make_rendition(photo, status=Job.Status.DONE))

    import_submit(source=made, by=editor)
    assert (made.submitter, pictures_to_submit(made).count()) == (editor, 2)

    imports_submit()
    made.refresh_from_db()
    assert (made.submitter, pictures_to_submit(made).count()) == (None, 0)


def test_a_picture_that_cannot_be_submitted_holds_up_no_other(made, photo, monkeypatch):
    good = make_rendition(photo, status=Job.Status.DONE)
    made.rows.get().renditions.add(good)
    bad, real = pictures_to_submit(made).first(), submitting.review_submit

    def submit(*, rendition, by):
        if rendition == bad:
            raise CatalogError("deleted meanwhile")
        return real(rendition=rendition, by=by)

    monkeypatch.setattr(submitting, "review_submit", submit)
    import_submit(source=made, by=make_user())

    made.refresh_from_db()
    assert made.submitter is None
    assert list(pictures_to_submit(made)) == [bad]
    assert good.reviews.count() == 1


def test_the_numbers_of_a_large_import_are_kept_a_moment_for_pages_that_watch(shop, monkeypatch):
    source = checked(shop, SHEET, PHOTOS)
    assert import_counts(source)["rows"] == import_progress(source).total == source.rows.count()

    monkeypatch.setattr(imports, "LARGE", source.rows.count())
    before = import_counts(source), import_progress(source)
    source.rows.all().delete()
    assert (import_counts(source), import_progress(source)) == before
    source.status = Import.Status.CANCELLED
    assert (import_counts(source)["rows"], import_progress(source).total) == (0, 0)
