"""Themes and scenes over the REST API."""

import pytest

from catalog.models import Rendition
from imaging.themes import load_themes
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


def test_other_recipes_take_no_options(api, photo):
    sent = {"photos": [photo.pk], "recipe": "cutout", "options": {"theme": "minimal"}}

    answer = api.post("renditions/", sent)

    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["options"])


def test_the_photo_of_a_stranger_is_not_put_in_a_scene(stranger, photo):
    theirs = api_of(stranger.memberships.get().shop)
    sent = {"photos": [photo.pk], "recipe": "scene", "options": {"theme": "minimal"}}

    assert theirs.post("renditions/", sent).status_code == 404
    assert not Rendition.objects.exists()
