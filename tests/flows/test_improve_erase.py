"""Something that the brush marked is erased."""

import numpy as np
import pytest
from django.urls import reverse

from catalog.models import Rendition
from tests.factories import make_photo
from tests.flows.api_calls import uploaded
from tests.flows.improve_page import dark, no_net, page_of
from tests.pictures import flat_picture, png_of
from tests.rendition_world import known_cutouts, pixels, work

__all__ = ["dark", "known_cutouts", "no_net", "page_of", "work"]
pytestmark = pytest.mark.usefixtures("known_cutouts", "no_net")


def test_what_the_brush_marked_goes_and_nothing_else_changes(client_of, editor, product, work):
    picture = flat_picture(96, 72)
    picture[30:36, 40:46] = (20, 20, 20)
    photo = make_photo(product, png_of(picture))
    strokes = np.zeros((72, 96), np.uint8)
    strokes[26:40, 36:50] = 128
    strokes[:6, :6] = 255  # unmarked again
    erase = reverse("catalog:photo_erase", args=[photo.shop.slug, photo.pk])

    assert client_of(editor).get(erase).status_code == 200
    answer = client_of(editor).post(erase, {"strokes": uploaded(png_of(strokes))})

    made = Rendition.objects.get()
    assert answer.json() == {"url": made.get_absolute_url()}
    [job] = work()
    assert [step["engine"] for step in job.steps] == ["erase", "enhance"]
    assert np.abs(pixels(made).astype(int) - 200).max() <= 3
    page = client_of(editor).get(made.get_absolute_url()).content.decode()
    assert "of the photo was filled from what is around it." in page


def test_strokes_that_mark_nothing_are_refused(client_of, editor, dark):
    strokes = np.full((240, 320), 255, np.uint8)
    erase = reverse("catalog:photo_erase", args=[dark.shop.slug, dark.pk])

    answer = client_of(editor).post(erase, {"strokes": uploaded(png_of(strokes))})

    assert answer.status_code == 422
    assert not Rendition.objects.exists()
