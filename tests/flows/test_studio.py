"""The studio page over HTTP: asking by theme and in words, chips, history and undo."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Brief, Rendition
from imaging.models import Job
from tests.factories import make_photo, make_product
from tests.flows.studio_page import HTMX, ask, asked, finish, first_of, of, page_of, toast
from tests.pictures import opened
from tests.quick_scene import colour
from tests.rendition_world import pixels, work
from tests.studio_world import quick_studio

__all__ = ["asked", "finish", "quick_studio", "work"]

pytestmark = pytest.mark.usefixtures("quick_studio")


def read(client, photo, **fields):
    data = {"photo": photo.pk, **fields}
    answer = client.post(page_of(photo.product, "studio_read"), data, headers=HTMX)
    return answer.content.decode()


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
