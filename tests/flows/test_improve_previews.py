"""Better photos at once: the preview is what the job makes, and looks are shown on the photo."""

from dataclasses import replace
from urllib.parse import unquote

import numpy as np
import pytest
from django.urls import reverse

from catalog.models import Rendition
from catalog.services.renditions import rendition_request
from imaging.engines import registry
from imaging.engines.base import Params
from tests.flows.improve_page import address, controls_of, dark, dark_picture, no_net, page_of
from tests.pictures import opened
from tests.rendition_world import known_cutouts, pixels, work

__all__ = ["dark", "known_cutouts", "no_net", "page_of", "work"]
pytestmark = pytest.mark.usefixtures("known_cutouts", "no_net")


class NetParams(Params):
    """What the plan says to the net that takes noise."""

    strength: float = 1
    gain: float | None = None


def test_the_preview_is_the_form_as_a_small_picture(client_of, editor, page_of, dark):
    sent = controls_of(page_of(dark))

    as_found = client_of(editor).post(address(dark, "improve_preview"), sent)
    off = {name: value for name, value in sent.items() if value != "on"}
    untouched = client_of(editor).post(address(dark, "improve_preview"), off)

    assert as_found["X-Size"] == "320x240"
    assert abs(opened(untouched.content).mean() - dark_picture().mean()) < 2
    assert opened(as_found.content).mean() > dark_picture().mean() + 20
    assert as_found["X-Later"] == ""


def test_the_preview_shows_what_the_job_makes(client_of, editor, page_of, dark, work):
    sent = controls_of(page_of(dark))
    shown = client_of(editor).post(address(dark, "improve_preview"), sent)
    client_of(editor).post(address(dark, "improve_make"), sent)
    work()

    made = pixels(Rendition.objects.get()).astype(float)
    assert np.abs(opened(shown.content) - made).mean() < 3


def test_a_step_that_must_know_the_product_waits_for_the_job_before_the_first_cut_out(
    client_of, editor, page_of, dark
):
    sent = controls_of(page_of(dark)) | {"heal": "on"}

    shown = client_of(editor).post(address(dark, "improve_preview"), sent)

    assert unquote(shown["X-Later"]) == "Healing dust and spots"


def test_noise_that_a_net_takes_is_listed_once_and_shown_when_made(
    client_of, editor, page_of, dark, monkeypatch
):
    assert "denoise" in controls_of(page_of(dark))
    net = replace(registry.ENGINES["denoise"], module=__name__, params="NetParams")
    monkeypatch.setitem(registry.ENGINES, "restore", net)

    sent = controls_of(page_of(dark))
    shown = client_of(editor).post(address(dark, "improve_preview"), sent)

    assert "restore" in sent
    assert "denoise-strength" not in sent
    assert unquote(shown["X-Later"]) == "Removing noise"


def test_a_crop_is_previewed_beside_the_same_crop_of_the_photo(
    client_of, editor, page_of, dark, work
):
    rendition_request(photo=dark, recipe="cutout", preset=None, by=editor)
    work()
    sent = controls_of(page_of(dark)) | {"compose": "on", "compose-aspect": "1:1"}
    sent["compose-how"] = "centred"

    after, before = (
        client_of(editor).post(address(dark, "improve_preview"), sent | {"show": what})
        for what in ("after", "before")
    )

    assert after["X-Moved"] == "true"
    width, height = after["X-Size"].split("x")
    assert width == height
    assert before["X-Size"] == after["X-Size"]
    assert opened(before.content).mean() < opened(after.content).mean() - 20


def test_a_look_is_shown_on_the_photo_itself(client_of, editor, dark):
    def look(key):
        args = [dark.shop.slug, dark.pk, key]
        return client_of(editor).get(reverse("catalog:look_thumbnail", args=args))

    film, grey = (opened(look(key).content).astype(int) for key in ("film", "mono"))
    assert np.ptp(grey, axis=2).max() <= 12 < np.ptp(film, axis=2).max()
    assert look("nothing").status_code == 404
