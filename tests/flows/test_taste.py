"""A shop's taste over HTTP, with the stranger beside each success."""

import pytest

from catalog.models import Choice, Shop
from catalog.services.choices import choice_note
from imaging.themes import load_themes
from tests.factories import make_brief, make_photo, make_product, make_rendition

SETTINGS, SWITCH, FORGET = (
    f"/s/teashop/settings/{rest}" for rest in ("", "taste/", "taste/forget/")
)


@pytest.fixture
def kept(photo, editor):
    """Three pictures of a wooden table that were kept, and one of dark gloss that was not."""
    for theme, verb in [("wooden-table", Choice.Verb.KEPT)] * 3 + [("luxury", "rejected")] * 2:
        scene = load_themes()[theme].brief.model_dump(mode="json", exclude_defaults=True)
        brief = make_brief(photo, theme=theme, scene=scene)
        one = make_rendition(photo, brief=brief, options={"brief": scene, "seed": 1})
        choice_note(rendition=one, verb=verb, by=editor)


def page(client, address: str, language: str = "en") -> str:
    client.cookies["django_language"] = language
    return client.get(address).content.decode()


def test_the_settings_tell_what_was_learned_with_counts(client_of, viewer, stranger, shop, kept):
    shown = page(client_of(viewer), SETTINGS)

    assert "Wooden looks" in shown
    assert "chosen 3 times" in shown
    assert "rejected 2 times" in shown
    assert FORGET not in shown
    assert client_of(stranger).get(SETTINGS).status_code == 404
    assert "Wooden looks" not in page(client_of(stranger), "/s/elsewhere/settings/")


def test_the_settings_tell_it_in_chinese(client_of, viewer, shop, kept):
    shown = page(client_of(viewer), SETTINGS, "zh-hans")

    assert "木质的画面" in shown
    assert "选用 3 次" in shown


def test_before_anything_was_chosen_the_settings_say_what_to_do(client_of, editor, shop):
    shown = page(client_of(editor), SETTINGS)

    assert "Nothing was learned yet" in shown
    assert FORGET not in shown


def test_an_editor_switches_the_taste_off_and_on(client_of, editor, shop, product, kept):
    client = client_of(editor)
    studio = f"/s/teashop/products/{product.pk}/studio/"
    assert "Because you kept" in page(client, studio)

    assert client.post(SWITCH).url == f"{SETTINGS}#taste"
    assert not Shop.objects.get(pk=shop.pk).is_taste_used
    assert "Because you kept" not in page(client, studio)
    client.post(SWITCH, {"is_used": "on"})
    assert "Because you kept" in page(client, studio)


def test_an_editor_has_everything_forgotten(client_of, editor, shop, kept):
    client = client_of(editor)

    answer = client.post(FORGET, follow=True)

    assert "5 choices were forgotten." in answer.content.decode()
    assert not shop.choices.exists()


@pytest.mark.parametrize("who, status", [("viewer", 403), ("stranger", 404)])
def test_others_neither_switch_nor_forget(request, client_of, shop, kept, who, status):
    client = client_of(request.getfixturevalue(who))

    assert client.post(SWITCH).status_code == status
    assert client.post(FORGET).status_code == status
    assert Shop.objects.get(pk=shop.pk).is_taste_used
    assert shop.choices.count() == 5


def test_the_studio_of_another_shop_knows_nothing_of_it(client_of, stranger, shop, kept):
    theirs = make_photo(make_product(stranger.memberships.get().shop)).product
    shown = page(client_of(stranger), f"/s/elsewhere/products/{theirs.pk}/studio/")

    assert "For you" not in shown
    assert "Because you" not in shown


def test_the_studio_shows_the_reason_in_both_languages(client_of, editor, shop, product, kept):
    studio = f"/s/teashop/products/{product.pk}/studio/"

    assert "For you" in page(client_of(editor), studio)
    assert "因为您保留过" in page(client_of(editor), studio, "zh-hans")
    assert "为您推荐" in page(client_of(editor), studio, "zh-hans")
