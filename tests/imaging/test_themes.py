"""The curated looks, as data."""

import pytest

from imaging.errors import EngineError
from imaging.themes import GROUPS, load_themes, theme

ASKED_FOR = {"minimal", "fashion", "vintage", "spring-festival", "mid-autumn", "double-11"}


def test_there_are_thirty_themes_with_names_in_both_languages():
    themes = load_themes()
    assert len(themes) >= 30
    assert themes.keys() >= ASKED_FOR | {"christmas", "valentines"}
    assert all(one.label.en.isascii() and not one.label.zh.isascii() for one in themes.values())
    for language in ("en", "zh"):
        names = {one.label.in_language(language) for one in themes.values()}
        assert len(names) == len(themes)


def test_every_group_has_themes_and_no_two_themes_are_one_look():
    themes = list(load_themes().values())
    assert {one.group for one in themes} == set(GROUPS)
    assert len({one.brief.model_dump_json() for one in themes}) == len(themes)


def test_an_unknown_theme_is_named_in_the_sentence():
    with pytest.raises(EngineError, match="There is no theme “beach-party”"):
        theme("beach-party")
