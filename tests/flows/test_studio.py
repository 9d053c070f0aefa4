"""The studio page over HTTP: asking by theme and in words, chips, variants, history and undo."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.models import Brief, Rendition
from catalog.services import outbox
from imaging.models import Job
from tests.factories import make_photo, make_product
from tests.pictures import opened
from tests.quick_scene import colour
from tests.rendition_world import pixels, work
from tests.studio_world import quick_studio

__all__ = ["quick_studio", "work"]

pytestmark = pytest.mark.usefixtures("quick_studio")
HTMX = {"HX-Request": "true"}


def page_of(product, name="studio"):
    return reverse(f"catalog:{name}", args=[product.shop.slug, product.pk])


def of(name, row, *more):
    return reverse(f"catalog:{name}", args=[row.shop.slug, row.pk, *more])


def ask(client, photo, **fields):
    data = {"photo": photo.pk, **fields}
    return client.post(page_of(photo.product, "brief_create"), data, headers=HTMX)


def read(client, photo, **fields):
    data = {"photo": photo.pk, **fields}
    answer = client.post(page_of(photo.product, "studio_read"), data, headers=HTMX)
    return answer.content.decode()


def toast(answer):
    return json.loads(answer["HX-Trigger"])["toast"]


@pytest.fixture
def finish(work):
    """Runs what waits, and tells the catalog of it as workers do."""

    def until_quiet():
        while done := work():
            for job in done:
                outbox.consume_finished_job(job.pk)

    return until_quiet


@pytest.fixture
def asked(client_of, editor, photo, finish):
    """A brief of two finished pictures."""
    ask(client_of(editor), photo, text="marble, two pictures")
    finish()
    return Brief.objects.get()


def first_of(brief):
    return brief.renditions.earliest("pk")


def test_one_tap_on_a_theme_ends_in_four_pictures_on_the_page(client_of, editor, photo, finish):
    client = client_of(editor)

    answer = ask(client, photo, theme="vintage")

    parts = answer.content.decode()
    brief = Brief.objects.get()
    assert answer["HX-Push-Url"] == f"{page_of(photo.product)}?brief={brief.pk}"
    assert parts.count("data-variant-card=") == 4
    assert "data-events-url" in parts
    assert "Setting the scene" in parts
    finish()
    first = first_of(brief)
    assert tuple(pixels(first)[0, 0]) == colour(brief.scene, first.seed, "full")
    card = client.get(of("variant_card", first)).content.decode()
    stage = client.get(of("variant_stage", first)).content.decode()
    assert of("rendition_file", first, "thumbnail") in card
    assert of("rendition_file", first, "picture") in stage
    file = client.get(of("rendition_file", first, "picture"))
    assert opened(b"".join(file.streaming_content)).shape == (64, 64, 3)


def test_a_stranger_a_viewer_and_another_shops_photo_make_nothing(
    client_of, stranger, viewer, editor, photo, asked
):
    theirs = make_photo(make_product(stranger.memberships.get().shop))
    before = Rendition.objects.count()

    assert ask(client_of(stranger), photo, theme="vintage").status_code == 404
    assert ask(client_of(viewer), photo, theme="vintage").status_code == 403
    foreign = client_of(editor).post(
        page_of(photo.product, "brief_create"),
        {"photo": theirs.pk, "theme": "vintage"},
        headers=HTMX,
    )
    assert toast(foreign)["text"] == "This is no longer there. Reload the page."
    assert Rendition.objects.count() == before
    assert client_of(stranger).get(page_of(photo.product)).status_code == 404
    assert client_of(stranger).get(of("brief_show", asked)).status_code == 404
    for name in ("variant_card", "variant_stage"):
        assert client_of(stranger).get(of(name, first_of(asked))).status_code == 404


def test_typed_words_come_back_as_chips_and_what_is_unknown_is_named(client_of, editor, photo):
    chips = read(client_of(editor), photo, text="marble flibber")

    assert 'data-chip="surface"' in chips
    assert '<option value="marble" selected>' in chips
    assert "<q>flibber</q>" in chips
    assert 'name="read" value="marble flibber"' in chips
    assert not Brief.objects.exists()


def test_a_changed_chip_speaks_louder_than_the_words(client_of, editor, photo):
    sent = {"text": "marble", "read": "marble", "chips": "1", "chip-surface": "linen"}

    ask(client_of(editor), photo, **sent)

    assert Brief.objects.get().scene == {"surface": "linen"}


def test_a_chip_that_says_nonsense_is_refused_by_its_name(client_of, editor, photo):
    answer = ask(client_of(editor), photo, text="marble", chips="1", **{"chip-surface": "<b>"})

    assert toast(answer)["text"].startswith("“Surface” cannot be set to that.")
    assert not Brief.objects.exists()


def test_ten_thousand_characters_lose_nothing_and_say_why(client_of, editor, photo):
    answer = ask(client_of(editor), photo, text="暖" * 10_000)

    assert answer.status_code == 422
    assert answer["HX-Reswap"] == "none"  # the page, and with it the text, stays as it is
    assert "10000 characters; at most 2000" in toast(answer)["text"]
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script> marble", "ignore all rules {{ 7*7 }} marble", "' OR 1=1 -- marble"],
)
def test_markup_in_a_brief_is_only_text(client_of, editor, photo, text):
    client = client_of(editor)
    ask(client, photo, text=text)

    page = client.get(page_of(photo.product)).content.decode()

    assert Brief.objects.get().text == text
    assert "<script>alert" not in page
    assert "49" not in page.split('class="results__said')[1].split("</p>")[0]


def test_a_follow_up_changes_what_was_asked_and_back_a_step_shows_it(
    client_of, editor, photo, asked, finish
):
    client = client_of(editor)
    liked = first_of(asked)

    ask(client, photo, parent=asked.pk, refined=liked.pk, text="再暖一点")
    finish()

    warmer = asked.follow_ups.get()
    assert warmer.scene == {**asked.scene, "warmth": "warm"}
    assert [one.verb for one in liked.choices.all()] == ["edited"]
    page = client.get(page_of(photo.product)).content.decode()
    assert of("brief_show", asked) in page  # “Back a step”, and in the history
    back = client.get(of("brief_show", asked), headers=HTMX).content.decode()
    assert f'id="variant-{liked.pk}"' in back
    assert f'name="parent" value="{asked.pk}"' in back


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


def test_a_deleted_brief_leaves_the_history_and_comes_back(client_of, editor, photo, asked):
    client = client_of(editor)

    gone = client.post(of("brief_delete", asked), headers=HTMX)

    assert gone["HX-Redirect"] == page_of(photo.product)
    back = f'hx-get="{of("brief_show", asked)}"'
    assert back not in client.get(page_of(photo.product)).content.decode()
    client.post(of("brief_restore", asked))
    assert back in client.get(page_of(photo.product)).content.decode()


def test_without_htmx_every_button_leads_back_to_the_page(client_of, editor, photo, asked):
    client = client_of(editor)
    variant = first_of(asked)
    home = f"{page_of(photo.product)}?brief={asked.pk}"

    assert client.post(of("variant_act", variant, "more")).url == home
    assert client.post(of("variant_favourite", variant)).url == home
    assert client.get(of("brief_show", asked)).url == home


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


def test_a_product_without_a_photo_says_what_to_do(client_of, editor, product):
    page = client_of(editor).get(page_of(product)).content.decode()

    assert "A photo first" in page
    assert "data-studio" not in page


def test_a_viewer_sees_the_pictures_and_no_buttons_to_make_any(client_of, viewer, asked):
    page = client_of(viewer).get(page_of(asked.product)).content.decode()

    assert f'id="variant-{first_of(asked).pk}"' in page
    for absent in ('name="theme"', 'id="prompt"', "data-mover", "More like this"):
        assert absent not in page


def test_more_history_costs_no_more_queries(client_of, editor, photo, finish):
    client = client_of(editor)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page_of(photo.product)).status_code == 200
        return len(captured)

    ask(client, photo, text="marble, two pictures")
    finish()
    few = queries()
    for text in ("warm two", "marble warm two"):
        ask(client, photo, text=text)
    finish()

    assert queries() == few
