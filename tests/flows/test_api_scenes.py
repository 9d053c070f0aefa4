"""Themes and scenes over the REST API."""

import pytest
from django.urls import reverse
from django.utils import timezone

from catalog.models import Brief, Choice, Rendition
from imaging.models import Job
from imaging.themes import load_themes
from tests.factories import make_photo
from tests.flows.api_calls import api_of


@pytest.fixture
def api(shop):
    return api_of(shop)


@pytest.fixture
def ask(api, photo):
    def ask(**options):
        sent = {"photos": [photo.pk], "recipe": "scene", "options": options}
        return api.post("renditions/", sent)

    return ask


def asked_with() -> dict[str, object]:
    return Rendition.objects.get().options


def test_themes_come_with_both_languages_and_a_picture(api, client):
    first, *rest = api.get("themes/").json()

    assert len(rest) + 1 == len(load_themes())
    known = load_themes()[first["key"]]
    assert first["label"] == {"en": known.label.en, "zh": known.label.zh}
    assert set(first["group"]) == {"en", "zh"}
    assert first["thumbnail"] == f"http://testserver/themes/{known.key}.webp"


def test_a_theme_is_asked_for_with_the_seed_of_its_own_plates(ask):
    answer = ask(theme="minimal")

    assert answer.status_code == 201, answer.json()
    assert [one["recipe"] for one in answer.json()] == ["scene"]
    assert asked_with()["theme"] == "minimal"
    assert asked_with()["seed"] == load_themes()["minimal"].seed


def test_words_become_a_brief_that_changes_the_theme(ask):
    assert ask(theme="minimal", brief="on marble", seed=9, aspect="4:5").status_code == 201

    made = asked_with()
    assert made["brief"]["surface"] == "marble"
    assert made["brief"]["style"] == load_themes()["minimal"].brief.style
    assert (made["theme"], made["seed"], made["aspect"]) == (None, 9, "4:5")


def test_what_was_understood_is_answered_and_what_was_not(ask, api):
    [told] = ask(theme="minimal", brief="大理石台面，光从左边来，布灵布灵").json()

    brief = Brief.objects.get()
    assert told["brief"] == {
        "id": brief.pk,
        "text": "大理石台面，光从左边来，布灵布灵",
        "theme": "minimal",
        "understood": brief.scene,
        "unknown": ["布灵布灵"],
        "remark": "",
    }
    understood = told["brief"]["understood"]
    assert (understood["surface"], understood["light_direction"]) == ("marble", "left")
    assert understood["style"] == load_themes()["minimal"].brief.style
    assert api.get(f"renditions/{told['id']}/").json()["brief"] == told["brief"]


def test_a_picture_that_no_words_asked_for_has_no_brief(api, photo):
    [told] = api.post("renditions/", {"photos": [photo.pk], "recipe": "cutout"}).json()

    assert told["brief"] is None


def test_as_many_pictures_are_made_as_the_words_ask_for(ask):
    assert len(ask(brief="marble, three pictures", seed=7).json()) == 3

    assert [one.seed for one in Rendition.objects.order_by("pk")] == [7, 8, 9]
    assert Brief.objects.get().renditions.count() == 3


def test_every_photo_has_a_brief_and_all_show_one_look(api, photo, shop):
    second = make_photo(photo.product)
    sent = {"photos": [photo.pk, second.pk], "recipe": "scene", "options": {"brief": "on marble"}}

    assert api.post("renditions/", sent | {"presets": ["ebay", "etsy"]}).status_code == 201

    briefs = Brief.objects.order_by("pk")
    assert [(one.photo, one.text, one.shop) for one in briefs] == [
        (photo, "on marble", shop),
        (second, "on marble", shop),
    ]
    assert {one.requested_by for one in briefs} == {shop.memberships.get().user}
    assert [one.renditions.count() for one in briefs] == [2, 2]
    first, *rest = (one.options for one in Rendition.objects.all())
    assert rest == [first] * 3


def test_a_program_s_brief_is_in_the_history_of_the_page(ask, client_of, editor, photo):
    ask(brief="on marble with leaves", theme="minimal")

    page = client_of(editor).get(
        reverse("catalog:studio", args=[photo.shop.slug, photo.product_id])
    )

    assert "on marble with leaves" in page.content.decode()


def test_a_brief_for_channels_alone_shows_their_pictures(api, client_of, editor, photo):
    options = {"brief": "on marble with leaves"}
    body = {"photos": [photo.pk], "recipe": "scene", "presets": ["ebay"], "options": options}
    [told] = api.post("renditions/", body).json()
    studio = reverse("catalog:studio", args=[photo.shop.slug, photo.product_id])

    page = client_of(editor).get(studio, {"brief": told["brief"]["id"]}).content.decode()

    assert reverse("catalog:rendition_detail", args=[photo.shop.slug, told["id"]]) in page
    assert "were rejected" not in page


def test_a_stranger_sees_neither_brief_nor_picture(ask, stranger, client_of, photo):
    [told] = ask(brief="on marble with leaves").json()
    theirs = api_of(stranger.memberships.get().shop)

    assert theirs.get(f"renditions/{told['id']}/").status_code == 404
    assert theirs.get("renditions/").json()["results"] == []
    shown = reverse("catalog:brief_show", args=[photo.shop.slug, told["brief"]["id"]])
    assert client_of(stranger).get(shown).status_code == 404


def test_what_programs_choose_teaches_the_taste_and_what_they_ask_follows_it(ask, api):
    for _time in range(4):
        [told] = ask(theme="wooden-table").json()
        Job.objects.update(status=Job.Status.DONE, finished_at=timezone.now())
        assert api.post(f"renditions/{told['id']}/choose/").status_code == 200

    [filled] = ask(brief={"stage": "arch"}, seed=1).json()

    assert list(Choice.objects.values_list("verb", flat=True)) == ["kept"] * 4
    look = Rendition.objects.get(pk=filled["id"]).options["brief"]
    assert (look["stage"], look["surface"]) == ("arch", "light-wood")
    assert filled["brief"]["understood"] == {"stage": "arch"}


def test_a_brief_is_sent_as_its_fields(ask):
    assert ask(brief={"surface": "marble", "aspect": "16:9"}).status_code == 201

    assert asked_with()["brief"] == {"surface": "marble", "aspect": "16:9"}
    assert asked_with()["aspect"] == "16:9"


def test_scenes_are_made_for_every_channel(api, photo):
    sent = {"photos": [photo.pk], "recipe": "scene", "options": {"theme": "minimal"}}

    answer = api.post("renditions/", sent | {"presets": ["ebay", "shopify", "ebay"]})

    assert {one["preset"] for one in answer.json()} == {"ebay", "shopify"}
    assert Rendition.objects.count() == 2


@pytest.mark.parametrize(
    "options, status, told",
    [
        ({"theme": "moonbase"}, 422, "moonbase"),
        ({"brief": {"surface": "lava"}}, 422, "surface"),
        ({"brief": {"planet": "mars"}}, 422, "planet"),
        ({"brief": {"channel": "ebay"}}, 400, "channel"),
        ({"brief": "zxqv wvvk"}, 422, "zxqv"),
        ({"brief": "  "}, 400, "blank"),
        ({"seed": 4}, 422, "Pick a theme"),
        ({}, 422, "Pick a theme"),
        ({"brief": ["marble"]}, 400, "brief"),
        ({"seed": -1}, 400, "seed"),
        ({"aspect": "2:7"}, 400, "aspect"),
        ({"colour": "red"}, 400, "colour"),
    ],
)
def test_what_a_scene_cannot_be_is_named_and_nothing_is_made(ask, options, status, told):
    answer = ask(**options)

    assert answer.status_code == status, answer.json()
    assert told in answer.json()["error"]
    assert not Rendition.objects.exists()
    assert not Brief.objects.exists()


def test_other_recipes_take_no_options(api, photo):
    sent = {"photos": [photo.pk], "recipe": "cutout", "options": {"theme": "minimal"}}

    answer = api.post("renditions/", sent)

    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["options"])


def test_the_photo_of_a_stranger_is_not_put_in_a_scene(stranger, photo):
    theirs = api_of(stranger.memberships.get().shop)
    sent = {"photos": [photo.pk], "recipe": "scene", "options": {"theme": "minimal"}}

    assert theirs.post("renditions/", sent).status_code == 404
    assert not Rendition.objects.exists()
    assert not Brief.objects.exists()
