"""Pictures of a brief over HTTP: more, moved, relit, rejected, sized, replaced by finer ones."""

import re

import pytest
from django.urls import reverse

from catalog.models import Rendition
from catalog.services import outbox
from tests.flows.studio_page import HTMX, ask, asked, finish, first_of, of, page_of, toast
from tests.pictures import opened
from tests.rendition_world import work
from tests.studio_world import quick_studio

__all__ = ["asked", "finish", "quick_studio", "work"]

pytestmark = pytest.mark.usefixtures("quick_studio")


def test_more_like_this_and_moving_bring_new_pictures(client_of, editor, photo, asked, finish):
    client = client_of(editor)
    liked = first_of(asked)

    more = client.post(of("variant_act", liked, "more"), headers=HTMX)
    move = {"x": "0.1", "y": "-0.02", "scale": "1.1"}
    moved = client.post(of("variant_move", liked), move, headers=HTMX)
    finish()

    newest = Rendition.objects.latest("pk")
    assert more.content.decode().count("data-variant-card=") == 6
    assert f'data-show="{newest.pk}"' in moved.content.decode()
    assert newest.options["spot"] == {"x": 0.1, "y": -0.02, "scale": 1.1}
    assert newest.job.status == "done"


@pytest.mark.parametrize("words", ["marble two", "snow two"])  # with a full plate, and without
def test_a_relit_product_is_marked_and_goes_to_a_moderator_in_its_finest(
    client_of, editor, photo, finish, words
):
    client = client_of(editor)
    ask(client, photo, text=words)
    finish()
    plain = Rendition.objects.earliest("pk")
    assert "Pixel locked" in client.get(of("variant_stage", plain)).content.decode()

    answer = client.post(of("variant_act", plain, "relight"), headers=HTMX)
    finish()

    relit = Rendition.objects.latest("pk")
    assert f'data-show="{relit.pk}"' in answer.content.decode()
    assert relit.job.facts["pixel_locked"] is False
    assert relit.job.facts["scene"]["plate_quality"] == "full"
    assert [(one.verb, one.by) for one in relit.reviews.all()] == [("submitted", editor)]
    assert not plain.reviews.exists()
    assert "Pixels changed" in client.get(of("variant_stage", relit)).content.decode()


@pytest.mark.parametrize("field, value", [("x", "nan"), ("y", "0.7"), ("scale", "9"), ("x", "")])
def test_a_product_cannot_be_put_outside_the_picture(client_of, editor, asked, field, value):
    data = {"x": "0", "y": "0", "scale": "1", field: value}

    answer = client_of(editor).post(of("variant_move", first_of(asked)), data, headers=HTMX)

    assert toast(answer)["text"] == "The product cannot be put there."
    assert asked.renditions.count() == 2


def test_a_favourite_is_marked_on_stage_and_card(client_of, editor, asked):
    client = client_of(editor)
    second = asked.renditions.latest("pk")

    answer = client.post(of("variant_favourite", second), {"is_favourite": "1"}, headers=HTMX)

    parts = answer.content.decode()
    assert 'aria-pressed="true" aria-label="Favourite"' in parts
    assert f'id="variant-{second.pk}"' in parts
    page = client.get(page_of(asked.product)).content.decode()
    assert f'data-variant="{second.pk}"' in page  # a favourite is what a brief opens with


def test_a_rejected_picture_goes_and_undo_brings_it_back(client_of, editor, asked):
    client = client_of(editor)
    variant = first_of(asked)

    answer = client.post(of("variant_act", variant, "reject"), headers=HTMX)

    assert f'id="variant-{variant.pk}"' not in answer.content.decode()
    undo = client.post(toast(answer)["undo"], follow=True)
    assert f'id="variant-{variant.pk}"' in undo.content.decode()


def test_waiting_pictures_are_cancelled_and_tried_again(client_of, editor, photo, finish):
    client = client_of(editor)
    ask(client, photo, text="marble, two pictures")
    variant = Rendition.objects.earliest("pk")

    client.post(of("variant_act", variant, "cancel"), headers=HTMX)
    variant.job.refresh_from_db()
    assert variant.job.status == "cancelled"
    again = client.post(of("variant_act", variant, "retry"), headers=HTMX)
    finish()

    variant.job.refresh_from_db()
    assert variant.job.status == "done"
    assert "data-events-url" in again.content.decode()
    assert client.post(of("variant_act", variant, "paint"), headers=HTMX).status_code == 404


def test_the_look_is_made_for_the_chosen_channels(client_of, editor, asked, finish):
    client = client_of(editor)
    variant = first_of(asked)

    none = client.post(of("variant_sizes", variant), headers=HTMX)
    made = client.post(of("variant_sizes", variant), {"presets": ["ebay"]}, headers=HTMX)
    finish()

    assert toast(none)["text"] == "Choose at least one channel."
    assert toast(made)["text"] == "Making 1 picture for a channel."
    sized = asked.renditions.get(preset="ebay")
    assert sized.get_absolute_url() in made.content.decode()
    assert sized.job.status == "done"


@pytest.mark.parametrize(
    "text, first", [("marble for Walmart, two", "walmart"), ("marble two", "amazon_main")]
)
def test_the_channel_that_a_brief_names_is_the_one_preselected(
    client_of, editor, photo, finish, text, first
):
    photo.shop.presets = ["amazon_main", "ebay"]
    photo.shop.save()
    client = client_of(editor)
    ask(client, photo, text=text)
    finish()

    page = client.get(page_of(photo.product)).content.decode()

    assert re.findall(r'name="presets" value="(\w+)" checked', page) == [first]
    assert 'value="ebay">' in page


def test_a_preview_is_looked_after_until_the_fine_picture_is_there(client_of, editor, photo, work):
    client = client_of(editor)
    ask(client, photo, text="snowy ground, two pictures")
    for job in work():
        outbox.consume_finished_job(job.pk)
    variant = Rendition.objects.earliest("pk")
    have = {"have": str(variant.job_id)}

    card = client.get(of("variant_card", variant)).content.decode()
    assert 'hx-trigger="every 4s"' in card
    assert client.get(of("variant_card", variant), have).status_code == 204
    file = client.get(of("rendition_file", variant, "picture"))
    assert "no-cache" in file["Cache-Control"]  # the address stays, the picture changes
    for job in work():
        outbox.consume_finished_job(job.pk)

    finer = client.get(of("variant_card", variant), have)
    variant.refresh_from_db()
    assert str(variant.job_id) in finer.content.decode()
    assert 'hx-trigger="every' not in finer.content.decode()
    version = {"v": str(variant.job_id)}
    file = client.get(of("rendition_file", variant, "picture"), version)
    assert "immutable" in file["Cache-Control"]
    watched = reverse("catalog:job_poll", args=[photo.shop.slug])
    polled = client.get(watched, {"ids": have["have"]}).json()
    assert polled["jobs"][0]["status"] == "done"


def test_the_original_is_laid_under_the_scene_for_comparing(client_of, editor, asked):
    before = client_of(editor).get(of("rendition_file", first_of(asked), "before"))

    assert opened(before.content).shape == (64, 64, 3)
