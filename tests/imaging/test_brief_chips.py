"""Labels of a brief, and the lexicon they come from."""

from typing import get_args, get_origin

import pytest

from imaging.brief import FIELD_LABELS, SceneBrief, describe, labels, parse
from imaging.brief.lexicon import lexicon, tables
from imaging.brief.model import (
    Aspect,
    Backdrop,
    Brightness,
    Camera,
    ColourName,
    LightDirection,
    LightQuality,
    Mood,
    Occasion,
    Position,
    Prop,
    PropAmount,
    Scale,
    Side,
    Stage,
    Style,
    Surface,
    Unwanted,
    Warmth,
)
from imaging.presets import load_presets

CLOSED = {
    "style": Style, "surface": Surface, "stage": Stage, "backdrop": Backdrop, "colours": ColourName,
    "light_direction": LightDirection, "light_quality": LightQuality, "warmth": Warmth,
    "brightness": Brightness, "props": Prop, "prop_amount": PropAmount, "occasion": Occasion,
    "mood": Mood, "position": Position, "scale": Scale, "camera": Camera, "text_space": Side,
    "aspect": Aspect, "without": Unwanted,
}  # fmt: skip


@pytest.mark.parametrize("field", CLOSED)
def test_every_value_has_a_label_in_both_languages(field):
    assert get_origin(CLOSED[field])
    assert labels(field).keys() == set(get_args(CLOSED[field]))
    for language in ("en", "zh"):
        words = [label.in_language(language) for label in labels(field).values()]
        assert len(set(words)) == len(words)


def test_every_field_and_every_channel_has_a_label():
    assert FIELD_LABELS.keys() == SceneBrief.model_fields.keys()
    assert labels("channel").keys() == load_presets().keys()
    assert tables()["channel"].keys() == load_presets().keys()
    with pytest.raises(KeyError):
        labels("smell")


def test_chips_come_in_reading_order_in_the_reader_s_language():
    brief = SceneBrief(
        surface="light-wood", colours=("#0A7CFF", "white"), text="全场5折", channel="jd_main",
        variants=4, without=("text", "flowers"),
    )  # fmt: skip
    assert [text for _, _, text in describe(brief, "en")] == [
        "Light wood", "#0A7CFF", "White", "“全场5折”", "JD main image", "4 variants", "No text",
        "No flowers",
    ]  # fmt: skip
    assert [text for _, _, text in describe(brief, "zh-hans")] == [
        "浅木", "#0A7CFF", "白色", "“全场5折”", "京东主图", "4 张", "不要文字", "不要花",
    ]  # fmt: skip
    assert describe(brief, "en")[0][:2] == ("surface", "light-wood")
    assert describe(SceneBrief(), "en") == []


# Chips that say only with their field's name beside them what is meant.
BESIDE_A_NAME = {"without", "position", "text_space", "prop_amount", "scale"}


@pytest.mark.parametrize("field", sorted(CLOSED.keys() - BESIDE_A_NAME))
def test_a_chip_s_own_words_say_its_value(field):
    missed = [
        label.in_language(language)
        for value, label in labels(field).items()
        for language in ("en", "zh")
        if not says(label.in_language(language), field, value)
    ]
    assert missed == []


def says(words: str, field: str, value: str) -> bool:
    held = getattr(parse(words).brief, field)
    return value in held if isinstance(held, tuple) else held == value


def test_no_phrase_of_the_lexicon_is_lost():
    assert lexicon().longest(["marble"], 0)[0] == 1
    assert lexicon().longest(list("木桌"), 0)[0] == 1
    assert lexicon().longest(["xyzzy"], 0) == (0, ())
