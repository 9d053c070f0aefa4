"""Marks travel: what a job wrote into a file is in what people download."""

from dataclasses import replace

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from imaging import runner, services
from imaging.engines import registry
from imaging.models import Job
from imaging.origin import signers
from imaging.provenance.read import Provenance, read
from imaging.recipe import Export, Recipe, Step
from tests import quick_engine
from tests.factories import make_rendition
from tests.flows.test_exports import export, unpacked

FORMATS = ("jpeg", "png", "webp", "avif")


@pytest.fixture
def rendition(request, photo, monkeypatch):
    """A finished picture of `photo` in the format asked for, made by the queue's own runner."""
    monkeypatch.setitem(registry.ENGINES, "quick", replace(quick_engine.SPEC, is_aigc=True))
    registry.load.cache_clear()
    recipe = Recipe(
        key="main-image", steps=(Step(engine="quick"),), export=Export(format=request.param)
    )
    inputs = {"photo": {"file": photo.file, "sha256": photo.sha256}}
    job = services.job_create(tenant=photo.shop.tenant, recipe=recipe, inputs=inputs)
    runner.run_next(queue="cpu", worker="test")
    return make_rendition(photo, job=Job.objects.get(pk=job.pk), preset="ebay")


def told(data: bytes) -> Provenance:
    return read(data, signers())


def assert_all_marks(found: Provenance, rendition) -> None:
    assert found.is_ours
    assert found.failures == ()
    assert found.produce_id == str(rendition.job_id)
    assert found.said.source == "algorithmicallyEnhanced"
    assert found.said.aigc is not None
    assert found.said.aigc["ProduceID"] == str(rendition.job_id)
    assert found.parents[0].sha256 == rendition.photo.sha256


@pytest.mark.parametrize("rendition", FORMATS, indirect=True)
def test_every_mark_is_in_the_download(client_of, owner, shop, rendition):
    where = reverse("catalog:rendition_file", args=[shop.slug, rendition.pk, "picture"])

    answer = client_of(owner).get(where, {"download": 1})

    assert_all_marks(told(b"".join(answer.streaming_content)), rendition)


@pytest.mark.parametrize("rendition", FORMATS, indirect=True)
def test_every_mark_is_in_the_zip(client_of, owner, shop, rendition):
    files, _ = unpacked(export(client_of(owner), shop, preset="ebay"))
    assert_all_marks(told(*files.values()), rendition)


@pytest.mark.parametrize("rendition", ["jpeg"], indirect=True)
def test_the_thumbnail_says_in_xmp_what_the_picture_is(rendition):
    with default_storage.open(rendition.job.output_file("thumbnail")) as file:
        said = told(file.read()).said
    assert said.is_aigc
    assert said.statement is not None
    assert said.statement["produce_id"] == str(rendition.job_id)


@pytest.mark.parametrize("rendition", ["jpeg"], indirect=True)
def test_the_page_says_how_the_file_is_marked(client_of, owner, rendition):
    page = client_of(owner).get(rendition.get_absolute_url()).content.decode()
    assert "signed history (C2PA)" in page
    assert "China’s label for machine-made pictures" in page
    assert "invisible watermark" not in page
