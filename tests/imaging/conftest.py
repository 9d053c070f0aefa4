"""Jobs on tiny pictures with the quick engine."""

import hashlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from imaging import codec, services
from imaging.engines import registry
from imaging.models import Job
from imaging.recipe import Recipe, Step
from tests import quick_engine

MakeJob = Callable[..., Job]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The quick engine, registered for this test."""
    monkeypatch.setitem(registry.ENGINES, "quick", quick_engine.SPEC)
    registry.load.cache_clear()


@pytest.fixture
def picture() -> bytes:
    """A small PNG of noise, the same each time."""
    levels = np.random.default_rng(0).integers(0, 255, (20, 24, 3), np.uint8)
    return codec.encode(levels, format="png").data


@pytest.fixture
def make_job(db: None, quick: None, picture: bytes) -> MakeJob:
    """Queue a job of the quick engine: make_job(tenant, priority=…, **params)."""

    def make(tenant: str = "shop-1", priority: int = Job.Priority.PERSON, **params: Any) -> Job:
        name = default_storage.save(f"photos/{tenant}/p.png", ContentFile(picture))
        photo = {"file": name, "sha256": hashlib.sha256(picture).hexdigest()}
        recipe = Recipe(key="quick", steps=(Step(engine="quick", params=params),))
        return services.job_create(
            tenant=tenant, recipe=recipe, inputs={"photo": photo}, priority=priority
        )

    return make
