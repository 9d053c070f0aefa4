"""Pictures of imports: asked for once and in turn, cancelled, tried again."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.errors import CatalogError
from catalog.importing.making import Pictures
from catalog.models import Import, Rendition
from catalog.selectors.imports import (
    ImportProgress,
    import_progress,
)
from catalog.services import import_advance, import_jobs, import_policies
from catalog.services.import_advance import imports_advance
from catalog.services.import_pause import import_pause, import_resume
from catalog.services.imports import (
    import_cancel,
    import_retry,
    import_start,
)
from imaging import recipes
from imaging.engines import registry
from imaging.labels import Label
from imaging.models import Job
from imaging.recipe import Recipe, RecipeSpec, Step
from imaging.runner import run_next
from tests import quick_engine
from tests.sheets import BOTTLE, PHOTOS, SHEET, checked, csv_of, done, numbers

QUICK = [Pictures(recipe="quick")]


@pytest.fixture
def quick(monkeypatch) -> dict[str, str]:
    """A recipe of the quick engine; its step gets the parameters that are put in here."""
    params: dict[str, str] = {}
    monkeypatch.setitem(registry.ENGINES, "quick", quick_engine.SPEC)
    registry.load.cache_clear()

    def build(ask):
        return Recipe(key="quick", steps=(Step(engine="quick", params=dict(params)),))

    label = Label(en="Quick", zh="快")
    monkeypatch.setitem(recipes.RECIPES, "quick", RecipeSpec(label, build, needs_preset=False))
    return params


def work() -> int:
    """Run every waiting job; how many."""
    count = 0
    while run_next(queue="cpu", worker="test"):
        count += 1
    return count


def test_every_photo_is_asked_for_and_the_row_is_done_when_its_jobs_are(shop, quick):
    source = done(shop, SHEET, PHOTOS, makings=QUICK)

    assert source.status == Import.Status.RUNNING
    jobs = Job.objects.all()
    assert [job.priority for job in jobs] == [Job.Priority.BULK] * 3
    assert import_progress(source).jobs_open == 3

    assert work() == 3
    imports_advance()
    source.refresh_from_db()
    assert source.status == Import.Status.DONE
    counted = import_progress(source)
    assert (counted.total, counted.written, counted.done) == (2, 2, 2)
    assert (counted.jobs, counted.jobs_made, counted.jobs_failed) == (3, 3, 0)


def test_the_same_import_again_asks_for_no_picture_twice(shop, quick):
    done(shop, SHEET, PHOTOS, makings=QUICK)
    work()

    again = done(shop, SHEET, PHOTOS, makings=QUICK)

    assert Rendition.objects.count() == 3
    assert numbers(again) == (2, 2, 0, 0, 2, 0)
    assert again.status == Import.Status.DONE


def test_a_shops_queue_is_never_flooded(shop, quick, monkeypatch):
    monkeypatch.setattr(import_jobs, "WINDOW", 2)
    rows = [{"sku": f"S{number}", "title": "T", "photos": "a.jpg"} for number in range(5)]
    source = done(shop, csv_of(*rows), PHOTOS, makings=QUICK)
    asked = []
    while source.status == Import.Status.RUNNING:
        asked.append(Job.objects.filter(status=Job.Status.QUEUED).count())
        work()
        imports_advance()
        source.refresh_from_db()

    assert asked == [2, 2, 1]
    assert Job.objects.count() == 5


def test_a_full_queue_makes_rows_wait_and_refuses_none(shop, quick, settings):
    settings.IMAGING_MAX_QUEUED = 2
    source = done(shop, SHEET, PHOTOS, makings=QUICK)

    assert [row.status for row in source.rows.all()] == ["jobs", "written"]
    work()
    imports_advance()
    assert [row.status for row in source.rows.all()] == ["done", "jobs"]


def test_a_recipe_that_can_no_longer_be_made_is_said_on_the_row(shop, quick):
    source = checked(shop, csv_of(BOTTLE), PHOTOS, makings=QUICK)
    Import.objects.update(makings=[{"recipe": "gone"}])
    import_start(source=source)
    imports_advance()

    row = source.rows.get()
    assert [(one["recipe"], one["code"]) for one in row.unmade] == [("gone", "unknown_recipe")]
    assert (row.status, row.product is None) == ("done", False)


def test_the_time_left_is_told_once_a_share_is_done():
    begun = timezone.now() - timedelta(minutes=3)

    def left(done: int) -> int | None:
        return ImportProgress(100, done, done, 0, 0, 0, 0, begun).minutes_left

    assert (left(1), left(25), left(100)) == (None, 10, 0)


def test_a_cancel_stops_rows_and_jobs_and_retry_goes_on(shop, quick, monkeypatch):
    monkeypatch.setattr(import_jobs, "WINDOW", 1)
    source = done(shop, SHEET, PHOTOS, makings=QUICK)
    import_cancel(source=source)

    assert Job.objects.get().status == Job.Status.CANCELLED
    imports_advance()
    assert Job.objects.count() == 1
    with pytest.raises(CatalogError):
        import_cancel(source=source)

    import_retry(source=source)
    source.refresh_from_db()
    while source.status == Import.Status.RUNNING:
        imports_advance()
        work()
        source.refresh_from_db()

    assert [job.status for job in Job.objects.all()] == ["done"] * 3
    assert source.status == Import.Status.DONE


def test_retry_makes_only_the_failed_pictures_again(shop, quick):
    quick["fail"] = "no_product"
    source = done(shop, csv_of(BOTTLE), PHOTOS, makings=QUICK)
    work()
    imports_advance()
    source.refresh_from_db()
    assert (source.status, import_progress(source).jobs_failed) == ("done", 1)
    Job.objects.update(steps=[{"engine": "quick", "params": {}}])

    import_retry(source=source)
    imports_advance()
    assert work() == 1
    imports_advance()

    source.refresh_from_db()
    assert (source.status, import_progress(source).jobs_failed) == ("done", 0)
    assert Rendition.objects.count() == 1


def test_a_pause_takes_waiting_pictures_from_the_queue_and_going_on_asks_again(
    shop, quick, monkeypatch
):
    monkeypatch.setattr(import_jobs, "WINDOW", 1)
    source = done(shop, SHEET, PHOTOS, makings=QUICK)
    begun = source.started_at
    import_pause(source=source)

    imports_advance()
    assert work() == 0
    assert (Job.objects.count(), source.status) == (1, "paused")
    with pytest.raises(CatalogError):
        import_pause(source=source)

    Import.objects.update(paused_at=timezone.now() - timedelta(hours=2))
    import_resume(source=source)
    assert (source.started_at - begun).total_seconds() == pytest.approx(7200, abs=5)
    while source.status == Import.Status.RUNNING:
        imports_advance()
        work()
        source.refresh_from_db()

    assert [job.status for job in Job.objects.all()] == ["done"] * 3
    with pytest.raises(CatalogError):
        import_resume(source=source)


def test_a_paused_import_takes_no_row_and_can_be_stopped(shop, quick):
    source = checked(shop, SHEET, PHOTOS, makings=QUICK)
    import_start(source=source)
    import_pause(source=source)
    imports_advance()

    assert [row.status for row in source.rows.all()] == ["waiting", "waiting"]
    import_cancel(source=source)
    assert source.status == Import.Status.CANCELLED


def test_a_picture_that_another_import_waits_for_stays_in_the_queue(shop, quick):
    first = done(shop, SHEET, PHOTOS, makings=QUICK)
    done(shop, SHEET, PHOTOS, makings=QUICK)

    import_pause(source=first)

    assert [job.status for job in Job.objects.all()] == ["queued"] * 3


def test_going_on_does_not_try_what_failed_again(shop, quick):
    quick["fail"] = "no_product"
    source = done(shop, csv_of(BOTTLE), PHOTOS, makings=QUICK)
    work()
    import_pause(source=source)

    import_resume(source=source)
    imports_advance()

    assert [job.status for job in Job.objects.all()] == ["failed"]


def test_workers_have_pictures_to_make_while_further_rows_are_written(shop, quick, monkeypatch):
    monkeypatch.setattr(import_advance, "SLICE", timedelta(seconds=0.01))
    asked, write = [], import_policies.row_write

    def slow(**given):
        asked.append(Job.objects.count())
        time.sleep(0.02)
        write(**given)

    monkeypatch.setattr(import_policies, "row_write", slow)
    done(shop, SHEET, PHOTOS, makings=QUICK)

    assert asked == [0, 1]
    assert Job.objects.count() == 3
