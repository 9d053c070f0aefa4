"""Cut-outs kept for one tenant."""

from datetime import timedelta

import numpy as np
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from imaging import services
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
