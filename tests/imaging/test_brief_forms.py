"""Ways of putting things: templates of phrases, cameras in two words, what is turned down."""

import pytest

from imaging.brief import parse
from imaging.brief.lexicon import choices_of, lexicon


def said(text: str) -> dict[str, object]:
    return parse(text).brief.model_dump(exclude_defaults=True)


def test_a_template_is_pieces_of_which_those_in_square_brackets_may_be_left_out():
    assert choices_of("[from] (far|very) left") == [
        [[], ["from"]],
        [["far"], ["very"]],
        [["left"]],
    ]


@pytest.mark.parametrize(
    "phrase, atoms",
    [("from the far left hand side", 6), ("left", 1), ("to the left corner", 4)],
)
def test_every_way_through_a_template_is_one_phrase(phrase, atoms):
    length, senses = lexicon().longest(phrase.split(), 0)
    assert length == atoms
    assert ("side", "left") in [(sense.kind, sense.value) for sense in senses]


@pytest.mark.parametrize(
    "text, camera",
    [
        ("camera: low", "low"),
        ("机位高一点", "high"),
        ("稍微俯拍", "high"),
        ("俯着拍", "top-down"),
        ("from the front, slightly from above", "high"),
        ("跟桌面平齐的角度", "eye-level"),
    ],
)
def test_where_the_camera_stands_may_be_said_in_parts(text, camera):
    assert said(text)["camera"] == camera


@pytest.mark.parametrize("text", ["low stool", "high quality", "价格很低"])
def test_a_height_that_is_not_the_cameras_moves_no_camera(text):
    assert "camera" not in said(text)


@pytest.mark.parametrize(
    "text, brief",
    [
        ("光不要从左边，改成右边", {"light_direction": "right"}),
        ("no top light, put it on the left", {"light_direction": "left"}),
        ("not from the left", {}),
    ],
)
def test_a_side_turned_down_is_not_taken_and_the_talk_stays_with_the_light(text, brief):
    assert said(text) == brief


def test_behind_and_above_are_said_of_the_light_not_of_the_product():
    assert said("light from behind the bottle") == {"light_direction": "back"}
    assert said("光从产品背后漫过来") == {"light_direction": "back"}
    assert said("light spilling in on the right") == {"light_direction": "right"}
    assert said("put the product in front of a wall, soft light") == {
        "backdrop": "wall",
        "light_quality": "soft",
    }


@pytest.mark.parametrize("text", ["not lots of petals", "花瓣不要铺满"])
def test_many_turned_down_means_few(text):
    assert said(text) == {"props": ("petals",), "prop_amount": "few"}


@pytest.mark.parametrize(
    "text, words",
    [
        ("标题限时五折", "限时五折"),
        ("加个买一送一，红底", "买一送一"),
        ("slogan – Sleep Deeper – navy", "Sleep Deeper"),
        ("the words Summer Nights across the top", "Summer Nights"),
        ("上方留白写 周末市集", "周末市集"),
        ("写一行英文 slow living", "slow living"),
        ("旁边写小字 净含量500g", "净含量500g"),
        ("文案来一个：把夏天喝掉", "把夏天喝掉"),
        ("新品上市这几个字要有 绿底", "新品上市"),
        ("中间写大大的SALE，红底", "SALE"),
        ("put SALE in huge letters, yellow", "SALE"),
    ],
)
def test_words_to_set_are_announced_in_many_ways(text, words):
    assert said(text)["text"] == words


@pytest.mark.parametrize(
    "text",
    [
        "不要标题限时五折",
        "加点新品上市的氛围",
        "留白写字",
        "加个优惠券",
        "配上新品蜡烛",
        "标题要大气：用黑体",
    ],
)
def test_what_only_talks_about_adverts_is_no_wording(text):
    assert "text" not in said(text)


@pytest.mark.parametrize("text", ["写字台 木头", "书写工具", "标签不要挡住"])
def test_words_that_only_begin_like_an_announcement_set_nothing(text):
    assert "text" not in said(text)


def test_a_shape_with_a_name_counts_over_upright_and_lying():
    assert said("tall story format") == {"aspect": "9:16"}
    assert said("横版 banner") == {"aspect": "3:1"}
    assert said("3:4, story") == {"aspect": "3:4"}


def test_a_shape_in_figures_counts_over_one_in_words_in_either_language():
    assert said("竖的，四比五") == {"aspect": "4:5"}
    assert said("vertical, four by five") == {"aspect": "4:5"}
