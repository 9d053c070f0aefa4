"""Imports are carried on when something happened, not only with the scheduler's next turn."""

import pytest

from catalog.importing.making import Pictures
from catalog.services import import_jobs, import_moves
from catalog.services.import_advance import imports_advance
from catalog.services.import_jobs import import_job_ended
from catalog.services.import_pause import import_pause, import_resume
from catalog.services.imports import import_cancel, import_retry, import_start
from imaging.models import Job
from tests.sheets import BOTTLE, PHOTOS, csv_of, received

SHEET = csv_of(*({"sku": f"S{number}", "title": "T", "photos": "a.jpg"} for number in range(5)))


@pytest.fixture
def wakes(monkeypatch) -> list[str]:
    """The names of tasks that were woken for imports."""
    woken: list[str] = []
    monkeypatch.setattr(import_moves, "task_wake", woken.append)
    return woken


def test_whatever_an_import_is_asked_to_do_begins_at_once(
    shop, wakes, django_capture_on_commit_callbacks
):
    def woken_by(act, **asked) -> int:
        wakes.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act(**asked)
        assert set(wakes) <= {"catalog.advance_imports"}
        return len(wakes)

    assert woken_by(received, shop=shop, sheet=csv_of(BOTTLE), photos=PHOTOS) == 1
    source = shop.imports.get()
    imports_advance()
    source.refresh_from_db()
    assert woken_by(import_start, source=source) == 1
    assert woken_by(import_pause, source=source) == 0
    assert woken_by(import_resume, source=source) == 1
    assert woken_by(import_cancel, source=source) == 0
    assert woken_by(import_retry, source=source) == 1


def test_the_task_that_is_woken_is_one_that_there_is():
    from studio.celery import app

    app.loader.import_default_modules()
    assert import_moves.ADVANCE_TASK in app.tasks


def test_jobs_that_end_have_more_asked_for_by_the_half_window_and_the_end_noticed(
    shop, wakes, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(import_jobs, "WINDOW", 4)
    received(shop, SHEET, PHOTOS, makings=[Pictures(recipe="cutout")])
    imports_advance()
    import_start(source=shop.imports.get())
    imports_advance()
    wakes.clear()
    left = []
    for job in list(Job.objects.filter(recipe="cutout")):
        Job.objects.filter(pk=job.pk).update(
            status=Job.Status.DONE, finished_at=shop.imports.get().started_at
        )
        with django_capture_on_commit_callbacks(execute=True):
            import_job_ended(job)
        left.append((Job.objects.unfinished().filter(recipe="cutout").count(), len(wakes)))

    assert left == [(3, 0), (2, 1), (1, 1), (0, 2)]


def test_a_persons_job_wakes_no_import(wakes, django_capture_on_commit_callbacks, db):
    with django_capture_on_commit_callbacks(execute=True):
        import_job_ended(Job(tenant="shop-1", priority=Job.Priority.PERSON))
    assert wakes == []
