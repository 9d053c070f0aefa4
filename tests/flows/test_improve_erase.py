"""Something that the brush marked is erased."""

from io import BytesIO

import numpy as np
import pytest
from django.urls import reverse
from PIL import Image

from catalog.models import Rendition
from catalog.services import erase_previews
from tests.factories import make_photo
from tests.flows.api_calls import uploaded
from tests.flows.improve_page import dark, no_net, page_of
from tests.pictures import flat_picture, png_of
from tests.rendition_world import known_cutouts, pixels, work

__all__ = ["dark", "known_cutouts", "no_net", "page_of", "work"]
pytestmark = pytest.mark.usefixtures("known_cutouts", "no_net")


def of(name, photo):
    return reverse(f"catalog:{name}", args=[photo.shop.slug, photo.pk])


def test_what_the_brush_marked_goes_and_nothing_else_changes(client_of, editor, product, work):
    picture = flat_picture(96, 72)
    picture[30:36, 40:46] = (20, 20, 20)
    photo = make_photo(product, png_of(picture))
    strokes = np.zeros((72, 96), np.uint8)
    strokes[26:40, 36:50] = 128
    strokes[:6, :6] = 255  # unmarked again
    sent = {"strokes": uploaded(png_of(strokes))}

    assert client_of(editor).get(of("photo_erase", photo)).status_code == 200
    answer = client_of(editor).post(of("photo_erase", photo), sent)

    made = Rendition.objects.get()
    assert answer.json() == {"url": made.get_absolute_url()}
    [job] = work()
    assert [step["engine"] for step in job.steps] == ["erase", "enhance"]
    assert np.abs(pixels(made).astype(int) - 200).max() <= 3
    page = client_of(editor).get(made.get_absolute_url()).content.decode()
    assert "of the photo was filled from what is around it." in page


def test_strokes_that_mark_nothing_are_refused(client_of, editor, dark):
    strokes = np.full((240, 320), 255, np.uint8)
    for name in ("photo_erase", "erase_preview"):
        answer = client_of(editor).post(of(name, dark), {"strokes": uploaded(png_of(strokes))})
        assert answer.status_code == 422
        assert "Mark what is to go first" in answer.content.decode()
    assert not Rendition.objects.exists()


def marked_photo(product, side=14):
    """A grey photo with a black thing in it, and the strokes over that."""
    picture = flat_picture(96, 72)
    picture[30:36, 40:46] = (20, 20, 20)
    strokes = np.zeros((72, 96), np.uint8)
    strokes[26 : 26 + side, 36 : 36 + side] = 128
    return make_photo(product, png_of(picture)), strokes


def test_the_preview_lies_over_the_photo_and_changes_only_what_is_marked(
    client_of, editor, product
):
    photo, strokes = marked_photo(product)

    answer = client_of(editor).post(
        of("erase_preview", photo), {"strokes": uploaded(png_of(strokes))}
    )

    assert answer["Content-Type"] == "image/webp"
    shown = Image.open(BytesIO(answer.content)).convert("RGBA")
    assert shown.size == (96, 72)
    pixels = np.asarray(shown).astype(int)
    assert (pixels[31:35, 41:45, 3] == 255).all()
    assert np.abs(pixels[31:35, 41:45, :3] - 200).max() <= 3
    assert not pixels[:20, :, 3].any()
    assert not Rendition.objects.exists()


def test_a_preview_that_was_overtaken_by_the_next_stroke_stops(
    client_of, editor, product, monkeypatch
):
    photo, strokes = marked_photo(product)
    begun = erase_previews.asked_anew

    def asked_again_at_once(key):
        is_cancelled = begun(key)
        begun(key)
        return is_cancelled

    monkeypatch.setattr(erase_previews, "asked_anew", asked_again_at_once)
    sent = {"strokes": uploaded(png_of(strokes))}
    answer = client_of(editor).post(
        of("erase_preview", photo), sent, headers={"Accept": "application/json"}
    )

    assert answer.status_code == 422
    assert answer.json() == {"error": "Cancelled."}


def test_too_much_marked_is_said_by_the_preview(client_of, editor, product):
    photo, strokes = marked_photo(product)
    strokes[:] = 128

    answer = client_of(editor).post(
        of("erase_preview", photo),
        {"strokes": uploaded(png_of(strokes))},
        headers={"Accept": "application/json"},
    )

    assert "60" in answer.json()["error"]


def test_nobody_else_sees_what_erasing_would_leave(client_of, viewer, stranger, product):
    photo, strokes = marked_photo(product)

    for person, status in ((viewer, 403), (stranger, 404)):
        sent = {"strokes": uploaded(png_of(strokes))}
        assert client_of(person).post(of("erase_preview", photo), sent).status_code == status
