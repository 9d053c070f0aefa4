"""Pictures, their jobs and their reviews without a browser."""

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from catalog import serving
from catalog.models import Rendition, Review
from imaging.models import Job
from imaging.presets import load_presets
from imaging.recipes import RECIPES
from tests.factories import make_brief, make_job, make_photo, make_rendition
from tests.flows.api_calls import api_of
from tests.pictures import opened

FACTS = {
    "pixel_locked": True,
    "lock": {"locked": True, "max_difference": 0, "pixels": 91_022, "eroded_px": 3},
    "cutout": {"confidence": 0.97, "warnings": []},
}
REPORT = [
    {"step": "decode", "version": None, "model": None, "seconds": 0.1},
    {"step": "cutout", "version": "1", "model": "u2netp", "seconds": 0.4, "cached": False},
]


@pytest.fixture
def rendition(photo) -> Rendition:
    steps = [{"engine": name, "params": {}} for name in ("cutout", "decontaminate")]
    inputs = {"photo": {"file": photo.file, "sha256": photo.sha256}}
    done = {"status": Job.Status.DONE, "facts": FACTS, "report": REPORT}
    job = make_job(photo.shop.tenant, steps=steps, inputs=inputs, **done)
    return make_rendition(photo, job=job, preset="amazon_main")


def failed_job(photo) -> Job:
    return make_job(photo.shop.tenant, status=Job.Status.FAILED, error_code="no_product")


def test_every_photo_is_asked_for_on_every_channel(shop, product, photo):
    second = make_photo(product)
    body = {"photos": [photo.pk, second.pk], "recipe": "main-image"}

    answer = api_of(shop).post("renditions/", body | {"presets": ["amazon_main", "walmart"]})

    assert answer.status_code == 201
    asked = {(one["photo"], one["preset"], one["status"]) for one in answer.json()}
    channels = ("amazon_main", "walmart")
    assert asked == {(one, key, "queued") for one in (photo.pk, second.pk) for key in channels}
    assert {one.requested_by for one in Rendition.objects.all()} == {shop.memberships.get().user}
    assert Job.objects.of_tenant(shop.tenant).count() == 4


@pytest.mark.parametrize("recipe, presets", [("main-image", ["walmart"]), ("enhance", [])])
def test_a_request_of_many_photos_waits_as_imports_do(
    shop, product, photo, monkeypatch, recipe, presets
):
    monkeypatch.setattr("catalog.api.views.renditions.FEW", 1)
    body = {"recipe": recipe, "presets": presets}
    second = make_photo(product)

    api_of(shop).post("renditions/", body | {"photos": [photo.pk]})
    api_of(shop).post("renditions/", body | {"photos": [photo.pk, second.pk]})

    priorities = Job.objects.of_tenant(shop.tenant).order_by("created_at")
    bulk, person = Job.Priority.BULK, Job.Priority.PERSON
    assert list(priorities.values_list("priority", flat=True)) == [person, bulk, bulk]


@pytest.mark.parametrize(
    "wrong, status, code",
    [
        ({"presets": ["ebayy"]}, 422, "unknown_preset"),
        ({"presets": []}, 422, "refused"),
        ({"photos": []}, 400, "invalid"),
        ({"photos": [10**30]}, 400, "invalid"),
        ({"photos": [987_654]}, 404, "not_found"),
        ({"recipe": "\0"}, 400, "invalid"),
    ],
)
def test_what_cannot_be_made_is_refused_whole(shop, photo, wrong, status, code):
    body = {"photos": [photo.pk], "recipe": "main-image", "presets": ["amazon_main"]}

    answer = api_of(shop).post("renditions/", body | wrong)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Rendition.objects.exists()
    assert not Job.objects.exists()


def test_a_rendition_tells_what_was_done_how_sure_and_how_it_may_be_used(shop, rendition):
    told = api_of(shop).get(f"renditions/{rendition.pk}/").json()

    assert (told["status"], told["review"], told["pixel_locked"]) == ("done", "draft", True)
    assert told["confidence"] == 0.97
    assert told["lock"] == FACTS["lock"]
    assert [(one["step"], one["model"]) for one in told["steps"]] == [
        ("decode", None),
        ("cutout", "u2netp"),
    ]
    assert [(one["key"], one["licence"]) for one in told["models"]] == [("u2netp", "Apache-2.0")]
    assert told["digital_source_type"] == "algorithmicallyEnhanced"
    assert told["preflight"] is None


def test_a_rendition_that_is_not_ready_has_nulls_and_no_file(shop, photo):
    waiting = make_rendition(photo, Job.Status.QUEUED)
    api = api_of(shop)

    told = api.get(f"renditions/{waiting.pk}/").json()

    empty = ("picture", "file", "pixel_locked", "confidence", "lock", "preflight")
    assert [told[name] for name in empty] == [None] * 6
    assert api.get(f"renditions/{waiting.pk}/file/").status_code == 404


def test_renditions_are_listed_by_what_they_are(shop, photo, rendition, owner):
    failed = make_rendition(photo, job=failed_job(photo), preset="walmart")
    Review.objects.create(rendition=rendition, verb="submitted", by=owner)
    api = api_of(shop)

    def listed(**query):
        return [one["id"] for one in api.get("renditions/", **query).json()["results"]]

    assert listed() == [failed.pk, rendition.pk]
    assert listed(status="failed") == [failed.pk]
    told = api.get(f"renditions/{failed.pk}/").json()
    assert told["error"].startswith("No product found")
    assert listed(preset="amazon_main", product=photo.product_id) == [rendition.pk]
    assert listed(review="submitted") == [rendition.pk]
    assert listed(review="draft") == [failed.pk]
    assert listed(chosen="true") == []
    assert api.get("renditions/", status="lost").status_code == 400


def test_a_list_of_renditions_costs_three_queries(shop, photo, django_assert_num_queries):
    for _ in range(4):
        make_rendition(photo, brief=make_brief(photo))
    api = api_of(shop)
    api.get("renditions/")  # notes that the token was used

    for path in ("renditions/", "jobs/", "reviews/"):
        with django_assert_num_queries(3):  # token, role, page
            api.get(path)


def test_the_picture_is_downloaded_under_a_name_that_channels_take(shop, rendition):
    answer = api_of(shop).get(f"renditions/{rendition.pk}/file/")

    sku = rendition.product.variants.get().sku
    assert answer["Content-Disposition"] == f'attachment; filename="{sku}-amazon_main.jpg"'
    assert opened(b"".join(answer.streaming_content)).shape == (480, 640, 3)


def test_a_picture_in_a_bucket_is_fetched_from_there(shop, rendition, settings, monkeypatch):
    settings.S3_BUCKET = "pictures"
    monkeypatch.setattr(serving, "default_storage", Bucket())

    answer = api_of(shop).get(f"renditions/{rendition.pk}/file/")

    name = rendition.job.output_file()
    assert answer.status_code == 302
    assert (
        answer.url == f"https://bucket.example/{name}?ResponseContentType=application/octet-stream"
    )


class Bucket:
    """A bucket that signs addresses; what is asked for must be a download."""

    def url(self, name: str, parameters: dict[str, str]) -> str:
        assert parameters["ResponseContentDisposition"].startswith("attachment;")
        kind = parameters["ResponseContentType"]
        return f"https://bucket.example/{name}?ResponseContentType={kind}"


def test_a_picture_gone_from_storage_is_a_404(shop, rendition):
    default_storage.delete(rendition.job.output_file())

    assert api_of(shop).get(f"renditions/{rendition.pk}/file/").status_code == 404


def test_choosing_one_lets_the_other_step_back(shop, photo, rendition):
    other = make_rendition(photo, preset="amazon_main", is_chosen=True)
    api = api_of(shop)

    assert api.post(f"renditions/{rendition.pk}/choose/").json()["is_chosen"] is True
    assert api.get(f"renditions/{other.pk}/").json()["is_chosen"] is False


def test_a_deleted_rendition_is_gone_until_it_is_restored(shop, rendition):
    api, path = api_of(shop), f"renditions/{rendition.pk}/"

    assert api.send("DELETE", path).status_code == 204
    assert api.get(path).status_code == 404
    assert api.post(f"{path}submit/").status_code == 404

    assert api.post(f"{path}restore/").json()["id"] == rendition.pk
    assert api.get(path).status_code == 200


def test_a_review_is_told_from_submitting_to_the_decision(shop, rendition, moderator):
    api, path = api_of(shop), f"renditions/{rendition.pk}/"

    assert api.post(f"{path}submit/").json()["review"] == "submitted"
    assert api.post(f"{path}submit/").status_code == 422
    assert api.post(f"{path}withdraw/").json()["review"] == "draft"
    assert api.post(f"{path}submit/").json()["review"] == "submitted"
    Review.objects.create(
        rendition=rendition, verb="needs_changes", by=moderator, reasons=["cutout_edges"], note="N"
    )

    told = api.get(f"{path}reviews/").json()["results"]
    verbs = ["needs_changes", "submitted", "withdrawn", "submitted"]
    assert [one["verb"] for one in told] == verbs
    assert api.get(path).json()["review"] == "needs_changes"
    decisions = api.get("reviews/").json()["results"]
    assert [one["id"] for one in decisions] == [told[0]["id"]]
    assert decisions[0]["reasons"][0]["label"]["zh"] == "抠图边缘粗糙或不完整"
    assert moderator.email not in str(decisions)
    assert api.get("reviews/", verb="approved").json()["results"] == []


def test_a_job_tells_its_progress_and_the_time_that_is_left(shop, photo):
    started = timezone.now() - timezone.timedelta(seconds=4)
    make_job(shop.tenant, status=Job.Status.DONE, started_at=started)
    running = make_job(
        shop.tenant, status=Job.Status.RUNNING, progress=0.75, lease_until=timezone.now(),
        attempt="0d7f6a39-5a8f-4a06-9a52-1b7fd9f5f0f2", steps=[{"engine": "cutout", "params": {}}],
    )  # fmt: skip
    rendition = make_rendition(photo, job=running)

    told = api_of(shop).get(f"jobs/{running.pk}/").json()

    assert (told["status"], told["progress"], told["rendition"]) == ("running", 0.75, rendition.pk)
    assert told["remaining_s"] == pytest.approx(1, abs=0.1)
    assert told["step"] != ""


def test_a_waiting_job_is_cancelled_and_tried_again(shop, photo):
    job = make_rendition(photo, Job.Status.QUEUED).job
    api, path = api_of(shop), f"jobs/{job.pk}/"

    assert api.post(f"{path}cancel/").json()["status"] == "cancelled"
    assert api.post(f"{path}cancel/").status_code == 422
    assert api.post(f"{path}retry/").json()["status"] == "queued"
    assert api.post(f"{path}retry/").status_code == 422


def test_the_job_of_a_deleted_rendition_is_listed_and_left_alone(shop, photo):
    rendition = make_rendition(photo, job=failed_job(photo), deleted_at=timezone.now())
    api = api_of(shop)

    listed = api.get("jobs/", status="failed").json()["results"]

    assert [(one["id"], one["rendition"]) for one in listed] == [(str(rendition.job_id), None)]
    assert api.post(f"jobs/{rendition.job_id}/retry/").status_code == 404


def test_channels_come_with_their_rules_and_where_they_were_read(shop):
    api = api_of(shop)

    names = api.get("presets/").json()
    amazon = api.get("presets/amazon_main/").json()

    assert [one["key"] for one in names] == list(load_presets())
    assert amazon["make"]["width"] == 2000
    background = next(one for one in amazon["rules"] if one["kind"] == "background")
    assert (background["color"], background["sure"]) == ("#FFFFFF", "second-hand")
    assert background["source"].startswith("https://")
    assert api.get("presets/nowhere/").status_code == 404
    recipes = [one["key"] for one in api.get("recipes/").json()]
    assert recipes == list(RECIPES)
