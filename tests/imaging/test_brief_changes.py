"""Follow-ups change a brief: steps, other things instead, more, and what goes."""

import pytest

from imaging.brief import SceneBrief, parse

WOOD = SceneBrief(surface="light-wood", colours=("white",), props=("flowers", "leaves"))


def after(text: str, before: SceneBrief) -> dict[str, object]:
    """The fields that `text` changes, as they are then."""
    now = parse(text, previous=before).brief
    return {name: value for name, value in now if value != getattr(before, name)}


@pytest.mark.parametrize(
    "text, before, changes",
    [
        ("a bit warmer", SceneBrief(), {"warmth": "warm"}),
        ("warmer", SceneBrief(warmth="cool"), {"warmth": "neutral"}),
        ("没那么暖，冷一点", SceneBrief(warmth="warm"), {"warmth": "neutral"}),
        ("too dark, brighten it", SceneBrief(brightness="dark"), {"brightness": "normal"}),
        ("有点暗了", SceneBrief(), {"brightness": "bright"}),
        ("not so bright", SceneBrief(), {"brightness": "dark"}),
        ("less props", SceneBrief(prop_amount="many"), {"prop_amount": "some"}),
        ("道具再多一点", SceneBrief(), {"prop_amount": "many"}),
        ("bigger", SceneBrief(scale="large"), {}),
        ("影子太硬了", SceneBrief(light_quality="hard"), {"light_quality": "soft"}),
    ],
)
def test_more_and_less_go_one_step(text, before, changes):
    assert after(text, before) == changes


@pytest.mark.parametrize(
    "text, changes",
    [
        ("花换成石头", {"props": ("stones",)}),
        ("swap the flowers for candles", {"props": ("candles",)}),
        ("木头太普通了，换成大理石", {"surface": "marble"}),
        ("换白色为米色", {"colours": ("beige",)}),
        ("linen instead of wood", {"surface": "linen"}),
        ("instead of white go for navy", {"colours": ("navy",)}),
        ("shells instead", {"props": ("shells",)}),
    ],
)
def test_one_thing_takes_the_place_of_another(text, changes):
    assert after(text, WOOD) == changes


@pytest.mark.parametrize(
    "text, changes",
    [
        ("no flowers", {"props": ("leaves",), "without": ("flowers",)}),
        ("叶子去掉，加蜡烛", {"props": ("flowers", "candles"), "without": ("leaves",)}),
        ("no props", {"props": (), "without": ("props",)}),
        ("add petals", {"props": ("flowers", "leaves", "petals")}),
        ("白色不要了", {"colours": ()}),
        ("left side empty", {"text_space": "left"}),
    ],
)
def test_things_come_and_go(text, changes):
    assert after(text, WOOD) == changes


def test_of_two_values_the_one_that_the_brief_has_already_gives_way():
    drape = SceneBrief(backdrop="drape")
    changes = {"backdrop": "window-shadow"}
    assert after("make curtain a plain wall with window shadows", drape) == changes


def test_what_was_unwanted_may_be_wanted_again():
    before = SceneBrief(text=None, without=("text", "flowers", "props", "podium"))
    assert after("加点花", before) == {"props": ("flowers",), "without": ("text", "podium")}
    assert after("on a podium, write HI", before) == {
        "stage": "podium",
        "text": "HI",
        "without": ("flowers", "props"),
    }


def test_no_podium_drops_the_podium_and_no_text_the_text():
    before = SceneBrief(stage="podium", text="SALE", text_space="left")
    assert after("no podium, no text, 不用留白了", before) == {
        "stage": None,
        "text": None,
        "text_space": None,
        "without": ("podium", "text"),
    }


def test_a_text_that_says_nothing_new_leaves_the_brief_as_it_is():
    assert parse("其他不变，谢谢", previous=WOOD).brief == WOOD
