"""The keep/erase brush: what it paints changes the cut-out, and what it cannot use is refused."""

import io

import numpy as np
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from catalog.models import Rendition
from catalog.services.renditions import rendition_request
from imaging.models import Job
from tests.factories import make_rendition
from tests.pictures import flat_picture, png_of
from tests.rendition_world import CHANNEL, known_cutouts, pixels, work

__all__ = ["known_cutouts", "work"]

pytestmark = pytest.mark.usefixtures("known_cutouts")
KEEP, ERASE = 255, 128
JSON = {"Accept": "application/json"}


@pytest.fixture
def made(photo, owner, work):
    rendition = rendition_request(photo=photo, recipe="main-image", preset=CHANNEL, by=owner)
    work()
    return Rendition.objects.get(pk=rendition.pk)


def save(client, rendition, data):
    url = reverse("catalog:rendition_retouch", args=[rendition.shop.slug, rendition.pk])
    strokes = SimpleUploadedFile("strokes.png", data, "image/png")
    return client.post(url, {"strokes": strokes}, headers=JSON)


def strokes_of(photo, value, top=0.5):
    """A stroke over everything below `top` of the photo's height."""
    drawn = np.zeros((photo.height, photo.width), np.uint8)
    drawn[int(photo.height * top) :] = value
    return drawn


def test_the_brush_page_hands_over_the_photo_the_mask_and_where_to_save(client_of, editor, made):
    url = reverse("catalog:rendition_retouch", args=[made.shop.slug, made.pk])

    page = client_of(editor).get(url).content.decode()

    assert f'data-photo-url="/s/teashop/photos/{made.photo_id}/view/"' in page
    assert f'data-mask-url="/s/teashop/renditions/{made.pk}/mask/"' in page
    assert f'data-save-url="{url}"' in page


def test_erasing_the_lower_half_takes_it_out_of_the_cut_out(client_of, editor, made, work):
    before = pixels(made, "mask")
    # As a browser's canvas saves it: RGBA, opaque.
    drawn = Image.fromarray(strokes_of(made.photo, ERASE)).convert("RGBA")
    buffer = io.BytesIO()
    drawn.save(buffer, "PNG")

    answer = save(client_of(editor), made, buffer.getvalue())
    [job] = work()

    assert job.status == "done", job.error_detail
    new = Rendition.objects.exclude(pk=made.pk).get()
    assert answer.json() == {"url": new.get_absolute_url()}
    assert list(new.parents.all()) == [made]
    assert (new.preset, new.photo) == (CHANNEL, made.photo)
    after = pixels(new, "mask")
    middle = made.photo.height // 2
    assert before[middle + 12 :].max() == 255
    assert after[middle + 12 :].max() == 0
    assert (after[: middle - 12] == before[: middle - 12]).all()
    assert pixels(new).shape == (800, 800, 3)


def test_keeping_brings_back_what_was_cut_away(client_of, editor, made, work):
    corner = np.s_[-40:, :40]
    drawn = np.zeros((made.photo.height, made.photo.width), np.uint8)
    drawn[corner] = KEEP

    save(client_of(editor), made, png_of(drawn))
    [job] = work()

    assert job.status == "done", job.error_detail
    assert pixels(made, "mask")[corner].max() == 0
    kept = pixels(Rendition.objects.exclude(pk=made.pk).get(), "mask")[corner]
    assert (kept[10:-10, 10:-10] == 255).all()


def test_a_second_correction_builds_on_the_first(client_of, editor, made, work):
    save(client_of(editor), made, png_of(strokes_of(made.photo, ERASE, top=0.75)))
    work()
    once = Rendition.objects.exclude(pk=made.pk).get()
    top = np.zeros((made.photo.height, made.photo.width), np.uint8)
    top[: made.photo.height // 4] = ERASE

    save(client_of(editor), once, png_of(top))
    work()

    twice = pixels(Rendition.objects.latest("pk"), "mask")
    assert twice[: made.photo.height // 4 - 12].max() == 0
    assert twice[int(made.photo.height * 0.75) + 12 :].max() == 0
    assert twice.max() == 255


def test_a_corrected_cut_out_still_names_the_model_it_began_with(client_of, editor, made, work):
    Job.objects.filter(pk=made.job_id).update(report=[{"step": "cutout", "model": "u2netp"}])
    save(client_of(editor), made, png_of(strokes_of(made.photo, ERASE)))
    work()

    page = client_of(editor).get(Rendition.objects.latest("pk").get_absolute_url())

    assert "Cut-out corrected by hand" in page.content.decode()
    assert "Apache-2.0" in page.content.decode()


@pytest.mark.parametrize(
    "data, sentence",
    [
        (png_of(np.zeros((480, 640), np.uint8)), "Nothing was painted."),
        (png_of(flat_picture(200, 200)), "do not have the shape of the photo"),
        (png_of(np.full((480, 640, 4), 128, np.uint8)), "must be an opaque grey picture"),
        (b"hello", "not a picture we can read"),
        (b"", "empty"),
    ],
)
def test_strokes_that_are_none_are_refused_and_leave_nothing(
    client_of, editor, made, data, sentence
):
    answer = save(client_of(editor), made, data)

    assert answer.status_code == 422
    assert sentence in answer.json()["error"]
    assert Rendition.objects.count() == 1
    assert not default_storage.exists("retouch")


def test_a_full_queue_keeps_no_strokes(client_of, editor, made, settings):
    settings.IMAGING_MAX_QUEUED = 0

    answer = save(client_of(editor), made, png_of(strokes_of(made.photo, ERASE)))

    assert "already has 0 pictures waiting" in answer.json()["error"]
    assert default_storage.listdir(f"retouch/{made.shop.tenant}")[1] == []
    assert Rendition.objects.count() == 1


def test_a_picture_that_is_not_finished_has_nothing_to_correct(client_of, editor, photo):
    waiting = make_rendition(photo, status=Job.Status.QUEUED, preset=CHANNEL)
    url = reverse("catalog:rendition_retouch", args=[waiting.shop.slug, waiting.pk])
    client = client_of(editor)

    assert client.get(url).status_code == 422
    assert save(client, waiting, png_of(strokes_of(photo, ERASE))).status_code == 422
