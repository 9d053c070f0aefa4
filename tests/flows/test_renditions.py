"""The seller asks for pictures, looks, chooses, deletes and submits, over HTTP."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.models import Rendition, Review
from catalog.services.renditions import rendition_request
from imaging.models import Job
from tests.factories import make_job, make_photo, make_product, make_rendition
from tests.pictures import flat_picture, jpeg_of, opened
from tests.rendition_world import CHANNEL, known_cutouts, pixels, work

__all__ = ["known_cutouts", "work"]

pytestmark = pytest.mark.usefixtures("known_cutouts")
HTMX = {"HX-Request": "true"}


def address(name, rendition, *more):
    return reverse(f"catalog:{name}", args=[rendition.shop.slug, rendition.pk, *more])


def ask(client, product, **fields):
    url = reverse("catalog:rendition_create", args=[product.shop.slug, product.pk])
    return client.post(url, {"recipe": "main-image", **fields}, headers=HTMX)


@pytest.fixture
def made(photo, owner, work):
    """A finished main image of the bottle."""
    rendition = rendition_request(photo=photo, recipe="main-image", preset=CHANNEL, by=owner)
    work()
    rendition.refresh_from_db()
    return rendition


def test_pressing_make_ends_in_a_file_that_the_channel_takes(client_of, editor, product, work):
    first, second = make_photo(product), make_photo(product)
    client = client_of(editor)

    answer = ask(client, product, photos=[first.pk, second.pk], presets=[CHANNEL])

    cards = answer.content.decode()
    assert cards.count("data-job=") >= 2
    assert "data-events-url" in cards
    assert json.loads(answer["HX-Trigger"])["toast"]["text"] == "Making 2 pictures."
    assert [job.status for job in work()] == ["done", "done"]
    rendition = Rendition.objects.get(photo=first)
    file = client.get(address("rendition_file", rendition, "picture"), {"download": "1"})
    sku = product.variants.get().sku
    assert f'filename="{sku}-{CHANNEL}.jpg"' in file["Content-Disposition"]
    picture = opened(b"".join(file.streaming_content))
    assert picture.shape == (800, 800, 3)
    for border in (picture[0], picture[-1], picture[:, 0], picture[:, -1]):
        assert (border == 255).all()
    assert picture.min() < 100


@pytest.mark.weights
def test_the_real_net_finds_the_bottle_and_leaves_its_pixels_alone(monkeypatch, photo, owner, work):
    from imaging.engines import cutout, registry

    monkeypatch.undo()  # the real cut-out again
    registry.load.cache_clear()
    monkeypatch.setattr(cutout, "installed", lambda model: model == "u2netp")  # the quick one
    rendition_request(photo=photo, recipe="main-image", preset=CHANNEL, by=owner)

    [job] = work()

    assert job.status == "done", job.error_detail
    assert job.report[1]["model"] == "u2netp"
    assert job.facts["pixel_locked"] is True
    assert job.facts["lock"]["pixels"] > 10_000


def test_what_is_not_chosen_is_refused_with_a_sentence_and_writes_nothing(
    client_of, editor, product, photo, stranger
):
    theirs = make_photo(make_product(stranger.memberships.get().shop))
    client = client_of(editor)

    nothing = ask(client, product, presets=[CHANNEL])
    nowhere = ask(client, product, photos=[photo.pk])
    unknown = ask(client, product, photos=[photo.pk], presets=["myspace"])
    foreign = ask(client, product, photos=[theirs.pk], presets=[CHANNEL])

    said = [json.loads(one["HX-Trigger"])["toast"]["text"] for one in (nothing, nowhere, unknown)]
    assert said == [
        "Choose at least one photo.",
        "Choose at least one channel.",
        "“myspace” is not a channel.",
    ]
    assert [one.status_code for one in (nothing, nowhere, unknown, foreign)] == [422] * 4
    assert not Rendition.objects.exists()
    assert not Job.objects.exists()


def test_a_cut_out_needs_no_channel_and_keeps_the_photos_size(
    client_of, editor, product, photo, work
):
    ask(client_of(editor), product, photos=[photo.pk], recipe="cutout", presets=[CHANNEL])
    work()

    rendition = Rendition.objects.get()
    assert rendition.preset == ""
    assert pixels(rendition).shape == (photo.height, photo.width, 4)


def test_a_photo_without_a_product_says_so_and_can_be_tried_again(client_of, editor, product, work):
    make_photo(product, jpeg_of(flat_picture(320, 240)))
    client = client_of(editor)
    ask(client, product, photos=[product.photos.get().pk], presets=[CHANNEL])
    work()
    rendition = Rendition.objects.get()

    card = client.get(address("rendition_card", rendition)).content.decode()
    retried = client.post(address("rendition_retry", rendition), headers=HTMX)

    assert "No product found in this photo." in card
    assert retried.status_code == 200
    rendition.job.refresh_from_db()
    assert (rendition.job.status, rendition.job.error_code) == ("queued", "")


def test_a_waiting_picture_is_cancelled_at_once_and_only_once(client_of, editor, photo, owner):
    rendition = rendition_request(photo=photo, recipe="main-image", preset=CHANNEL, by=owner)
    client = client_of(editor)

    first = client.post(address("rendition_cancel", rendition), headers=HTMX)
    again = client.post(address("rendition_cancel", rendition), headers=HTMX)

    rendition.job.refresh_from_db()
    assert (first.status_code, rendition.job.status) == (200, "cancelled")
    assert again.status_code == 422
    assert "nothing to cancel" in json.loads(again["HX-Trigger"])["toast"]["text"]


def test_choosing_another_one_lets_the_first_step_back_but_not_in_other_channels(
    client_of, editor, product, photo
):
    first, second = (make_rendition(photo, preset=CHANNEL) for _ in range(2))
    elsewhere = make_rendition(photo, preset="ebay", is_chosen=True)
    client = client_of(editor)

    client.post(address("rendition_choose", first))
    client.post(address("rendition_choose", second))

    chosen = product.renditions.filter(is_chosen=True).order_by("pk")
    assert list(chosen) == [second, elsewhere]


def test_an_unfinished_picture_cannot_be_chosen(client_of, editor, photo):
    waiting = make_rendition(photo, status=Job.Status.QUEUED, preset=CHANNEL)

    answer = client_of(editor).post(address("rendition_choose", waiting))

    assert answer.status_code == 422
    assert not Rendition.objects.get().is_chosen


def test_deleting_hides_a_picture_and_undo_brings_it_back(client_of, editor, made):
    client = client_of(editor)
    client.post(address("rendition_choose", made))

    answer = client.post(address("rendition_delete", made), headers=HTMX)

    toast = json.loads(answer["HX-Trigger"])["toast"]
    assert toast["undo"] == address("rendition_restore", made)
    assert f'id="rendition-{made.pk}"' not in answer.content.decode()
    assert client.get(address("rendition_file", made, "picture")).status_code == 404
    assert client.get(address("rendition_detail", made)).status_code == 404

    client.post(toast["undo"])

    made.refresh_from_db()
    assert (made.deleted_at, made.is_chosen) == (None, False)
    assert client.get(address("rendition_file", made, "picture")).status_code == 200


def test_deleting_a_running_picture_asks_its_job_to_stop(client_of, editor, photo, owner):
    rendition = rendition_request(photo=photo, recipe="main-image", preset=CHANNEL, by=owner)
    Job.objects.claim_next(queue="cpu", worker="test")

    client_of(editor).post(address("rendition_delete", rendition))

    rendition.job.refresh_from_db()
    assert rendition.job.cancel_requested


def test_submitting_and_taking_back_append_to_the_review(client_of, editor, made):
    client = client_of(editor)

    client.post(address("rendition_submit", made), {"page": "detail"})
    client.post(address("rendition_withdraw", made), {"page": "detail"})

    verbs = Review.objects.filter(rendition=made).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["submitted", "withdrawn"]


def test_the_page_tells_what_was_done_and_how_it_may_be_used(client_of, viewer, made):
    page = client_of(viewer).get(address("rendition_detail", made)).content.decode()

    for words in (
        "Product pixels locked",
        "the largest difference is 0 of 255",
        "Unsure: check the cut-out",
        "Product and background look alike at the edge.",
        "algorithmicallyEnhanced",
        "Unreviewed: do not publish it yet.",
        "Finding the product",
        "#FFFFFF",
        "rules we cannot check",
    ):
        assert words in page
    assert "Submit for review" not in page  # a viewer looks


def test_another_channels_failed_rules_are_fixed_by_one_tap(client_of, editor, made, work):
    client = client_of(editor)
    page = client.get(address("rendition_detail", made), {"channel": "amazon_main"})
    own = client.get(address("rendition_detail", made))
    assert "Fix it" in page.content.decode()  # 800 px where 1,000 are advised
    assert "Fix it" not in own.content.decode()

    answer = client.post(address("rendition_remake", made), {"preset": "amazon_main"})
    work()

    remade = Rendition.objects.exclude(pk=made.pk).get()
    assert answer.url == remade.get_absolute_url()
    assert list(remade.parents.all()) == [made]
    assert (remade.preset, pixels(remade).shape) == ("amazon_main", (2000, 2000, 3))


def test_the_slider_gets_the_photo_laid_as_the_picture_is(client_of, viewer, made):
    answer = client_of(viewer).get(address("rendition_file", made, "before"))

    assert opened(answer.content).shape == (800, 800, 3)


def test_files_are_shown_inline_under_a_policy_that_lets_them_do_nothing(client_of, viewer, made):
    answer = client_of(viewer).get(address("rendition_file", made, "thumbnail"))

    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "attachment" not in answer.get("Content-Disposition", "")
    missing = client_of(viewer).get(address("rendition_file", made, "original"))
    assert missing.status_code == 404


def test_more_pictures_cost_no_more_queries(client_of, viewer, product):
    client = client_of(viewer)
    photos = [make_photo(product) for _ in range(3)]

    def made_and_waiting_and_failed():
        for photo, status in zip(photos, ("done", "queued", "failed"), strict=True):
            code = "no_product" if status == "failed" else ""
            job = make_job(product.shop.tenant, status=status, error_code=code)
            make_rendition(photo, job=job, preset=CHANNEL)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(product.get_absolute_url()).status_code == 200
        return len(captured)

    made_and_waiting_and_failed()
    few = queries()
    made_and_waiting_and_failed()
    made_and_waiting_and_failed()

    assert queries() == few
