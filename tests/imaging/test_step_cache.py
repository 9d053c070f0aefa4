"""Cut-outs kept for one tenant."""

import time
from datetime import timedelta

import numpy as np
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from imaging import services, step_cache
from imaging.models import StepResult
from imaging.step_cache import TenantCache

pytestmark = pytest.mark.django_db
ALPHA = np.arange(12, dtype=np.uint8).reshape(3, 4)


def test_what_was_put_comes_back_for_its_tenant_alone():
    TenantCache("shop-1").put("key", ALPHA, {"cutout": {"confidence": 0.8}})

    alpha, facts = TenantCache("shop-1").get("key")

    assert (alpha == ALPHA).all()
    assert facts == {"cutout": {"confidence": 0.8}}
    assert TenantCache("shop-2").get("key") is None
    assert TenantCache("shop-1").get("other") is None


def test_what_another_worker_is_making_is_waited_for(monkeypatch):
    waited = []

    def other_ends(seconds):
        waited.append(seconds)
        TenantCache("shop-1").put("key", ALPHA, {})

    monkeypatch.setattr(step_cache.time, "sleep", other_ends)
    with TenantCache("shop-1").one_maker("key"), TenantCache("shop-2").one_maker("key"):
        assert waited == []  # nobody makes it, and other shops make their own
        with TenantCache("shop-1").one_maker("key"):
            assert TenantCache("shop-1").get("key") is not None
    assert len(waited) == 1


def test_a_maker_that_failed_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(step_cache.time, "sleep", lambda _seconds: pytest.fail("it waited"))
    with pytest.raises(ValueError), TenantCache("shop-1").one_maker("key"):
        raise ValueError
    with TenantCache("shop-1").one_maker("key"):
        assert TenantCache("shop-1").get("key") is None


def test_a_maker_that_was_killed_is_waited_for_a_while_only(monkeypatch):
    monkeypatch.setattr(step_cache, "PATIENCE_S", 0.02)
    monkeypatch.setattr(step_cache, "POLL_S", 0.01)
    with TenantCache("shop-1").one_maker("key"):
        began = time.monotonic()
        with TenantCache("shop-1").one_maker("key"):
            assert time.monotonic() - began >= 0.02


def test_a_file_that_is_gone_is_a_miss():
    TenantCache("shop-1").put("key", ALPHA, {})
    default_storage.delete(StepResult.objects.get().file)
    assert TenantCache("shop-1").get("key") is None
    assert not StepResult.objects.exists()


def test_the_first_of_two_equal_results_stays_and_no_file_is_left_over():
    TenantCache("shop-1").put("key", ALPHA, {})
    TenantCache("shop-1").put("key", ALPHA, {})
    kept = StepResult.objects.get()
    _, files = default_storage.listdir("steps/shop-1/ke")
    assert files == [kept.file.rsplit("/", 1)[1]]


def test_results_nobody_used_are_forgotten():
    TenantCache("shop-1").put("old", ALPHA, {})
    StepResult.objects.update(used_at=timezone.now() - timedelta(days=20))
    TenantCache("shop-1").put("new", ALPHA, {})

    assert services.step_results_delete_unused(unused_for=timedelta(days=14)) == 1

    assert TenantCache("shop-1").get("old") is None
    assert TenantCache("shop-1").get("new") is not None
