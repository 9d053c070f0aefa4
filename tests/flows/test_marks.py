"""Marks travel: what a job wrote into a file is in what people download."""

import json
import shutil
import subprocess
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


def assert_all_marks(found: Provenance, rendition, parent: str) -> None:
    assert found.is_ours
    assert found.failures == ()
    assert found.produce_id == str(rendition.job_id)
    assert found.said.source == "algorithmicallyEnhanced"
    assert found.said.aigc is not None
    assert found.said.aigc["ProduceID"] == str(rendition.job_id)
    assert found.parents[0].sha256 == parent


@pytest.mark.parametrize("rendition", FORMATS, indirect=True)
def test_every_mark_is_in_the_finished_file(rendition):
    with default_storage.open(rendition.job.output_file()) as file:
        assert_all_marks(told(file.read()), rendition, rendition.photo.sha256)


@pytest.mark.parametrize("rendition", FORMATS, indirect=True)
def test_every_mark_is_in_the_labelled_download_too(client_of, owner, shop, rendition):
    where = reverse("catalog:rendition_file", args=[shop.slug, rendition.pk, "picture"])

    data = client_of(owner).get(where, {"download": 1}).content

    assert_all_marks(told(data), rendition, rendition.job.outputs["picture"]["sha256"])


@pytest.mark.skipif(not shutil.which("exiftool"), reason="needs libimage-exiftool-perl")
@pytest.mark.parametrize("rendition", FORMATS, indirect=True)
def test_exiftool_agrees_about_the_download(client_of, owner, shop, rendition, tmp_path):
    where = reverse("catalog:rendition_file", args=[shop.slug, rendition.pk, "picture"])
    path = tmp_path / "download"
    path.write_bytes(client_of(owner).get(where, {"download": 1}).content)

    done = subprocess.run(["exiftool", "-json", "-G1", str(path)], capture_output=True, check=True)

    (read_by_it,) = json.loads(done.stdout)
    assert read_by_it["XMP-iptcExt:DigitalSourceType"].endswith("/algorithmicallyEnhanced")
    assert str(rendition.job_id) in read_by_it["XMP-TC260:Aigc"]


@pytest.mark.parametrize("rendition", FORMATS, indirect=True)
def test_every_mark_is_in_the_zip(client_of, owner, shop, rendition):
    files, _ = unpacked(export(client_of(owner), shop, preset="ebay"))
    parent = rendition.job.outputs["picture"]["sha256"]
    assert_all_marks(told(*files.values()), rendition, parent)


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
