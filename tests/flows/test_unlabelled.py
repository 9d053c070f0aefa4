"""Machine-made pictures leave labelled, or without a label once somebody answers for it."""

from dataclasses import replace

import numpy as np
import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from catalog.models import UnlabelledExport
from catalog.services import exports
from catalog.services.storage import rendition_purge
from imaging import codec, runner, services
from imaging.engines import registry
from imaging.errors import EngineError
from imaging.models import Job
from imaging.origin import signers
from imaging.provenance.read import read
from imaging.recipe import Export, Recipe, Step
from tests import quick_engine
from tests.factories import make_rendition
from tests.flows.api_calls import api_of
from tests.flows.test_exports import export, unpacked

AGREED = {"reason": "Amazon takes no writing", "is_agreed": "on"}


@pytest.fixture
def rendition(photo, monkeypatch):
    """A finished machine-made picture of `photo`; nobody knows where the product is in it."""
    monkeypatch.setitem(registry.ENGINES, "quick", replace(quick_engine.SPEC, is_aigc=True))
    registry.load.cache_clear()
    recipe = Recipe(key="main-image", steps=(Step(engine="quick"),), export=Export(format="jpeg"))
    inputs = {"photo": {"file": photo.file, "sha256": photo.sha256}}
    job = services.job_create(tenant=photo.shop.tenant, recipe=recipe, inputs=inputs)
    runner.run_next(queue="cpu", worker="test")
    return make_rendition(photo, job=Job.objects.get(pk=job.pk), preset="ebay")


def stored(rendition) -> bytes:
    with default_storage.open(rendition.job.output_file()) as file:
        return file.read()


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def where(rendition, name="rendition_file", *more) -> str:
    return reverse(f"catalog:{name}", args=[rendition.shop.slug, rendition.pk, *more])


def assert_labelled(data: bytes, rendition) -> None:
    plain, copy = codec.decode(stored(rendition)).image, codec.decode(data).image
    assert copy.shape[0] > plain.shape[0]  # a strip: the product is nowhere covered
    told = read(data, signers())
    assert told.is_ours
    assert told.actions == ("c2pa.opened", "c2pa.addedText")
    assert told.parents[0].sha256 == rendition.job.outputs["picture"]["sha256"]
    assert told.produce_id == str(rendition.job_id)
    assert told.said.is_aigc
    assert told.statement is not None
    assert [step["engine"] for step in told.statement["steps"]] == ["quick"]


def test_a_download_carries_the_label_and_marks_of_its_own(client_of, viewer, rendition):
    answer = client_of(viewer).get(where(rendition, "rendition_file", "picture"), {"download": 1})
    assert answer["Content-Disposition"].startswith("attachment")
    assert_labelled(body(answer), rendition)


def test_the_label_is_in_the_language_of_who_downloads(client_of, viewer, rendition):
    address = where(rendition, "rendition_file", "picture")
    english, chinese = (
        body(client_of(viewer).get(address, {"download": 1}, headers={"Accept-Language": one}))
        for one in ("en", "zh-hans")
    )
    strips = [codec.decode(one).image[480:] for one in (english, chinese)]
    assert strips[0].shape != strips[1].shape or not np.array_equal(*strips)


def test_the_page_still_shows_the_picture_as_it_is(client_of, viewer, rendition):
    shown = client_of(viewer).get(where(rendition, "rendition_file", "picture"))
    assert body(shown) == stored(rendition)


def test_a_zip_holds_labelled_copies_and_tells_their_size(client_of, viewer, shop, rendition):
    files, rows = unpacked(export(client_of(viewer), shop, preset="ebay"))
    (data,) = files.values()
    assert_labelled(data, rendition)
    assert int(rows[0]["bytes"]) == len(data)


def test_who_agrees_gets_the_picture_without_label_and_is_on_record(client_of, owner, rendition):
    browser = client_of(owner)

    answer = browser.post(where(rendition, "rendition_unlabelled"), AGREED)

    assert body(browser.get(answer.url)) == stored(rendition)
    row = UnlabelledExport.objects.get()
    assert (row.by, row.rendition, row.job_id) == (owner, rendition, rendition.job_id)
    assert row.reason == "Amazon takes no writing"
    assert row.picture == rendition.job.outputs["picture"]["sha256"]


def test_a_picture_that_cannot_be_labelled_is_named_in_the_manifest(
    client_of, viewer, rendition, monkeypatch
):
    def failing(**asked):
        raise EngineError("stamp_failed", reason="no certificate")

    monkeypatch.setattr(exports, "labelled_file", failing)
    files, [row] = unpacked(export(client_of(viewer), rendition.shop, preset="ebay"))

    assert files == {}
    assert row["file"] == f"({EngineError('stamp_failed')})"


@pytest.mark.parametrize("missing", ["reason", "is_agreed"])
def test_without_reason_or_agreement_nothing_leaves(client_of, owner, rendition, missing):
    said = {key: value for key, value in AGREED.items() if key != missing}
    answer = client_of(owner).post(where(rendition, "rendition_unlabelled"), said)
    assert answer.status_code == 422
    assert not UnlabelledExport.objects.exists()


def test_one_persons_agreement_is_nobody_elses(client_of, owner, viewer, rendition):
    address = client_of(owner).post(where(rendition, "rendition_unlabelled"), AGREED).url
    assert_labelled(body(client_of(viewer).get(address)), rendition)
    for odd in ("unlabelled=x", "unlabelled=999999", "unlabelled="):
        file = where(rendition, "rendition_file", "picture")
        assert_labelled(body(client_of(owner).get(f"{file}?download=1&{odd}")), rendition)


def test_viewers_may_not_agree(client_of, viewer, rendition):
    assert client_of(viewer).get(where(rendition, "rendition_unlabelled")).status_code == 403


def test_the_record_outlives_its_picture_and_cannot_be_deleted(client_of, owner, rendition):
    client_of(owner).post(where(rendition, "rendition_unlabelled"), AGREED)
    rendition.deleted_at = rendition.created_at
    rendition.save()
    assert rendition_purge(rendition=rendition)

    row = UnlabelledExport.objects.get()
    assert row.rendition is None
    assert row.job_id
    with pytest.raises(TypeError):
        row.delete()
    with pytest.raises(TypeError):
        UnlabelledExport.objects.all().delete()


def test_the_api_labels_too_and_takes_the_same_agreement(shop, rendition):
    api = api_of(shop)
    assert_labelled(body(api.get(f"renditions/{rendition.pk}/file/")), rendition)

    refused = api.post(
        f"renditions/{rendition.pk}/unlabelled/", {"reason": "x", "is_agreed": False}
    )
    assert refused.status_code == 422
    taken = api.post(f"renditions/{rendition.pk}/unlabelled/", {"reason": "x", "is_agreed": True})
    assert body(taken) == stored(rendition)
    assert UnlabelledExport.objects.count() == 1


def test_what_no_machine_made_leaves_as_it_is(client_of, viewer, photo):
    plain = make_rendition(photo)
    answer = client_of(viewer).get(where(plain, "rendition_file", "picture"), {"download": 1})
    assert body(answer) == stored(plain)
