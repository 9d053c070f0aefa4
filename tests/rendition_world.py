"""What tests of renditions share: the real pipeline behind a known cut-out, run in place."""

from collections.abc import Callable, Iterator

import pytest
from django.core.files.storage import default_storage

from catalog.models import Rendition
from imaging.engines import registry
from imaging.models import Job
from imaging.runner import run_next
from tests import known_cutout
from tests.pictures import Picture, opened

CHANNEL = "taobao_white"  # 800 × 800 px: the smallest canvas, so the quickest


@pytest.fixture
def known_cutouts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every step is the real one but the net."""
    monkeypatch.setitem(registry.ENGINES, "cutout", known_cutout.SPEC)
    registry.load.cache_clear()
    yield
    registry.load.cache_clear()


@pytest.fixture
def work() -> Callable[[], list[Job]]:
    """A worker: runs what waits, and returns the ended jobs."""

    def until_nothing_waits() -> list[Job]:
        done = []
        for queue in ("cpu", "more", "later"):
            while job := run_next(queue=queue, worker="test"):
                job.refresh_from_db()
                done.append(job)
        return done

    return until_nothing_waits


def pixels(rendition: Rendition, role: str = "picture") -> Picture:
    """The pixels of a finished rendition's file."""
    name = Job.objects.get(pk=rendition.job_id).output_file(role)
    assert name is not None
    with default_storage.open(name) as file:
        return opened(file.read())
