"""Channel presets: data that is complete, cited, and in agreement with itself."""

import tomllib
from importlib.resources import files

import pytest
from pydantic import ValidationError

from imaging.codec.encode import FORMATS
from imaging.engines.background import BackgroundParams
from imaging.engines.place import PlaceParams
from imaging.errors import EngineError
from imaging.presets import load_presets, preset
from imaging.presets.model import Preset

CHANNELS = {
    *("amazon_main", "google_merchant", "walmart", "ebay", "etsy", "shopify", "tiktok_shop"),
    *("meta_catalog", "temu", "taobao_white", "taobao_main", "pdd_carousel", "pdd_hd", "jd_main"),
    *("lazada", "shopee", "shein", "aliexpress", "douyin"),
}

every_preset = pytest.mark.parametrize("made", load_presets().values(), ids=lambda made: made.key)


def rules(key: str, kind: str) -> list:
    return [rule for rule in preset(key).rules if rule.kind == kind]


def test_every_channel_is_there():
    assert set(load_presets()) == CHANNELS


def test_an_unknown_channel_is_a_sentence():
    with pytest.raises(EngineError, match="There is no channel “myspace”"):
        preset("myspace")


@every_preset
def test_every_rule_says_where_it_was_read_when_and_how_surely(made):
    for rule in made.rules:
        assert rule.read.startswith("20")
        assert rule.source or rule.sure == "memory"


@every_preset
def test_every_label_is_written_in_both_languages(made):
    labels = [made.label, made.group, *made.not_checked]
    assert all(label.en and label.zh for label in labels)
    assert made.not_checked


@every_preset
def test_the_picture_to_make_is_one_that_engines_and_codec_take(made):
    placed = PlaceParams.model_validate(made.make.place_params())
    assert (placed.width, placed.height) == (made.make.width, made.make.height)
    assert BackgroundParams.model_validate(made.make.background_params()).color == "#FFFFFF"
    assert made.make.format in FORMATS


def test_a_transparent_background_is_none_to_the_engine():
    make = preset("shopify").make.model_copy(update={"background": "transparent"})
    assert make.background_params() == {"color": None}


def test_taobao_white_is_exactly_800_and_more_than_38_kb_but_less_than_300():
    (size,) = rules("taobao_white", "exact_size")
    (limits,) = rules("taobao_white", "bytes")
    assert (size.width, size.height) == (800, 800)
    assert limits.min > 38 * 1024
    assert limits.max < 300 * 1000
    assert rules("taobao_white", "formats")[0].allowed == ("jpeg",)


def test_amazon_wants_white_and_85_percent_and_no_webp():
    assert rules("amazon_main", "fill")[0].min == 0.85
    assert rules("amazon_main", "background")[0].level == "required"
    assert "webp" not in rules("amazon_main", "formats")[0].allowed


def test_what_a_channel_does_not_state_is_our_own_advice():
    assert rules("amazon_main", "colour")[0].level == "house"
    assert [rule.level for rule in rules("walmart", "colour")] == ["required"]


BROKEN = {
    "no source though not from memory": {"source": ""},
    "a day nobody can read": {"read": "last week"},
    "a kind nobody checks": {"kind": "smell"},
    "no limit at all": {"min": None},
    "a key that means nothing": {"minimum": 3},
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN.keys())
def test_a_mistake_in_the_file_is_refused(change):
    rule = {"kind": "long_side", "min": 5, "source": "a.b", "read": "2026-11", "sure": "read"}
    whole = load_presets()["ebay"].model_dump()
    Preset.model_validate(whole | {"rules": [rule]})
    with pytest.raises(ValidationError):
        Preset.model_validate(whole | {"rules": [rule | change]})


def test_the_file_names_no_shared_text_that_nobody_uses():
    tables = tomllib.loads((files("imaging.presets") / "presets.toml").read_text("utf-8"))
    shared = tables.pop("shared")
    used = {name for row in tables.values() for name in row["not_checked"]}
    assert used == set(shared["not_checked"])
    assert {row["group"] for row in tables.values()} == set(shared["groups"])
